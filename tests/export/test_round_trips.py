"""What an export holds is what the tables hold: values, types, labels, what -1 says; read back by what people use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from analysis import Results
from analysis.export import FORMATS, export, labels
from analysis.export.naming import names
from tests.analysis.made import sealed
from tests.export.conftest import plain

Frames = dict[str, pd.DataFrame]


def of_sav(place: Path, table: str) -> pd.DataFrame:
    frame, meta = pyreadstat.read_sav(place / f"{table}.sav")
    return worded(frame, meta.variable_value_labels, table)


def of_dta(place: Path, table: str) -> pd.DataFrame:
    frame = pd.read_stata(place / f"{table}.dta", convert_categoricals=False)
    with pd.read_stata(place / f"{table}.dta", iterator=True) as reader:
        named = reader.value_labels()
    return worded(frame, named, table)


def worded(frame: pd.DataFrame, named: dict[str, dict[float, str]], table: str) -> pd.DataFrame:
    """Codes as plek's words again, by their labels; yes and no as truth."""
    yesno = {text["nl"] for text in labels.words("yesno").values()}
    for name, texts in named.items():
        own = {code: text for code, text in texts.items() if 0 <= code < 1000}
        if own and set(own.values()) == yesno:
            frame[name] = frame[name] == 1
        elif own:
            group = labels.vocabulary(table, name.removesuffix("_var"))
            back = {text["nl"]: word for word, text in labels.words(group).items()} if group else {}
            frame[name] = frame[name].map(lambda code, own=own, back=back: back.get(own[code], own[code]))
    return frame


