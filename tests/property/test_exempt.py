"""Law 13: exempting or ageing out never improves the primary outcome that counts exempt days."""

import numpy as np
import pytest

from sim import simulate
from tests.property.country import COUNTRY, NAMES, every_outcome, merged, under


@pytest.mark.parametrize("name", NAMES)
def test_days_after_an_exemption_are_all_counted(name: str) -> None:
    """From the exemption of a child at home on, every day counts as before, until it is back at home, has left, or the run ends."""
    outcomes = every_outcome()[name]
    spells = outcomes.spells.sort_values(["pupil", "spell_no"]).reset_index(drop=True)
    following = spells.groupby("pupil").start_day.shift(-1).fillna(outcomes.meta["end_day"]).astype(int)
    exempted = spells.end_reason == "exempt"
    counted = spells.register_exempt_days[exempted]
    most = (following - spells.end_day)[exempted]
    assert (spells.register_exempt_days[~exempted] == 0).all()
    assert (counted <= most).all()
    short = counted < most
    # fewer days only where the child has left at the end of compulsory age, which falls on 1 August
    assert ((spells.end_day[exempted] + counted)[short] % 364 == 0).all()
    assert exempted.sum() > 0


@pytest.mark.parametrize("name", NAMES)
def test_children_age_out_on_the_same_day_in_every_regime(name: str) -> None:
    """No regime can shorten a stay by having a child age out: it happens on 1 August only, and to the same children."""
    aged = [o.spells[o.spells.end_reason == "aged_out"] for o in (every_outcome()["regime/landscape"], every_outcome()[name])]
    assert (aged[1].end_day % 364 == 0).all()
    last = [a.set_index("pupil").end_day for a in aged]
    both = last[0].index.intersection(last[1].index)
    assert len(both) > 0
    assert (last[0].loc[both] == last[1].loc[both]).all()


def burden(exempting: float) -> float:
    """Days at home and exempt after the branch, all children."""
    country = merged(COUNTRY, {"behaviour": {"p_exempt_tired": exempting, "p_exempt_return": 0.0}})
    spells = simulate(under("landscape", country)).spells
    return float((spells.after_branch_days + spells.register_exempt_days).sum())


def test_more_exemptions_lighten_nothing() -> None:
    none, some, many = burden(0.0), burden(0.3), burden(1.0)
    assert np.all(np.diff([none, some, many]) > 0)
