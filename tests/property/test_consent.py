"""Law 9: parents who never consent are never placed under `parents.veto=kept`; force on a board never counts as consent."""

import pytest

from sim import Outcomes, simulate_branches
from tests.property.country import COUNTRY, NAMES, merged, with_levers

NEVER = merged(COUNTRY, {"behaviour": {"accept": 0.0}})


@pytest.fixture(scope="module")
def refusing() -> dict[str, Outcomes]:
    return dict(zip(NAMES, simulate_branches([with_levers(n, {"parents": {"veto": "kept"}}, NEVER) for n in NAMES]), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_parents_who_never_consent_are_never_placed(refusing: dict[str, Outcomes], name: str) -> None:
    outcomes = refusing[name]
    assert outcomes.placements.start_day.max() == 0, "only pupils who sat in special schools at the start hold a place"
    assert set(outcomes.spells.end_reason.astype(str)) <= {"open", "exempt", "aged_out", "left"}
    assert len(outcomes.spells) > 100


@pytest.fixture(scope="module")
def limited() -> Outcomes:
    (found,) = simulate_branches([with_levers("regime/geen", {"parents": {"veto": "limited"}}, NEVER)])
    return found


def test_a_limited_veto_places_some_of_them(limited: Outcomes) -> None:
    assert limited.placements.start_day.max() > 0
