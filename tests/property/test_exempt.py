"""Law 13: exempting or ageing out never improves the primary outcome that counts exempt days."""

import numpy as np
import pytest

from analysis import measures
from sim import simulate
from tests.property.country import COUNTRY, NAMES, every_outcome, merged, under


@pytest.mark.parametrize("name", NAMES)
def test_every_exempt_day_is_counted(name: str) -> None:
    """From an exemption on, wherever it began, every day counts until the child is back at home, has left, or the run ends."""
    outcomes = every_outcome()[name]
    exemptions, spells, end = outcomes.exemptions, outcomes.spells, outcomes.meta["end_day"]
    assert len(exemptions) > 0
    back = exemptions[exemptions.end_reason == "returned"]
    home = back.merge(spells, left_on=["pupil", "end_day"], right_on=["pupil", "start_day"])
    assert len(home) == len(back)  # who comes back is at home from that very day
    assert (exemptions.end_day[exemptions.end_reason == "left"] % 364 == 0).all()  # the end of school years, on 1 August
    assert ((exemptions.end_reason == "open") == (exemptions.end_day < 0)).all()
    days = np.where(exemptions.end_day < 0, end, exemptions.end_day) - np.maximum(exemptions.start_day, outcomes.meta["branch_day"])
    out = measures.tally(outcomes.tables(), outcomes.meta)
    assert out["out_run"].iloc[0] - out["home_run"].iloc[0] == days.sum()


@pytest.mark.parametrize("name", NAMES)
def test_exempt_days_stand_beside_the_stay_they_follow(name: str) -> None:
    """A stay that ends as exempt shows the days of its exemption; no other stay shows any."""
    outcomes = every_outcome()[name]
    spells = outcomes.spells
    ended = spells[spells.end_reason == "exempt"]
    both = ended.merge(outcomes.exemptions, on=["pupil", "spell_no"], suffixes=("", "_x"))
    assert len(both) == len(ended) > 0
    stop = np.where(both.end_day_x < 0, outcomes.meta["end_day"], both.end_day_x)
    assert (both.start_day_x == both.end_day).all()
    assert (both.register_exempt_days == stop - both.start_day_x).all()
    assert (spells.register_exempt_days[spells.end_reason != "exempt"] == 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_children_age_out_on_the_same_day_in_every_regime(name: str) -> None:
    """No regime can shorten a stay by having a child age out: it happens on 1 August only, and to the same children."""
    aged = [o.spells[o.spells.end_reason == "aged_out"] for o in (every_outcome()["regime/landscape"], every_outcome()[name])]
    assert (aged[1].end_day % 364 == 0).all()
    last = [a.set_index("pupil").end_day for a in aged]
    both = last[0].index.intersection(last[1].index)
    assert len(both) > 0
    assert (last[0].loc[both] == last[1].loc[both]).all()


def burden(**chances: float) -> float:
    """Days at home or exempt after the branch, all children."""
    outcomes = simulate(under("landscape", merged(COUNTRY, {"behaviour": {"p_exempt_return": 0.0, **chances}})))
    return float(measures.tally(outcomes.tables(), outcomes.meta)["out_run"].iloc[0])


def test_more_exemptions_lighten_nothing() -> None:
    """Neither exemptions of children at home, nor those straight from a special school."""
    assert np.all(np.diff([burden(p_exempt_tired=p) for p in (0.0, 0.3, 1.0)]) > 0)
    assert np.all(np.diff([burden(p_exempt_special=p) for p in (0.0, 0.05, 0.1)]) > 0)
