"""Every value of the state tuple, every cause, blocker, kind and ending is reached in a province's run."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from sim import Outcomes, PlacementModel, Scenario
from sim.machine.codes import (
    BLOCKER,
    CARE,
    CARE_NEED,
    CASE,
    CAUSE,
    KIND,
    LEFT,
    OWNER,
    PLACE_END,
    PLAN,
    PROFILE,
    QUEUE,
    SPELL_END,
    STANCE,
    TARGET_NAMES,
    WHERE,
)  # fmt: skip

PROVINCE: dict[str, Any] = {"region": {"name": "Limburg"}, "horizon": {"burn_in_years": 3, "years": 3}}
TUPLE = {
    "where": WHERE, "case": CASE, "waits": QUEUE, "care": CARE, "owner": OWNER, "stance": STANCE, "plan": PLAN, "target": TARGET_NAMES,
    "profile": PROFILE, "care_need": CARE_NEED,
}  # fmt: skip


@pytest.fixture(scope="module")
def seen() -> tuple[dict[str, set[int]], Outcomes]:
    model = PlacementModel(Scenario.from_dict(PROVINCE))
    found: dict[str, set[int]] = {field: set() for field in TUPLE}
    while model.day < model.scenario.n_days:
        p = np.asarray(model.state.pupils)
        for field in TUPLE:
            mask = slice(None) if field == "where" else p["where"] < LEFT
            found[field] |= set(np.unique(p[field][mask]).tolist())
        model.advance(5)
    return found, model.outcomes()


@pytest.mark.parametrize("field", TUPLE)
def test_every_value_of_the_state_is_reached(seen: tuple[dict[str, set[int]], Outcomes], field: str) -> None:
    missing = [word for k, word in enumerate(TUPLE[field]) if k not in seen[0][field]]
    assert not missing


def words(values: Iterable[Any]) -> set[str]:
    return {str(v) for v in values}


def test_every_cause_is_reached(seen: tuple[dict[str, set[int]], Outcomes]) -> None:
    spells = seen[1].spells
    assert not [c for c in CAUSE if spells[f"days_{c}"].sum() == 0]


def test_every_blocker_is_reached(seen: tuple[dict[str, set[int]], Outcomes]) -> None:
    sets = seen[1].day_sets.blockers.to_numpy()
    assert not [b for k, b in enumerate(BLOCKER) if not (sets & (1 << k)).any()]


def test_every_kind_of_place_and_every_ending_is_reached(seen: tuple[dict[str, set[int]], Outcomes]) -> None:
    outcomes = seen[1]
    assert words(outcomes.placements.kind) == set(KIND)
    assert words(outcomes.placements.end_reason) == set(PLACE_END)
    assert set(SPELL_END) - {"left"} <= words(outcomes.spells.end_reason) <= set(SPELL_END)


def test_every_register_status_is_reached(seen: tuple[dict[str, set[int]], Outcomes]) -> None:
    spells = seen[1].spells
    for status in ("lrv", "av", "authorised", "exempt"):
        assert spells[f"register_{status}_days"].sum() > 0, status
