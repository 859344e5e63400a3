"""A difference that one irrelevant extra child makes too is said to be no more than that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis import load
from analysis.figures.words import Words
from analysis.report import build, tables
from analysis.report.answer import clear
from analysis.report.facts import Facts
from tests.report.conftest import SHIFTS, manifest_of, store, tables_of, tree


def _folder(path: Path, shifts: Mapping[str, float], **more: object) -> Path:
    return store(path, tables_of(dict(shifts), n=200), manifest_of(dict(shifts), **more))


def test_a_restless_twin_tempers_the_answer(tmp_path: Path, lang: str) -> None:
    loud = {"landscape": 1.0, "landscape_aa": 0.8, "doorzettingsmacht": 0.9}
    report = build(load(_folder(tmp_path / "r", loud)), lang)
    assert report.answer[0].tail == "answer.not_clear"
    assert {"aa_low", "aa_high"} <= set(report.answer[0].cells)
    assert [said.template for said in report.more if said.template.startswith("answer.list_")] == ["answer.list_unsure"]


def test_a_quiet_twin_leaves_it_as_it_is(results_folder: Path, lang: str) -> None:
    facts = Facts(load(results_folder))
    report = build(facts, lang)
    assert report.answer[0].tail == ""
    overview = tables.compared(facts, Words(lang), "landscape", "overview")
    assert clear(overview, facts.twin, "doorzettingsmacht")
    assert list(overview.frame["key"])[-1] == "landscape_aa"


def test_parameters_stand_beside_their_baseline(tmp_path: Path) -> None:
    before = tree("landscape") | {"capacity": {"slack": 0.05, "response": 0.1}}
    report = build(load(_folder(tmp_path / "r", SHIFTS, baseline=before)), "nl")
    found = report.changed[0].frame
    assert found.to_dict("records") == pd.DataFrame({"setting": ["capacity.slack"], "baseline": ["0,05"], "value": ["0,02"]}).to_dict("records")


def test_failures_are_told_by_kind_and_imposed(results_folder: Path) -> None:
    facts = Facts(load(results_folder))
    found = facts.failures.query("scenario == 'landscape'").set_index(["kind", "placing"])["n"]
    assert set(found.index.get_level_values(0)) == {"all", "regular", "special", "arrangement", "out_of_region"}
    kinds = found.drop("all", level=0)
    for placing in ("all", "free", "imposed"):
        assert kinds.xs(placing, level=1).sum() == found["all", placing]
