"""Words and keys are one plain type in every file, so that every reader of Parquet sees what was written, whatever a batch happened to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.load import TABLES
from experiments.execution.chunk_writer import ChunkWriter
from experiments.run import front_door

WORDS = ("region=tiny", "horizon=test", "replicates=2", "seed=5", "keep=all")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("readers") / "out"
    assert front_door(["-m", "regime=landscape,geen,doorzettingsmacht", *WORDS, "plan.chunk=1", f"out={out}", "workers=1"]) == 0
    return out


def kinds(folder: Path) -> dict[str, set[str]]:
    """Column -> its types over all tables of results."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.glob("*.parquet")):
        if file.name.partition("-")[0].removesuffix(".parquet") in TABLES:
            for field in pq.read_schema(file):
                found[field.name].add(str(field.type))
    return found


def test_a_key_has_one_type_in_every_table(folder: Path) -> None:
    found = kinds(folder)
    assert found["scenario"] == {"string"}
    assert found["seed"] == {"int64"}
    assert found["replicate"] == {"int32"}
    for key in ("area", "pupil", "partnership", "spell_no", "province", "sector", "profile", "care_need", "kind", "school", "regime"):
        assert len(found[key]) == 1, (key, found[key])


def test_words_are_plain_text(folder: Path) -> None:
    text = {name: types for name, types in kinds(folder).items() if any("string" in kind or "dictionary" in kind for kind in types)}
    assert len(text) > 15
    assert {name for name, types in text.items() if types != {"string"}} == set()


def test_names_of_columns_fit_every_program(folder: Path) -> None:
    """Stata knows 32 letters, and some programs no difference between capitals and small ones."""
    for file in folder.glob("*.parquet"):
        names = pq.read_schema(file).names
        assert max(map(len, names)) <= 32, max(names, key=len)
        assert len({name.lower() for name in names}) == len(names)


def by_fastparquet(files: list[Path]) -> pd.DataFrame:
    from fastparquet import ParquetFile

    return pd.concat([ParquetFile(str(file)).to_pandas() for file in files], ignore_index=True)


def by_polars(files: list[Path]) -> pd.DataFrame:
    import polars

    return polars.concat([polars.read_parquet(file) for file in files]).to_pandas()


def by_polars_scan(files: list[Path]) -> pd.DataFrame:
    import polars

    return polars.scan_parquet(files).collect().to_pandas()


def by_duckdb(files: list[Path]) -> pd.DataFrame:
    import duckdb

    return duckdb.read_parquet([str(file) for file in files]).df()


READERS = (by_fastparquet, by_polars, by_polars_scan, by_duckdb)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # fastparquet leaves files open
def test_every_reader_sees_the_same(folder: Path, read: Callable[[list[Path]], pd.DataFrame]) -> None:
    tables = {file.stem.partition("-")[0] for file in folder.glob("*.parquet")}
    for table in sorted(tables):
        files = sorted(folder.glob(f"{table}-*.parquet")) or [folder / f"{table}.parquet"]
        ours = pd.concat([pq.read_table(file).to_pandas() for file in files], ignore_index=True)
        theirs = read(files)
        assert list(theirs.columns) == list(ours.columns)
        for column in ours:
            assert plain(theirs[column]) == plain(ours[column]), (table, column)


def plain(values: pd.Series) -> list[Any]:
    return [None if missing else value for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def test_summary_and_spells_join_by_their_keys(folder: Path) -> None:
    """In polars a key of another type is an error, not a warning."""
    import polars

    keys = ["scenario", "seed", "replicate"]
    summary = polars.read_parquet(folder / "summary-*.parquet").select(keys)
    spells = polars.read_parquet(folder / "spells-*.parquet")
    assert spells.join(summary, on=keys).height == spells.height > 0


@pytest.mark.parametrize("n", [100, 127, 128, 129, 300, 32_767, 32_768, 40_000])
def test_more_words_than_the_first_batch_had(n: int, tmp_path: Path) -> None:
    """The first frame's number of words decided the width of their numbers: 128 ended in "131 not in range"."""
    few = pd.Categorical.from_codes([0, 1], [f"w{k}" for k in range(2)])
    many = pd.Categorical.from_codes(np.arange(n), [f"w{k}" for k in range(n)])
    writer = ChunkWriter(tmp_path, "")
    for name, words in (("a", few), ("b", many), ("c", few)):
        key = {"scenario": pd.Categorical([name] * len(words)), "seed": np.int64(1), "replicate": np.int64(0)}
        writer.add("interventions", pd.DataFrame({**key, "school": words}))
    writer.close()
    read = pq.read_table(tmp_path / "interventions.parquet").to_pandas()
    assert read["school"].tolist() == ["w0", "w1", *(f"w{k}" for k in range(n)), "w0", "w1"]
    assert read["scenario"].tolist() == ["a"] * 2 + ["b"] * n + ["c"] * 2


def test_nothing_but_missing_words(tmp_path: Path) -> None:
    """A run in which nobody decided anything writes a column without a word; the next one's words are still read."""
    writer = ChunkWriter(tmp_path, "")
    for name, words in (("a", pd.Categorical([None], [])), ("b", pd.Categorical(["x"]))):
        writer.add("interventions", pd.DataFrame({"scenario": [name], "seed": np.int64(1), "replicate": np.int32(0), "decider": words}))
    writer.close()
    assert pq.read_table(tmp_path / "interventions.parquet")["decider"].to_pylist() == [None, "x"]
