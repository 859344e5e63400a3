"""Reading a folder of results: what is there, what is refused, and how little is held."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis import AnalysisError, measures
from analysis.load import from_tables


def _manifest(made: ModuleType, **more: Any) -> dict[str, Any]:
    labels = {"macht": {"nl": "Doorzettingsmacht", "en": "Power to decide"}}
    return made.meta() | {"code": {"digest": "abc"}, "scenarios": {"landscape": {}, "macht": {}}, "labels": labels, "seed": 7} | more


def _write(folder: Path, tables: dict[str, pd.DataFrame], suffix: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}{suffix}.parquet", index=False)


@pytest.fixture
def bare(made: ModuleType, tmp_path: Path) -> Path:
    _write(tmp_path / "r", made.runs({"macht": 0.7, "landscape": 1.0}, replicates=2, n=80))
    return made.sealed(tmp_path / "r", _manifest(made))


@pytest.fixture
def chunked(made: ModuleType, tmp_path: Path) -> Path:
    for number, (scenario, replicate) in enumerate((name, k) for k in range(2) for name in ("macht", "landscape")):
        shift = {"macht": 0.7, "landscape": 1.0}[scenario]
        _write(tmp_path / "c", made.run(scenario, replicate, n=80, shift=shift), f"-{number:05d}")
    return made.sealed(tmp_path / "c", _manifest(made))


def test_bare_and_chunked_files_give_the_same_measures(bare: Path, chunked: Path) -> None:
    one, other = analysis.load(bare), analysis.load(chunked)
    assert one.scenarios == other.scenarios == ["landscape", "macht"], "the order is the manifest's"
    assert one.replicates == other.replicates == [0, 1]
    found = []
    for results in (one, other):
        rows = [
            measures.summary(tables, meta)
            for _, _, tables, meta in results.runs(["spells", "day_sets", "placements", "interventions", "areas"])
        ]
        found.append(pd.concat(rows).sort_values(["scenario", "replicate"], ignore_index=True))
    assert len(found[0]) == 4
    pd.testing.assert_frame_equal(*found)


def test_columns_and_rows_can_be_chosen(chunked: Path) -> None:
    results = analysis.load(chunked)
    part = results.read("spells", ["scenario", "start_day"], scenarios=["macht"], replicates=[1])
    assert list(part.columns) == ["scenario", "start_day"]
    assert len(part) == ((results.spells["scenario"] == "macht") & (results.spells["replicate"] == 1)).sum() == 80
    assert sum(len(piece) for piece in results.chunks("spells", ["pupil"])) == len(results.spells)


def test_a_large_bare_file_is_read_run_by_run(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = analysis.load(bare)
    whole = {(scenario, replicate): len(tables["spells"]) for scenario, replicate, tables, _ in results.runs(["spells", "areas"])}
    monkeypatch.setitem(analysis.load.__globals__, "_ROWS_AT_ONCE", 10)
    assert {(scenario, replicate): len(tables["spells"]) for scenario, replicate, tables, _ in results.runs(["spells", "areas"])} == whole
    assert max(len(piece) for piece in results.chunks("spells")) <= 320


def test_names_that_begin_alike_are_told_apart(made: ModuleType, tmp_path: Path) -> None:
    frame = pd.DataFrame({"scenario": ["a"], "seed": [1], "replicate": [0]})
    _write(tmp_path, {"series": frame.assign(week=1), "series_places": frame.assign(kind="x"), "spells": frame})
    _write(tmp_path, {"series": frame.assign(week=2)}, "-00002")
    made.sealed(tmp_path, _manifest(made))
    results = analysis.load(tmp_path)
    assert sorted(results.series["week"]) == [1, 2]
    assert "kind" in results.series_places


def test_labels_fall_back_on_the_name(bare: Path) -> None:
    results = analysis.load(bare)
    assert results.label("macht") == "Doorzettingsmacht"
    assert results.label("macht", "en") == "Power to decide"
    assert results.label("landscape") == "landscape"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path, good: path / "nothing", "no such folder"),
        (lambda path, good: path, "no tables here"),
        (lambda path, good: _without(good, "manifest.json"), "no manifest.json"),
        (lambda path, good: _broken(good), "not a readable manifest"),
        (lambda path, good: _other_format(good), r"tables of format \[99\]"),
    ],
)
def test_folders_that_can_not_be_read(bare: Path, tmp_path: Path, make: Any, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnalysisError, match=message) as error:
        analysis.load(make(tmp_path / "empty", bare))
    assert "\n" not in str(error.value)


def _without(folder: Path, name: str) -> Path:
    (folder / name).unlink()
    return folder


def _broken(folder: Path) -> Path:
    (folder / "manifest.json").write_text("{")
    return folder


def _other_format(folder: Path) -> Path:
    (folder / "manifest.json").write_text(json.dumps({"format": 99}))
    return folder


def test_folders_side_by_side_are_read_together_only_when_told(chunked: Path, bare: Path, made: ModuleType, tmp_path: Path) -> None:
    for name, code in (("one", "abc"), ("other", "def")):
        _write(tmp_path / "both" / name, made.runs({name: 0.7}, replicates=2, n=80))
        made.sealed(tmp_path / "both" / name, _manifest(made, code={"digest": code}, scenarios={name: {}}))
    with pytest.raises(AnalysisError, match=r"holds 2 folders of results \(one, other\)"):
        analysis.load(tmp_path / "both")
    together = analysis.load(tmp_path / "both", mixed=True)
    assert together.scenarios == ["one", "other"]
    assert len(together.spells) == 320


def test_a_run_in_two_folders_is_refused(made: ModuleType, tmp_path: Path) -> None:
    for name in ("one", "other"):
        tables = made.runs({"macht": 0.7}, replicates=2, n=80)
        key = tables["areas"][["scenario", "seed", "replicate"]].drop_duplicates()
        _write(tmp_path / name, tables | {"summary": key.assign(days_home_1y=1.0)})
        made.sealed(tmp_path / name, _manifest(made))
    with pytest.raises(AnalysisError, match="'macht', replicate 0 is there more than once"):
        analysis.load(tmp_path, mixed=True)


def test_missing_table_and_column_are_named(bare: Path) -> None:
    results = analysis.load(bare)
    with pytest.raises(AnalysisError, match="no table 'series'"):
        _ = results.series
    with pytest.raises(AnalysisError, match="table 'spells' has no column 'start'"):
        results.read("spells", ["start"])
    with pytest.raises(AttributeError):
        _ = results.nonsense


def test_too_few_replicates_are_named(bare: Path) -> None:
    results = analysis.load(bare)
    results.need_replicates(2)
    with pytest.raises(AnalysisError, match=r"scenario '\w+' has 2 replicates; this needs 3"):
        results.need_replicates(3)


def test_a_broken_file_is_one_line(bare: Path) -> None:
    (bare / "spells.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(AnalysisError, match=r"spells\.parquet") as error:
        analysis.load(bare).read("spells")
    assert "\n" not in str(error.value)


def test_tables_in_memory_behave_like_files(made: ModuleType, bare: Path) -> None:
    results = from_tables(made.runs({"macht": 0.7, "landscape": 1.0}, replicates=2, n=80), _manifest(made))
    assert results.scenarios == ["landscape", "macht"]
    assert len(results.read("spells", ["pupil"], scenarios=["macht"])) == 160
    assert [(name, number) for name, number, _, _ in results.runs(["spells"])] == [
        ("macht", 0),
        ("macht", 1),
        ("landscape", 0),
        ("landscape", 1),
    ]
