"""Law 2: no place is used twice; occupancy stays within places, but for places over capacity that a lever allowed."""

from collections.abc import Iterator

import numpy as np
import pytest

from sim import PlacementModel
from sim.machine.codes import K_OUT, K_SPECIAL, OFFER, START_AGREED
from tests.property.country import COUNTRY, NAMES, merged, under, with_levers
from tests.property.recount import asleep, kept_waiting, miscounted, overfull

CROWDED = merged(COUNTRY, {"capacity": {"slack": -0.05, "staff_shock": 0.1, "care_turnover": 0.2}})


@pytest.fixture(scope="module")
def burnt() -> PlacementModel:
    model = PlacementModel(under("landscape", CROWDED))
    model.advance(3 * 364)
    return model


def days(model: PlacementModel) -> Iterator[str]:
    """Every 11 days, so that all weekdays, holidays and the new year are met."""
    while model.day < model.scenario.n_days:
        model.advance(11)
        yield f"day {model.day}"


def check(model: PlacementModel) -> None:
    for day in days(model):
        assert not miscounted(model.state), day
        assert not overfull(model.state), day
        assert not kept_waiting(model.state), day
        assert not asleep(model.state), day


@pytest.mark.parametrize("name", NAMES)
def test_every_place_is_held_once(burnt: PlacementModel, name: str) -> None:
    check(burnt.branch(with_levers(name, {}, CROWDED)))


def test_every_place_is_held_once_in_the_burn_in() -> None:
    check(PlacementModel(under("landscape", merged(CROWDED, {"region": {"scale": 0.15}}))))


CUT = {"special_places": -0.3, "arrangement_hours": -0.4, "care_slots": -0.4, "regular_room": -0.6}


def test_a_cut_sends_nobody_away(burnt: PlacementModel) -> None:
    check(burnt.branch(under({"name": "cut", "base": "landscape", "supply": CUT}, CROWDED)))


POWERFUL = {
    "name": "powerful", "base": "geen",
    "authority": {
        "holder": {"education": "director", "care": "municipality"}, "domain": "joint",
        "care_reach": ["settle", "decision", "priority", "buy_slot"], "invokers": ["parents", "attendance_officer"],
        "invocation": {"after_failed_rounds": 0, "after_weeks": 4, "frames": True}, "can_exceed_capacity": 2, "can_reorder_queue": "both",
    },
    "duty": {"placement": {"term_weeks": 26, "at_term_without_place": "over_capacity"}}, "agreements": {"municipal": "all"},
    "care": {"place_term_days": 10},
}  # fmt: skip


# every child in crisis is at home at once and needs a special school
NO_BOARD_FITS = {
    "fit_min": 1.0, "fit_noise": 0.0, "fit_severity": 0.0, "p_break_po": 1.0, "p_break_vo": 1.0, "target_special_po": 1.0,
    "target_special_vo": 1.0, "accept": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(("fits", "kind"), [({}, "regular"), (NO_BOARD_FITS, "special")])
def test_places_over_capacity_are_noted_and_absorb_the_next_vacancy(fits: dict[str, float], kind: str) -> None:
    """Boards have no room of their own here, so a power must exceed it; special schools take who fits no board."""
    full = merged(CROWDED, {"horizon": {"burn_in_years": 1}, "capacity": {"regular_room": 0.0}, "behaviour": fits})
    model = PlacementModel(under(POWERFUL, full))
    was = np.zeros(len(model.state.pupils), np.int64)
    while model.day < model.scenario.n_days:
        model.advance(1)
        assert not overfull(model.state), model.day
        p = np.asarray(model.state.pupils)
        schools = np.asarray(model.state.schools)
        offered = np.isin(p["case"], (OFFER, START_AGREED)) & np.isin(p["offer_kind"], (K_SPECIAL, K_OUT))
        new = offered & (p["n_offer"] != was)
        was = p["n_offer"].copy()
        of_the_list = np.unique(p["offer_place"][new & (p["offer_over_capacity"] == 0)])
        over_today = np.bincount(p["offer_place"][new & (p["offer_over_capacity"] == 1)], minlength=len(schools))
        within = schools["occupied"] + schools["reserved"] - over_today <= schools["places"]
        assert within[of_the_list].all(), "an over-full school admits nobody from its waitlist"
    outcomes = model.outcomes()
    over = outcomes.placements[outcomes.placements.over_capacity]
    notes = outcomes.interventions[outcomes.interventions.kind == "over_capacity"]
    assert kind in set(over.kind.astype(str))
    noted = set(zip(notes.pupil, notes.school.astype(str), strict=True))
    assert all(pair in noted for pair in zip(over.pupil, over.school.astype(str), strict=True))
