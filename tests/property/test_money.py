"""Money: integer euros, and every year income less spending is the change in a partnership's reserve."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import PlacementModel
from sim.machine.state import Table
from sim.rules.money import index_of, sbo_paid, support_of
from tests.property.country import COUNTRY, NAMES, merged, under, with_levers

EUROS = st.integers(0, 50_000_000)
MONEY = ("reserve", "income", "special_spent", "support_spent", "cases_total")


def years(model: PlacementModel) -> list[Table]:
    """The partnerships after every 1 August; the books are closed on that day."""
    seen = []
    while model.day < model.scenario.n_days:
        model.advance(1)
        seen.append(np.asarray(model.state.partnerships).copy())
        model.advance(363)
    return seen


@pytest.mark.parametrize("name", NAMES)
def test_income_less_spending_is_the_change_in_reserve(name: str) -> None:
    seen = years(PlacementModel(with_levers(name, {}, COUNTRY)))
    assert len(seen) == 6
    for before, after in pairwise(seen):
        cases = after["cases_total"] - before["cases_total"]
        spent = after["special_spent"] + after["support_spent"] + cases
        assert np.array_equal(after["reserve"] - before["reserve"], after["income"] - spent)
        for column in MONEY:
            assert after[column].dtype.kind == "i"
        assert (after["support_spent"] >= 0).all() and (cases >= 0).all()


def test_a_partnership_pays_for_every_pupil_in_so_and_vso_and_for_sbo_above_two_percent() -> None:
    model = PlacementModel(under("geen"))
    model.advance(364)
    parts = np.asarray(model.state.partnerships).copy()
    price = model.scenario.group("funding")
    model.advance(1)
    spent = np.asarray(model.state.partnerships)["special_spent"]
    for part, paid in zip(parts, spent, strict=True):
        over = max(0, int(part["n_sbo"]) - (int(part["pupils"]) + int(part["n_sbo"])) * 2 // 100)
        assert paid == int(part["n_special"]) * price["price_special"] + over * price["price_sbo"]
    assert (parts["n_sbo"][parts["sector"] == 1] == 0).all()


def test_what_cases_cost_is_missing_in_regular_schools() -> None:
    """A sanction is money: it lowers the support of regular schools and nothing makes it up."""
    duty = {"placement": {"term_weeks": 6, "compliance": 0.0, "at_term_without_place": "wait"}}
    free, dear = (
        years(PlacementModel(under(merged({"name": "duty", "base": "geen", "duty": duty}, {"duty": {"placement": {"sanction": s}}}))))[-1]
        for s in (0, 40000)
    )
    assert dear["support"].sum() < free["support"].sum()


@given(income=EUROS, special=EUROS, cases=EUROS, reserve=st.integers(-5_000_000, 20_000_000), target=st.floats(0.0, 1.0))
def test_support_is_what_is_left_and_never_takes_the_reserve_below_zero(income: int, special: int, cases: int, reserve: int, target: float) -> None:
    support = support_of(income, special, cases, reserve, target)
    assert support >= 0
    left = reserve + income - special - cases - support
    assert left >= 0 or support == 0


@given(sbo=st.integers(0, 5000), regular=st.integers(0, 100_000))
def test_only_sbo_above_two_percent_of_all_primary_pupils_is_paid(sbo: int, regular: int) -> None:
    paid = sbo_paid(sbo, regular)
    assert 0 <= paid <= sbo
    assert (paid == 0) == (sbo <= (regular + sbo) // 50)


@given(support=EUROS, start=EUROS)
def test_the_support_index_is_bounded(support: int, start: int) -> None:
    assert 0.2 <= index_of(support, start) <= 2.0
