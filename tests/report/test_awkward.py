"""Results that can't carry a report: one clear line and status 2, never a traceback or a plot of nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.report.__main__ import main
from tests.report.conftest import SHIFTS, manifest_of, store, tables_of

Tables = dict[str, pd.DataFrame]


def _line(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> str:
    assert main([str(folder), *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.strip().split("\n")
    assert len(lines) == 1
    assert not list(folder.glob("rapport*"))
    return lines[0]


def _emptied(tables: Tables) -> Tables:
    return {name: frame.iloc[:0] for name, frame in tables.items()}


def _without(name: str) -> Callable[[Tables], Tables]:
    return lambda tables: {key: frame for key, frame in tables.items() if key != name}


def _only(*scenarios: str) -> Callable[[Tables], Tables]:
    return lambda tables: {key: frame[frame["scenario"].isin(scenarios)] for key, frame in tables.items()}


def _nobody_today(tables: Tables) -> Tables:
    return tables | {name: tables[name][tables[name]["scenario"] != "landscape"] for name in ("cells", "counts")}


def _one_unit(tables: Tables) -> Tables:
    found = {name: frame[frame["replicate"] == 0] for name, frame in tables.items()}
    province = found["areas"]["province"].iloc[0]
    keep = found["areas"].loc[found["areas"]["province"] == province, "area"].unique()
    return {name: frame[frame["area"].isin(keep)] if "area" in frame else frame for name, frame in found.items()}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_emptied, "no run"),
        (_without("counts"), "'counts'"),
        (_without("areas"), "'areas'"),
        (_without("cells"), "'cells'"),
        (_only("geen", "doorzettingsmacht"), "'landscape'"),
        (_only("landscape"), "at least one regime"),
        (_nobody_today, "nobody|no child"),
        (_one_unit, "replicates=2"),
    ],
)
def test_one_clear_line(
    tmp_path: Path, made_tables: Tables, capsys: pytest.CaptureFixture[str], change: Callable[[Tables], Tables], says: str
) -> None:
    line = _line(capsys, store(tmp_path / "r", change(made_tables), manifest_of(SHIFTS)))
    assert any(one in line for one in says.split("|")), line


def test_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_another_version(tmp_path: Path, made_tables: Tables, capsys: pytest.CaptureFixture[str]) -> None:
    assert "version" in _line(capsys, store(tmp_path / "r", made_tables, manifest_of(SHIFTS, format=99)))


def test_a_table_of_another_version(tmp_path: Path, made_tables: Tables, capsys: pytest.CaptureFixture[str]) -> None:
    tables = made_tables | {"counts": made_tables["counts"].drop(columns="entry_day")}
    assert "entry_day" in _line(capsys, store(tmp_path / "r", tables, manifest_of(SHIFTS)))
    tables = made_tables | {"cells": made_tables["cells"].drop(columns=["home_run", "home_10y", "home_3y", "home_1y"])}
    assert "version" in _line(capsys, store(tmp_path / "s", tables, manifest_of(SHIFTS)))


def test_words(results_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(results_folder), "lang=fr"]) == 2
    assert "lang=nl" in capsys.readouterr().err
    assert main([str(results_folder), "lagn=en"]) == 2
    assert "did you mean 'lang'" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(results_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert main([str(results_folder), f"out={blocked}"]) == 2
    assert "can't write" in capsys.readouterr().err


def test_a_regime_without_thuiszitters_is_said_and_not_drawn(tmp_path: Path, made_tables: Tables) -> None:
    tables = made_tables | {name: made_tables[name][made_tables[name]["scenario"] != "doorzettingsmacht"] for name in ("cells", "counts")}
    folder = store(tmp_path / "r", tables, manifest_of(SHIFTS))
    assert main([str(folder)]) == 0
    text = (folder / "rapport.html").read_text("utf-8")
    assert "niemand thuis onder doorzettingsmacht" in text
    assert "doorzettingsmacht" not in (folder / "rapport-figuren" / "survival.csv").read_text("utf-8")
    assert ">nan" not in text.lower()


def test_one_replicate_of_a_country_says_what_its_intervals_hold(tmp_path: Path) -> None:
    shifts = {name: SHIFTS[name] for name in ("landscape", "doorzettingsmacht")}
    folder = store(tmp_path / "r", tables_of(shifts, replicates=1), manifest_of(shifts))
    assert main([str(folder), "lang=en"]) == 0
    assert "differences between provinces only" in (folder / "report.html").read_text("utf-8")


def test_no_series_leaves_figures_out_and_says_so(tmp_path: Path, made_tables: Tables) -> None:
    tables = {name: frame for name, frame in made_tables.items() if not name.startswith("series")}
    folder = store(tmp_path / "r", tables, manifest_of(SHIFTS))
    assert main([str(folder)]) == 0
    assert "'series_places'" in (folder / "rapport-figuren" / "left-out.txt").read_text("utf-8")
