"""Laws 6 and 7: a power over education makes no place, and never changes a place in the care queue."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import PlacementModel, simulate_branches
from sim.machine.codes import CARE_FIRST as FIRST
from sim.machine.codes import IN_TREATMENT
from tests.property.country import COUNTRY, NAMES, levers_of, merged, plain, under
from tests.property.stripped import GEEN, STRIPPED

# special places are staffed so badly that none falls free: a power finds none, whatever happens meanwhile
CALM = merged(
    STRIPPED,
    {
        "capacity": {"slack": -0.3, "staffed": 0.3},
        "population": {"care_first": 0.3, "newcomers": 1.1},
        "region": {"scale": 0.35},
        "calendar": "school",
    },
)


def powers_over_education() -> dict[str, dict[str, Any]]:
    """Of every file with a holder over a school place: that power alone, over education only, without what makes or moves places."""
    found = {}
    for name in NAMES:
        power = levers_of(name).get("authority", {})
        if power.get("holder", {}).get("education", "none") != "none":
            kept = {k: v for k, v in power.items() if k in ("invokers", "invocation", "decision_weeks")}
            own = {"holder": {"education": "director"}, "domain": "education", **kept}
            found[name] = {"name": "power", "base": "geen", "authority": own}
    return found


POWERS = powers_over_education()


@pytest.fixture(scope="module")
def powerless() -> dict[str, Any]:
    """With no place free or freed that a power over education can reach, no over-capacity, no new arrangements and feedbacks off."""
    regimes = {"geen": {**GEEN, "name": "power"}} | POWERS
    return dict(zip(regimes, simulate_branches([under(r, CALM) for r in regimes.values()]), strict=True))


@pytest.mark.parametrize("name", POWERS)
def test_a_power_without_a_place_places_nobody(powerless: dict[str, Any], name: str) -> None:
    power, geen = powerless[name], powerless["geen"]
    used = power.interventions[power.interventions.kind == "authority"]
    assert len(used) > 0
    assert set(used.outcome.astype(str)) == {"no_place"}
    assert plain(power.placements).equals(plain(geen.placements))
    ends = ["pupil", "spell_no", "start_day", "end_day", "end_reason"]
    assert plain(power.spells)[ends].equals(plain(geen.spells)[ends])


@pytest.mark.parametrize("name", list(POWERS)[:3])
def test_a_power_without_a_place_moves_nobody_in_a_list(name: str) -> None:
    models = [PlacementModel(under(r, CALM)) for r in (GEEN, POWERS[name])]
    for _ in range(24):
        for model in models:
            model.advance(91)
        a, b = (np.asarray(m.state.links) for m in models)
        for field in ("queue", "before", "behind"):
            assert (a[field][:, 0] == b[field][:, 0]).all()
            assert (a[field][:, 1] == b[field][:, 1]).all()


# law 7: entry to care independent of schooling, no other tie between school and care
APART = merged(
    COUNTRY,
    {
        "landscape": "geen",
        "behaviour": {
            "care_entry_once": True,
            "p_move": 0.0,
            "p_exempt_return": 0.0,
            "crisis_squeeze": 0.0,
            "shadow": 0.0,
            "trust_agree": 0.0,
        },
    },
)


def care_starts(regime: dict[str, Any]) -> pd.Series:
    """First day of treatment of each care-first child after the branch."""
    scenario = under(regime, APART)
    model = PlacementModel(scenario)
    model.advance(scenario.burn_in_days)
    started = np.full(len(model.state.pupils), -1)
    before = np.asarray(model.state.pupils["care"]).copy()
    while model.day < scenario.n_days:
        model.advance(1)
        now = np.asarray(model.state.pupils["care"])
        started[(now == IN_TREATMENT) & (before != IN_TREATMENT) & (started < 0)] = model.day - 1
        before = now.copy()
    p = np.asarray(model.state.pupils)
    mine = (p["care_need"] == FIRST) & (started >= 0)
    return pd.Series(started[mine], index=p["id"][mine])


@pytest.fixture(scope="module")
def without_power() -> pd.Series:
    return care_starts(GEEN)


@pytest.mark.parametrize("name", POWERS)
def test_a_power_over_education_never_changes_when_care_starts(without_power: pd.Series, name: str) -> None:
    assert len(without_power) > 15
    assert care_starts(POWERS[name]).equals(without_power)
