"""A results folder is what its manifest says, or it is refused with the name of the file that isn't."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import AnalysisError, load
from analysis.folder import TABLES
from analysis.report.__main__ import main as report
from tests.analysis import made
from tests.report.conftest import SHIFTS, manifest_of, tables_of

REPLICATES = 2


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep's folder: every table in as many files as there are replicates."""
    folder = tmp_path_factory.mktemp("sound") / "r"
    folder.mkdir()
    tables = tables_of(SHIFTS, replicates=REPLICATES, n=60)
    for replicate in range(REPLICATES):
        for name, frame in (made.runs(SHIFTS, replicates=REPLICATES, n=60) | tables).items():
            frame[frame["replicate"] == replicate].to_parquet(folder / f"{name}-{replicate:05d}.parquet")
    return made.sealed(folder, manifest_of(SHIFTS))


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "r"))


def test_the_sound_one_is_read(folder: Path) -> None:
    assert load(folder).replicates == [0, 1]


def refused(folder: Path, table: str = "cells") -> str:
    with pytest.raises(AnalysisError) as error:
        load(folder).read(table)
    line = str(error.value)
    assert "\n" not in line
    return line


COPIES = ("cells-00000 (1).parquet", "cells-00000 - kopie.parquet", "cells-00000.conflict.parquet", "cells.parquet", "cells-00002.parquet")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_beside_is_not_counted_twice(folder: Path, name: str) -> None:
    """A synced copy doubled the days at home of its replicate; now its name is said."""
    shutil.copy(folder / "cells-00000.parquet", folder / name)
    assert f"'{name}' is not of these results" in refused(folder)


@pytest.mark.parametrize("file", ["cells-00001.parquet", "areas-00000.parquet", "points.parquet"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    if not (folder / file).exists():
        pd.DataFrame({"scenario": ["landscape"]}).to_parquet(folder / file)
        made.sealed(folder, manifest_of(SHIFTS))
    (folder / file).unlink()
    assert f"'{file}' is gone" in refused(folder)


def truncated(file: Path, folder: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path, folder: Path) -> None:
    file.write_bytes(b"")


def swapped(file: Path, folder: Path) -> None:
    other = folder / file.name.replace("00000", "00001")
    content = other.read_bytes()
    other.write_bytes(file.read_bytes())
    file.write_bytes(content)


def without_a_column(file: Path, folder: Path) -> None:
    frame = pd.read_parquet(file)
    frame.drop(columns=frame.columns[-1]).to_parquet(file)


def of_another_type(file: Path, folder: Path) -> None:
    pd.read_parquet(file).astype({"replicate": str}).to_parquet(file)


def one_bit_else(file: Path, folder: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("spoil", [truncated, emptied, swapped, without_a_column, of_another_type, one_bit_else])
def test_every_table_spoilt_is_refused_by_name(folder: Path, spoil: Callable[[Path, Path], None]) -> None:
    there = [table for table in TABLES if (folder / f"{table}-00000.parquet").exists()]
    assert len(there) > 8
    for table in there:
        file = folder / f"{table}-00000.parquet"
        before = {path: path.read_bytes() for path in folder.iterdir()}
        spoil(file, folder)
        assert f"{table}-0000" in refused(folder, table)
        for path, content in before.items():
            path.write_bytes(content)


def test_a_spoilt_table_stops_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truncated(folder / "areas-00000.parquet", folder)
    assert report([str(folder)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "areas-00000.parquet" in told


def test_the_folder_above_is_not_pooled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs with different settings in one folder became one report without a word."""
    shutil.copytree(folder, folder.parent / "s")
    assert report([str(folder.parent)]) == 2
    assert "holds 2 folders of results (r, s)" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "[]", "{", '{"hashes": 3}', '{"hashes": {}}', '{"format": "x"}', '{"hashes": {"cells.parquet": 3}}', "\xff"])
def test_a_manifest_that_is_none_is_one_line(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="latin-1")
    assert str(folder) in refused(folder)


def test_a_manifest_of_another_version_is_one_line(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    for key in ("branch_day", "end_day"):
        (folder / "manifest.json").write_text(json.dumps({name: value for name, value in manifest.items() if name != key}))
        with pytest.raises(AnalysisError, match=key):
            _ = load(folder).meta
    for key in ("scenarios", "labels", "ensemble"):
        (folder / "manifest.json").write_text(json.dumps({**manifest, key: ["x"]}))
        assert key in refused(folder)
