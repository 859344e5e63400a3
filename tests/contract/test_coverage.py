"""sim/coverage.csv: every mechanism of the ledger has a place in the model, shown by a test, or a line that says why it has none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim import evidence
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS
from tests.functional.test_mechanisms import SHOWN

ROOT = Path(__file__).resolve().parents[2]
with (ROOT / "sim/coverage.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = {row["mechanism"]: row for row in csv.DictReader(lines)}
LEVER_TEST, MECHANISM_TEST = "tests/functional/test_levers.py", "tests/functional/test_mechanisms.py"
OTHER_NAMES = {"M06": "M68", "M30": "M51", "M36": "M45", "M52": "M51", "M73": "M40", "M87": "M67"}
"""Mechanisms that are a side of another one's rule and are shown there."""


def test_all_mechanisms_are_there_in_their_order() -> None:
    assert list(ROWS) == [m.id for m in evidence.mechanisms()] == [f"M{n:02}" for n in range(1, 89)]
    assert {row["title"] for row in ROWS.values()} == {m.title for m in evidence.mechanisms()}


@pytest.mark.parametrize("mechanism", ROWS)
def test_what_a_row_names_exists(mechanism: str) -> None:
    row = ROWS[mechanism]
    assert [w for w in row["where"].split() if not (ROOT / "sim" / w).is_file()] == []
    assert [p for p in row["parameters"].split() if p not in PARAMETERS] == []
    assert [name for name in row["levers"].split() if name not in LEVERS] == []
    assert [t for t in row["test"].split() if not (ROOT / t).is_file()] == []


@pytest.mark.parametrize("mechanism", ROWS)
def test_a_mechanism_is_in_the_model_and_shown_or_left_out_with_a_reason(mechanism: str) -> None:
    row = ROWS[mechanism]
    if not row["where"]:
        assert row["left_out"] and not row["test"]
        return
    tests = row["test"].split()
    assert tests and (row["parameters"] or row["levers"])
    if MECHANISM_TEST in tests:
        text = (ROOT / MECHANISM_TEST).read_text(encoding="utf-8")
        shown = {name.split()[0] for name in SHOWN} | {m for m in ROWS if f'"""{m}:' in text}
        assert OTHER_NAMES.get(mechanism, mechanism) in shown
    if LEVER_TEST in tests:
        assert row["levers"]


def test_every_lever_serves_a_mechanism() -> None:
    assert {name for row in ROWS.values() for name in row["levers"].split()} >= set(LEVERS) - {"authority.decision_weeks"}


def test_mechanisms_are_named_once_in_the_tests() -> None:
    assert {name.split()[0] for name in SHOWN} <= set(ROWS)
