"""Law 1: each pupil has one state; states sum to the population; entries minus exits is the change."""

import numpy as np
import pytest

from sim import PlacementModel
from sim.machine.codes import ARRIVES_NEWCOMER, LEFT, NOT_YET
from tests.property.country import COUNTRY, NAMES, every_outcome, under, with_levers


@pytest.fixture(scope="module")
def burnt() -> PlacementModel:
    model = PlacementModel(under("landscape"))
    model.advance(3 * 364)
    return model


@pytest.mark.parametrize("name", NAMES)
def test_pupils_in_minus_pupils_out_is_the_change(burnt: PlacementModel, name: str) -> None:
    model = burnt.branch(with_levers(name, {}, COUNTRY))
    before = np.asarray(model.state.pupils["where"]).copy()
    while model.day < model.scenario.n_days:
        model.advance(364)
        p = np.asarray(model.state.pupils)
        where = p["where"]
        assert ((where >= 0) & (where <= NOT_YET)).all()
        entered, left = (before == NOT_YET) & (where != NOT_YET), (before != LEFT) & (where == LEFT)
        assert ((where < LEFT).sum() - (before < LEFT).sum()) == entered.sum() - left.sum()
        assert not ((before == LEFT) & (where != LEFT)).any(), "nobody comes back from having left"
        assert not ((before != NOT_YET) & (where == NOT_YET)).any()
        day = model.day - 1
        late = p["arrival"] == ARRIVES_NEWCOMER  # they start on the first school day after they arrive
        assert ((where != NOT_YET) == (p["enters"] <= day))[~late].all()
        assert ((where == LEFT) == (p["leaves"] <= day))[~late & (where != NOT_YET)].all()
        before = where.copy()


@pytest.mark.parametrize("name", NAMES)
def test_weekly_counts_sum_to_the_population(name: str) -> None:
    outcomes = every_outcome()[name]
    series = outcomes.series
    last = series[series.week == series.week.max()]
    words = "regular strained partial home temporary special arrangement out_of_region exempt".split()
    by_where = last[last.measure.isin(words)].groupby("measure", observed=True).value.sum()
    assert by_where.sum() == pytest.approx(outcomes.areas.population_size.sum(), abs=outcomes.areas.population_size.sum() * 0.001)
    assert (outcomes.spells.end_day < 0).sum() == pytest.approx(by_where["home"], abs=3), "one open row for each child at home"
