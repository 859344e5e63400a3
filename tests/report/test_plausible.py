"""With an ensemble the report says in how many plausible countries a regime is better, and on which assumptions that turns."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from docx import Document

from analysis import load
from analysis.errors import AnalysisError
from analysis.measures import cells, counts, summary
from analysis.report import build, console, write
from analysis.report.facts import Facts
from analysis.report.model import Report
from analysis.shapley import IDEALS
from tests.analysis import made
from tests.report import reading
from tests.report.conftest import manifest_of, store, tree

COUNTRIES = 6
TEAMS = [team for size in range(1, 5) for team in itertools.combinations(IDEALS, size)]
SLACK = [0.00, 0.02, 0.04, 0.11, 0.13, 0.15]
SHIFTS = {"landscape": 1.0, "landscape_aa": 1.001, "geen": 1.2, "doorzettingskracht": 0.9, "doorzettingsmacht": 0.7}
AXES = [
    {"name": "capacity.slack", "label_nl": "ruimte in het speciaal onderwijs", "label_en": "slack in special education",
     "plus": ["capacity.slack"], "minus": [], "split": 0.05, "low": -0.1, "high": 0.2, "contraction": 0.07},
    {"name": "net", "label_nl": "schaduw min afschuiven", "label_en": "shadow less moral hazard",
     "plus": ["behaviour.shadow"], "minus": ["behaviour.moral_hazard"], "split": 0.0, "low": -1.0, "high": 1.0, "contraction": 0.02},
]  # fmt: skip


def _tables(shift: Callable[[str, int], float], names: Sequence[str] = tuple(SHIFTS), n: int = 150) -> dict[str, pd.DataFrame]:
    found: dict[str, list[pd.DataFrame]] = {}
    meta = made.meta()
    for name in names:
        for replicate in range(COUNTRIES):
            own = made.run(name, replicate, n=n, shift=shift(name, replicate))
            own |= {"cells": cells(own, meta), "counts": counts(own, meta), "summary": summary(own, meta)}
            for table in ("cells", "counts", "summary", "areas"):
                found.setdefault(table, []).append(own[table])
    tables = {table: pd.concat(frames, ignore_index=True) for table, frames in found.items()}
    points = pd.DataFrame([(name, 7, replicate, "ok") for name in names for replicate in range(COUNTRIES)],
                          columns=["scenario", "seed", "replicate", "status"])  # fmt: skip
    at = points["replicate"].to_numpy()
    drawn = {"capacity.slack": np.array(SLACK)[at], "behaviour.shadow": (at % 2) * 0.5, "behaviour.moral_hazard": 0.25}
    return tables | {"points": points.assign(**drawn)}


def _manifest(**more: Any) -> dict[str, Any]:
    ensemble = {"name": "calibrated", "members": list(range(COUNTRIES)), "sha256": "ab" * 32, "axes": AXES,
                "parameters": ["capacity.slack", "behaviour.shadow", "behaviour.moral_hazard"]}  # fmt: skip
    return manifest_of(SHIFTS, ensemble=ensemble, reference="landscape", replicates=COUNTRIES, **more)


def _turning(name: str, replicate: int) -> float:
    """Power shortens stays where there is room and lengthens them where there is none."""
    return (1.4 if SLACK[replicate] <= 0.05 else 0.5) if name == "doorzettingsmacht" else SHIFTS[name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("plausible") / "r", _tables(_turning), _manifest())


@pytest.fixture(scope="module")
def files(folder: Path, lang: str) -> list[Path]:
    return write(folder, lang=lang)


@pytest.fixture(scope="module")
def report(folder: Path, lang: str) -> Report:
    return build(load(folder), lang)


def test_countries_are_counted_as_the_summaries_say(folder: Path, report: Report) -> None:
    wide = load(folder).summary.astype({"scenario": str}).pivot(index="replicate", columns="scenario", values="days_home_10y")
    table = next(one for one in report.tables if one.name == "robust")
    for of in ("landscape", "geen"):
        own = table.frame[table.frame["of"] == of].set_index("key")
        for name in set(own.index):
            assert own.at[name, "home_less"] == (wide[name] < wide[of]).sum()
            assert own.at[name, "home_n"] == COUNTRIES
    assert "landscape_aa" in set(table.frame["key"])


def test_halves_are_means_of_their_countries(folder: Path, report: Report) -> None:
    wide = load(folder).summary.astype({"scenario": str}).pivot(index="replicate", columns="scenario", values="days_home_10y")
    change = (wide["doorzettingsmacht"] - wide["landscape"]) / 10
    table = next(one for one in report.all_tables() if one.name == "axes")
    for half, countries in (("low", [0, 1, 2]), ("high", [3, 4, 5])):
        cell = table.cell("mean", key="doorzettingsmacht", of="capacity.slack", part=half)
        assert cell.value == pytest.approx(change[countries].mean())


def test_the_answer_says_how_many_and_what_it_turns_on(report: Report, lang: str) -> None:
    assert [said.template for said in report.answer][3] == "answer.robust"
    told = {said.template: said.plain(report.words) for said in report.more if said.template.startswith("answer.axes")}
    others = told["answer.axes_others"]
    assert ("doorzettingsmacht" if lang == "nl" else "power of decision") in others
    table = next(one for one in report.all_tables() if one.name == "axes").frame.set_index(["key", "of"])
    assert set(table.loc[("doorzettingsmacht", "capacity.slack"), "axis_verdict"]) == {"keert om" if lang == "nl" else "turns"}
    held = told["answer.axes_holds"]
    assert ("ruimte in het speciaal onderwijs" if lang == "nl" else "slack in special education") in held


def test_the_axis_that_turns_is_named_for_the_regime_of_the_answer(folder: Path, tmp_path: Path) -> None:
    tables = _only(folder, ["landscape", "doorzettingsmacht"])
    report = build(load(store(tmp_path / "r", tables, _manifest())), "en")
    said = {one.template: one.plain(report.words) for one in report.more}
    assert said["answer.axes_turns"].endswith("values of “slack in special education”.")
    assert report.pictures[-1].says[0].names["axis"] == "slack in special education"
    assert set(report.pictures[-1].drawn["half"]) == {"low", "high"}


def _only(folder: Path, names: list[str]) -> dict[str, pd.DataFrame]:
    results = load(folder)
    return {table: results.read(table, scenarios=names) for table in results.tables}


def test_intervals_resample_whole_countries(folder: Path) -> None:
    facts = Facts(load(folder))
    assert len(facts.units[["replicate", "province"]].drop_duplicates()) == COUNTRIES
    assert set(facts.compared("landscape")["n_units"]) == {COUNTRIES}
    report = build(facts, "en")
    assert "method.interval_ensemble" in [said.template for said in report.method]
    assert report.tables[-1].cell("number", key="provinces").value == 3


def test_parameters_of_the_ensemble_are_ranges(report: Report, lang: str) -> None:
    here = " ".join(report.assumptions.frame["here"])
    assert ("capacity.slack = 0 tot 0,15" if lang == "nl" else "capacity.slack = 0 to 0.15") in here
    assert "calibrated" in set(report.provenance.frame["value"])


def test_page_document_and_workbook_hold_it(files: list[Path], report: Report) -> None:
    page = reading.read(files[0].read_text("utf-8"))
    assert not reading.in_no_table(page)
    assert {"robust", "axes", "axes_failed", "open"} <= set(page.cells)
    paragraphs = [paragraph.text for paragraph in Document(str(files[1])).paragraphs]
    assert report.answer[3].plain(report.words) in paragraphs
    with zipfile.ZipFile(files[2]) as parts:
        assert b'name="axes_failed"' in parts.read("xl/workbook.xml")
    assert (files[3] / "axes.svg").exists()


def test_axe_finds_nothing(files: list[Path], ask: Callable[..., Any], axe_source: str) -> None:
    page = files[0].read_text("utf-8").replace("</head>", "<script>" + axe_source.replace("</script", "<\\/script") + "</script></head>")
    opened = "document.querySelectorAll('details').forEach(d=>d.open=true);"
    assert ask(page, opened + "axe.run({resultTypes:['violations']}).then(r=>done(r.violations.map(v=>v.id)))") == []


def test_the_console_counts_countries(folder: Path) -> None:
    told = str(console.table(folder, "en"))
    assert "plausible countries" in told.split("\n")[2] or "plausible countries" in told
    line = next(line for line in told.split("\n") if "Power of decision" in line)
    assert line.endswith("3 of 6 plausible countries")
    assert "3 van 6 plausibele landen" in str(console.table(folder, "nl"))


def test_one_member_is_refused(folder: Path, tmp_path: Path) -> None:
    results = load(folder)
    tables = {table: results.read(table, replicates=[0]) for table in results.tables}
    with pytest.raises(AnalysisError, match="one member"):
        build(load(store(tmp_path / "r", tables, _manifest())), "en")


def test_without_an_ensemble_nothing_of_it_is_said(results_folder: Path, lang: str) -> None:
    report = build(load(results_folder), lang)
    assert len(report.answer) == 3
    assert not {"robust", "axes", "axes_failed", "open"} & {table.name for table in report.all_tables()}
    assert "method.interval" in [said.template for said in report.method]
    assert "plausib" not in str(console.table(results_folder, lang))


def test_bottlenecks_alone_can_be_reported(tmp_path: Path) -> None:
    """`experiment=power_or_places`: today, no regime and what is taken away, over plausible countries. No regime is compared, and nothing is said
    of one."""
    shifts = {"landscape": 1.0, "landscape_aa": 1.001, "geen": 1.1} | {"+".join(team): 0.9 ** len(team) for team in TEAMS}
    trees = {name: tree("landscape") | {"name": name, "ideal": {ideal: ideal in name.split("+") for ideal in IDEALS}} for name in shifts}
    tables = _tables(lambda name, replicate: shifts[name] * (1 + 0.01 * replicate), list(shifts), n=40)
    ensemble = _manifest()["ensemble"]
    report = build(load(store(tmp_path / "r", tables, manifest_of(shifts, ensemble=ensemble, replicates=COUNTRIES) | {"scenarios": trees})), "nl")
    assert [picture.name for picture in report.pictures] == ["change", "survival", "causes", "drop_out", "bottleneck"]
    assert len(report.answer) == 2
    assert {table.name for table in report.tables} >= {"robust"}