def of_csv(place: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(place / f"{table}.csv", keep_default_na=False, na_values=[""])


def of_xlsx(place: Path, table: str) -> pd.DataFrame:
    book = openpyxl.load_workbook(place, read_only=True)
    try:
        heads, *rows = list(book[table].iter_rows(values_only=True))
    finally:
        book.close()
    return pd.DataFrame(rows, columns=list(heads))


def of_duckdb(place: Path, table: str) -> pd.DataFrame:
    with duckdb.connect(str(place), read_only=True) as base:
        return base.execute(f'SELECT * FROM "{table}"').df()


def of_sqlite(place: Path, table: str) -> pd.DataFrame:
    base = sqlite3.connect(place)
    try:
        return pd.read_sql_query(f'SELECT * FROM "{table}"', base)
    finally:
        base.close()


READERS: dict[str, Callable[[Path, str], pd.DataFrame]] = {
    "sav": of_sav, "dta": of_dta, "csv": of_csv, "xlsx": of_xlsx, "duckdb": of_duckdb, "sqlite": of_sqlite,
}  # fmt: skip


def assert_same(found: pd.DataFrame, wanted: pd.DataFrame, told: str) -> None:
    """Row by row the same values, and nothing where there is nothing."""
    assert len(found) == len(wanted), told
    for name in wanted:
        own, right = found[name], wanted[name]
        empty = right.isna().to_numpy()
        if right.dtype == "str":
            assert own.astype(object).where(own.notna(), "").astype(str).tolist() == right.tolist(), (told, name)
        else:
            assert (empty == own.isna().to_numpy()).all(), (told, name)
            got = pd.to_numeric(own[~empty]).to_numpy(dtype=float)
            near = 2e-7 if right.dtype == "float32" else 1e-14
            np.testing.assert_allclose(got, right[~empty].to_numpy(dtype=float), rtol=near, err_msg=f"{told} {name}")


@pytest.mark.parametrize("to", FORMATS)
def test_every_table_comes_back_as_it_was(every_table: Results, to: str, tmp_path: Path) -> None:
    place = export(every_table, to, out=tmp_path / f"out.{to}")
    assert {"trace", "points", "cells", "spells", "summary"} <= set(every_table.tables)
    for table in every_table.tables:
        wanted = plain(every_table, table)
        called = names(list(wanted), to)
        assert_same(READERS[to](place, table)[called].set_axis(list(wanted), axis=1), wanted, f"{to} {table}")


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("rows", [0, 1])
def test_empty_tables_and_single_rows_come_back(every_table: Results, to: str, rows: int, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    few = {table: every_table.read(table).iloc[:rows] for table in every_table.tables}
    for table, frame in few.items():
        frame.to_parquet(folder / f"{table}.parquet")
    sealed(folder, {"format": 1})
    place = export(folder, to, out=tmp_path / f"out.{to}")
    for table, frame in few.items():
        found = READERS[to](place, table)
        assert list(found) == names(list(frame), to), table
        assert len(found) == rows, table


def test_types_are_kept_where_the_format_has_them(every_table: Results, tmp_path: Path) -> None:
    place = export(every_table, "duckdb", out=tmp_path / "x.duckdb", tables=["spells", "summary"])
    with duckdb.connect(str(place), read_only=True) as base:
        kinds = {name: kind for name, kind, *_ in base.execute("DESCRIBE spells").fetchall()}
        comment = base.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'spells' AND column_name = 'end_day'").fetchone()
        tables = [name for (name,) in base.execute("SHOW TABLES").fetchall()]
    assert (kinds["pupil"], kinds["end_day"], kinds["imposed"], kinds["fit"], kinds["end_reason"]) == (
        "BIGINT", "INTEGER", "BOOLEAN", "FLOAT", "VARCHAR",
    )  # fmt: skip
    assert comment == ("Dag na de laatste dag",)
    assert tables == ["codebook", "codebook_values", "spells", "summary"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_labels_and_missing_values_in_spss(every_table: Results, lang: str, tmp_path: Path) -> None:
    place = export(every_table, "sav", out=tmp_path / "x", tables=["spells"], lang=lang)
    frame, meta = pyreadstat.read_sav(place / "spells.sav", user_missing=True)
    told = dict(zip(meta.column_names, meta.column_labels, strict=True))
    assert told["end_day"] == {"nl": "Dag na de laatste dag", "en": "Day after the last day"}[lang]
    assert meta.variable_value_labels["end_day"] == {-1.0: {"nl": "nog niet: nog thuis", "en": "not yet: still at home"}[lang]}
    assert meta.missing_ranges["end_day"] == [{"lo": -1.0, "hi": -1.0}]
    assert meta.variable_measure["sector"] == "nominal"
    assert meta.variable_measure["end_day"] == "scale"
    assert (frame["end_day"] == -1).sum() == (every_table.spells["end_day"] == -1).sum() > 0


def test_not_yet_is_the_missing_value_a_in_stata(every_table: Results, tmp_path: Path) -> None:
    place = export(every_table, "dta", out=tmp_path / "x", tables=["spells", "interventions"], lang="en")
    frame, meta = pyreadstat.read_dta(place / "spells.dta", user_missing=True)
    assert (frame["end_day"] == "a").sum() == (every_table.spells["end_day"] == -1).sum() > 0
    assert meta.missing_user_values["end_day"] == ["a"]
    acts, _ = pyreadstat.read_dta(place / "interventions.dta", user_missing=True)
    assert (acts["passed_pupil"] == "a").sum() == (every_table.interventions["passed_pupil"] == -1).sum() > 0
    assert dict(zip(meta.column_names, meta.column_labels, strict=True))["end_reason"] == "How it ended"


def test_dutch_csv_is_read_by_dutch_settings_and_holds_the_same(every_table: Results, tmp_path: Path) -> None:
    place = export(every_table, "csv", csv="nl", out=tmp_path / "x", tables=["spells"])
    raw = (place / "spells.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfscenario;seed;")
    found = pd.read_csv(place / "spells.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert_same(found, plain(every_table, "spells"), "csv=nl")
    assert ";0," in raw.decode("utf-8-sig")


def test_an_excel_sheet_holds_numbers_truth_and_text(every_table: Results, tmp_path: Path) -> None:
    place = export(every_table, "xlsx", out=tmp_path / "x.xlsx", tables=["spells"])
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == ["codebook", "codebook_values", "spells"]
    heads, first = list(book["spells"].iter_rows(max_row=2, values_only=True))
    row = dict(zip(heads, first, strict=True))
    assert [type(row[name]) for name in ("pupil", "imposed", "end_reason")] == [int, bool, str]


def test_a_codebook_names_every_variable_and_every_word(every_table: Results, tmp_path: Path) -> None:
    place = export(every_table, "dta", out=tmp_path / "x", lang="en")
    book = pd.read_csv(place / "codebook.csv", keep_default_na=False)
    words = pd.read_csv(place / "codebook_values.csv", keep_default_na=False)
    assert [(t, c) for t in every_table.tables for c in every_table.columns(t)] == list(zip(book["table"], book["column"], strict=True))
    assert book["variable"].str.len().max() <= 32
    assert set(book.loc[book["column"] == "end_day", "missing_as"]) == {".a"}
    own = words[(words["table"] == "spells") & (words["variable"] == "end_reason")]
    assert dict(zip(own["code"].astype(int), own["word"], strict=True))[1] == "placed_regular"
    assert set(words.loc[words["variable"] == "scenario", "word"]) == set(every_table.scenarios)
