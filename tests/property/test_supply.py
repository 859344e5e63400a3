"""What a law adds to places is booked on the day it comes in, and has a price: whole euros a year."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import PlacementModel
from sim.machine.codes import SBO
from sim.results.tables.places import ADDED
from tests.property.country import COUNTRY, merged, under

EVERYTHING = {"special_places": 0.1, "arrangement_hours": 0.2, "care_slots": 0.3, "regular_room": 0.4}
PRICES = {"price_special": 17, "price_sbo": 103, "price_room": 1009, "price_arrangement": 10007, "price_slot": 100003}
ROOMY = merged(COUNTRY, {"funding": PRICES, "behaviour": {"arrangement_weeks": 26.0, "treatment_weeks": 104.0}})


def shortly_after(supply: dict[str, Any], **law: int) -> PlacementModel:
    """The country a day after regimes part, of which one adds to places."""
    scenario = under({"name": "more", "base": "geen", "supply": supply, "law": law}, ROOMY)
    model = PlacementModel(scenario)
    model.advance(scenario.burn_in_days + 1)
    return model


def places(model: PlacementModel) -> dict[str, int]:
    """Places that are paid for, by what a law can add to."""
    s = model.state
    funded, sbo = np.asarray(s.schools["funded"]), np.asarray(s.schools["profile"]) == SBO
    counts = funded[~sbo], funded[sbo], s.boards["room"], s.partnerships["arrangement_places"], s.providers["funded"]
    return {name: int(np.asarray(count).sum()) for name, count in zip(ADDED, counts, strict=True)}


def booked(model: PlacementModel) -> pd.Series:
    return model.outcomes().areas[[*ADDED, "supply_cost"]].sum()


@pytest.mark.parametrize("supply", [EVERYTHING, {"special_places": -0.1, "regular_room": -0.5, "arrangement_hours": -0.2, "care_slots": -0.3}])
def test_what_is_added_is_booked(supply: dict[str, float]) -> None:
    """Less of something is below zero; what is in use is not taken away, and not booked."""
    before, model = places(shortly_after({})), shortly_after(supply)
    after, found = places(model), booked(model)
    assert all(found[name] == after[name] - before[name] for name in ADDED)
    assert (found[["added_special", "added_room", "added_slots"]] != 0).all()


def test_the_price_is_of_the_places_that_are_added() -> None:
    found = booked(shortly_after(EVERYTHING))
    assert (found[list(ADDED)] > 0).all()
    # a place for arrangements of half a year is filled twice a year, a slot for treatments of two years half a time
    each = {"added_special": 17, "added_sbo": 103, "added_room": 1009, "added_arrangements": 2 * 10007, "added_slots": 50002}
    assert found["supply_cost"] == sum(found[name] * price for name, price in each.items())


def test_a_law_that_adds_nothing_or_is_still_to_come_costs_nothing() -> None:
    assert (booked(shortly_after({})) == 0).all()
    assert (booked(shortly_after(EVERYTHING, in_force=2)) == 0).all()
