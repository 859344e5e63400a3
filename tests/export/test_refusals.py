"""An export is whole or not there, and what can't be done is said in one line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import AnalysisError
from analysis.export import book, export, text
from analysis.export.__main__ import main
from analysis.load import from_tables
from tests.analysis.made import sealed

KEY = {"scenario": "landscape", "seed": 1, "replicate": 0}


def made(**columns: object) -> object:
    return from_tables({"areas": pd.DataFrame([KEY | columns])}, {"format": 1})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "results"
    own.mkdir()
    pd.DataFrame([KEY | {"area": 3, "regular_pupils": 100}]).to_parquet(own / "areas.parquet")
    return sealed(own, {"format": 1})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "to= is missing"),
        (["to=spss"], "to=spss: must be one of sav"),
        (["to=csv", "lang=de"], "lang=de: must be one of nl, en"),
        (["to=csv", "csv=de"], "csv=de: must be one of"),
        (["to=csv", "tables=spels"], "no table 'spels'"),
        (["to=csv", "table=areas"], "did you mean 'tables'?"),
        (["to=csv", "overwrite=perhaps"], "must be true or false"),
    ],
)
def test_a_wrong_word_is_refused_in_one_line(words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.iterdir())
    assert main([str(folder), *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_what_is_there_is_only_replaced_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "to=csv"]) == 0
    place = folder / "export-csv"
    (place / "areas.csv").write_text("mine", encoding="utf-8")
    assert main([str(folder), "to=csv"]) == 2
    assert "overwrite=true" in capsys.readouterr().err
    assert (place / "areas.csv").read_text(encoding="utf-8") == "mine"
    assert main([str(folder), "to=csv", "overwrite=true"]) == 0
    assert "landscape" in (place / "areas.csv").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["areas.parquet", "export-csv", "manifest.json"]


def test_a_failure_half_way_leaves_nothing_new_and_the_old_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = export(folder, "csv")
    before = {path.name: path.read_bytes() for path in place.iterdir()}

    def full(source: object, variables: object, path: Path, style: str) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(text, "write_table", full)
    with pytest.raises(AnalysisError, match="No space left on device"):
        export(folder, "csv", overwrite=True)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert not list(folder.glob(".export*"))


def test_a_table_longer_than_a_sheet_is_refused_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ROWS", 0)
    with pytest.raises(AnalysisError, match="table 'areas' has 1 rows and a sheet holds 0"):
        export(folder, "xlsx")
    assert not list(folder.glob("*export*"))


@pytest.mark.parametrize("to", ["sav", "dta"])
def test_a_number_that_a_format_cannot_hold_is_refused(to: str, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=f"column 'area' holds 9007199254740993, which to={to} can't hold"):
        export(made(area=2**53 + 1), to, out=tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", ["sav", "dta"])
def test_a_text_that_is_too_long_is_cut_between_letters_and_the_codebook_says_so(to: str, tmp_path: Path) -> None:
    place = export(made(partnerships="é" * 3000), to, out=tmp_path / "x", lang="en")
    told = pd.read_csv(place / "codebook.csv").set_index("column")["label"]["partnerships"]
    assert "cut at" in told
    if to == "dta":
        assert set(pd.read_stata(place / "areas.dta")["partnerships"][0]) == {"é"}


@pytest.mark.parametrize("to", ["sav", "dta", "csv", "xlsx", "sqlite", "duckdb"])
def test_formulas_quotes_and_line_ends_in_texts_stay_texts(to: str, tmp_path: Path) -> None:
    place = export(made(partnerships='=1+1;"a"\n,b'), to, out=tmp_path / "x")
    assert place.exists()
    if to == "csv":
        assert pd.read_csv(place / "areas.csv")["partnerships"][0] == '=1+1;"a"\n,b'
    if to == "xlsx":
        assert pd.read_excel(place, sheet_name="areas")["partnerships"][0] == '=1+1;"a"\n,b'
