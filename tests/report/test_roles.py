"""Acted on, displaced, background: in the figure, in a table of their own, and the same as the measure says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import load, measures
from analysis.report import build
from analysis.report.facts import Facts
from analysis.report.roles import replicates_read
from tests.analysis import made
from tests.report.conftest import SHIFTS, manifest_of, store, tables_of

CHILDREN = ("spells", "interventions", "placements")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that kept the children's rows."""
    tables = tables_of(SHIFTS, n=150)
    for name in CHILDREN:
        runs = [made.run(scenario, number, n=150, shift=shift)[name] for scenario, shift in SHIFTS.items() for number in range(2)]
        tables[name] = pd.concat(runs, ignore_index=True)
    return store(tmp_path_factory.mktemp("roles") / "r", tables, manifest_of(SHIFTS))


def test_roles_add_up_to_the_change_of_all(kept: Path) -> None:
    facts = Facts(load(kept))
    whole = facts.compared("landscape").query("measure == 'home'").set_index("scenario")["difference"]
    found = facts.by_group_shown.query("dimension == 'role'").groupby("scenario")["estimate"].sum()
    assert found["doorzettingsmacht"] == pytest.approx(whole["doorzettingsmacht"], rel=1e-6)
    assert facts.by_group_shown.query("dimension == 'role'")["churn"].notna().all()


def test_means_are_those_of_the_measure(kept: Path) -> None:
    facts, meta = Facts(load(kept)), made.meta()
    runs = [[made.run(name, number, n=150, shift=SHIFTS[name]) for number in range(2)] for name in ("doorzettingsmacht", "landscape")]
    children = pd.concat([measures.changes(ours, theirs, meta) for ours, theirs in zip(*runs, strict=True)])
    found = facts.touched.query("scenario == 'doorzettingsmacht'").set_index("role")["n"].sum()
    assert found == len(children) / 2


def test_the_report_says_it_beside_the_churn(kept: Path, lang: str) -> None:
    report = build(load(kept), lang)
    table = next(one for one in report.tables if one.name == "roles")
    assert "landscape_aa" in set(table.frame["key"])
    gains = next(one for one in report.pictures if one.name == "gains")
    assert gains.says[-1].template == "say.roles"
    assert set(gains.drawn["dimension"]) >= {"role", "sector"}


def test_without_childrens_rows_it_says_so(results_folder: Path) -> None:
    report = build(load(results_folder), "nl")
    assert all(one.name != "roles" for one in report.tables)
    gains = next(one for one in report.pictures if one.name == "gains")
    assert gains.says[-1].template == "say.roles_unknown"
    assert not replicates_read(load(results_folder))
