"""What a regime replaces: said in the answer, in a sentence of its own, and in a column; from the manifest alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis import load
from analysis.report import build
from analysis.report.model import Report
from tests.report.conftest import SHIFTS, manifest_of, store, tree

OPTION = {"name": "s02", "base": "landscape", "levers": {}}
NOWHERE = {"name": "s01", "base": "geen", "levers": {}}


def _report(folder: Path, tables: dict[str, pd.DataFrame], trees: dict[str, Any], lang: str) -> Report:
    return build(load(store(folder, tables, manifest_of(SHIFTS) | {"scenarios": trees})), lang)


def _said(report: Report) -> dict[str, str]:
    return {said.template: said.names["regimes"] for said in report.more if said.template.startswith("answer.base_")}


def test_a_regime_of_its_own_replaces_and_an_option_lies_on_top(tmp_path: Path, made_tables: dict[str, pd.DataFrame], lang: str) -> None:
    trees = {name: tree(name) for name in SHIFTS}
    trees["doorzettingskracht"] = tree("landscape") | {"option": OPTION}
    report = _report(tmp_path / "r", made_tables, trees, lang)
    power = "doorzettingsmacht" if lang == "nl" else "power of decision"
    assert _said(report) == {"answer.base_geen": power, "answer.base_landscape": "doorzettingskracht"}
    column = report.overview.frame.set_index("key")["base"]
    lapses, stays = ("vervalt", "blijft") if lang == "nl" else ("lapses", "stays")
    assert column.drop("landscape").to_dict() == {
        "geen": lapses, "doorzettingskracht": stays, "doorzettingsmacht": lapses, "landscape_aa": stays
    }  # fmt: skip
    instead = "in plaats van wat er nu is" if lang == "nl" else "in place of what there is today"
    assert instead in report.answer[0].plain(report.words)


def test_an_option_may_begin_from_nothing(tmp_path: Path, made_tables: dict[str, pd.DataFrame]) -> None:
    trees = {name: tree(name) for name in SHIFTS} | {"doorzettingskracht": tree("landscape") | {"option": NOWHERE}}
    assert "doorzettingskracht" in _said(_report(tmp_path / "r", made_tables, trees, "nl"))["answer.base_geen"]


def test_results_that_do_not_say_it_leave_it_out(tmp_path: Path, made_tables: dict[str, pd.DataFrame]) -> None:
    trees = {name: tree(name) | {"regime": {"name": name}} for name in SHIFTS}
    report = _report(tmp_path / "r", made_tables, trees, "en")
    assert not _said(report)
    assert "base" not in [column.key for column in report.overview.columns]
