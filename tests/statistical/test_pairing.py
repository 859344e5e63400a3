"""One pupil more or less leaves every other draw as it was; where places bind nobody, it leaves every other life as it was."""

import numpy as np
import pandas as pd
import pytest

from sim import Outcomes, simulate_branches
from sim.country.population import draw_population
from tests.property.country import COUNTRY, merged, plain, under

# nobody can stand in another's way: plenty of everything, no shared money, agenda, trust or officer
ALONE = merged(
    COUNTRY,
    {
        "landscape": "geen",
        "ideal": {"places_unlimited": True, "care_immediate": True},
        "behaviour": {"officer_caseload": 1000, "tables_per_month": 50.0, "trust_agree": 0.0, "crisis_squeeze": 0.0},
        "funding": {"price_arrangement": 0, "price_far": 0, "price_special": 0, "price_sbo": 0},
    },
)


def pair(country: dict) -> tuple[Outcomes, Outcomes]:
    without = under({"name": "geen", "base": "geen"}, country)
    one, two = simulate_branches([without, without.with_changes(aa=True)])
    return one, two


def lives(outcomes: Outcomes, leave_out: set[int]) -> list[pd.DataFrame]:
    tables = (outcomes.spells, outcomes.day_sets, outcomes.placements, outcomes.pupils)
    return [plain(t[~t.pupil.isin(leave_out)]).reset_index(drop=True) for t in tables]


@pytest.fixture(scope="module")
def alone() -> tuple[Outcomes, Outcomes]:
    return pair(ALONE)


def test_the_extra_child_is_the_only_one_whose_life_differs(alone: tuple[Outcomes, Outcomes]) -> None:
    without, with_ = alone
    extra = set(with_.pupils.pupil) - set(without.pupils.pupil)
    assert len(extra) == 1, "the A/A run has one child more"
    assert with_.meta["population"] == without.meta["population"] + 1
    for a, b in zip(lives(without, set()), lives(with_, extra), strict=True):
        assert a.equals(b)


def test_where_places_bind_an_extra_child_stirs_only_its_own_province() -> None:
    wide = merged(COUNTRY, {"region": {"name": "wide", "areas": [2, 61], "scale": 0.1}})
    without, with_ = pair(wide)
    extra = set(with_.pupils.pupil) - set(without.pupils.pupil)
    assert {e // 10_000_000 for e in extra} <= {2, 61}


def test_a_longer_run_draws_the_same_children() -> None:
    """A later cohort more leaves the traits of all before it as they were."""
    short = draw_population(under("landscape")).pupils
    long = draw_population(under("landscape", merged(COUNTRY, {"horizon": {"years": 5}}))).pupils
    first = np.isin(long["id"], short["id"])
    kept = short[np.isin(short["id"], long["id"])]
    same = [f for f in kept.dtype.names if f not in ("enters",)]
    young = kept["enters"] < 6 * 364
    assert young.sum() > 3000
    for field in same:
        assert (long[first][field][long[first]["enters"] < 6 * 364] == kept[field][young]).mean() > 0.999, field
