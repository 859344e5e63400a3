"""The ledger is complete, typed, unquoted, and says so when an id is wrong."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sim import evidence
from sim.errors import EvidenceError, PlekError

QUALITIES = {"primary", "secondary", "uncertain", "memory"}
ROLES = {"parameter", "target", "pattern", "context"}


def rows(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "sim" / "evidence" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_is_one_fact_with_an_id_of_its_own(root: Path) -> None:
    names = [row["id"] for name in ("survey.csv", "figures.csv") for row in rows(root, name)]
    assert len(set(names)) == len(names)
    assert list(evidence.ids()) == names
    assert (len(rows(root, "survey.csv")), len(rows(root, "figures.csv"))) == (721, 413)


def test_figures_and_survey_are_told_apart_by_prefix(root: Path) -> None:
    assert all(row["id"].startswith("pf_") for row in rows(root, "figures.csv"))
    assert not any(row["id"].startswith("pf_") for row in rows(root, "survey.csv"))


def test_a_fact_says_what_it_is_and_where_it_stands() -> None:
    for fact in map(evidence.fact, evidence.ids()):
        assert fact.statement and fact.unit and fact.source, fact.id
        assert fact.quality in QUALITIES and fact.role in ROLES, fact.id
        assert fact.where or fact.quality in {"uncertain", "memory"}, fact.id


def test_a_range_has_its_ends_in_order() -> None:
    wrong = [f.id for f in map(evidence.fact, evidence.ids()) if f.low is not None and f.high is not None and f.low > f.high]
    assert not wrong


def test_no_sentence_of_a_source_is_carried(root: Path) -> None:
    for name in ("survey.csv", "figures.csv", "mechanisms.csv"):
        for row in rows(root, name):
            assert "quote" not in row
            assert not re.search('[«»“”"]', row.get("statement", "") + row.get("summary", "")), row["id"]
    assert max(len(row["where"]) for row in rows(root, "survey.csv")) < 70


def test_known_facts() -> None:
    assert evidence.fact("swv_total_2025").value == 151
    assert evidence.fact("mandate_real_share").value == 87
    assert evidence.fact("regime_macht_and_kracht_2025").value == 18
    assert evidence.fact("pf_pupils_036").quality == "uncertain"


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(EvidenceError, match=r'^no evidence "swv_totl_2025"; did you mean "swv_total_2025"\?$') as caught:
        evidence.fact("swv_totl_2025")
    assert isinstance(caught.value, PlekError)


def test_partnerships_add_up_to_the_register() -> None:
    found = evidence.partnerships()
    assert found.swv.nunique() == len(found) == 150
    assert found.sector.value_counts().to_dict() == {"PO": 76, "VO": 74}
    so_vso, sbo = (found.groupby("sector")[column].sum() for column in ("so_vso_pupils", "sbo_pupils"))
    assert so_vso["PO"] == evidence.fact("pf_structure_006").value
    assert sbo["VO"] == 0


def test_mechanisms_are_numbered_without_a_gap() -> None:
    found = evidence.mechanisms()
    assert [m.id for m in found] == [f"M{i:02d}" for i in range(1, 89)]
    assert len({m.title for m in found}) == 88
    assert all(m.summary.endswith(".") and m.strength for m in found)
