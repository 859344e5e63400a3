"""Shapley shares: the axioms, a worked game, and runs with ideals."""

from __future__ import annotations

import itertools
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, measures, shapley
from analysis.errors import AnalysisError

PLAYERS = shapley.IDEALS
TEAMS = [frozenset(team) for size in range(5) for team in itertools.combinations(PLAYERS, size)]


def _over_orders(values: dict[frozenset[str], float], player: str) -> float:
    orders = list(itertools.permutations(PLAYERS))
    gains = [values[frozenset(order[: order.index(player) + 1])] - values[frozenset(order[: order.index(player)])] for order in orders]
    return sum(gains) / len(orders)


@given(st.lists(st.integers(-1000, 1000), min_size=16, max_size=16))
def test_mean_over_all_orders_and_exact_sum(numbers: list[int]) -> None:
    values = dict(zip(TEAMS, map(np.float64, numbers), strict=True))
    found = shapley.shapley(values, PLAYERS)
    for player in PLAYERS:
        assert found[player] == pytest.approx(_over_orders(values, player), abs=1e-9)
    assert sum(found.values()) == pytest.approx(values[frozenset(PLAYERS)] - values[frozenset()], abs=1e-9)


def test_two_that_only_work_together_share_equally_and_an_idle_one_gets_nothing() -> None:
    values = {team: np.float64(60.0 * ({"boards_willing", "places_unlimited"} <= team)) for team in TEAMS}
    found = shapley.shapley(values, PLAYERS)
    assert [found[player] for player in PLAYERS] == pytest.approx([30, 30, 0, 0])


def test_a_missing_combination_is_named() -> None:
    values = {team: np.float64(len(team)) for team in TEAMS if team != frozenset({"care_immediate"})}
    with pytest.raises(AnalysisError, match="no run with exactly these on: care_immediate"):
        shapley.shapley(values, PLAYERS)


def _manifest() -> dict[str, object]:
    scenarios = {
        "_".join(sorted(team)) or "landscape": {"name": "x", "ideal": {player: player in team for player in PLAYERS}, "regime": "a"}
        for team in TEAMS
    }
    return {"scenarios": scenarios | {"macht": {"name": "y", "ideal": dict.fromkeys(PLAYERS, False), "regime": "b"}}}


def test_ideals_are_read_from_the_manifest_and_other_regimes_left_out() -> None:
    found = shapley.ideals(_manifest())
    assert sorted(found.values(), key=sorted) == sorted(TEAMS, key=sorted)
    assert "macht" not in found
    assert shapley.ideals({"scenarios": {"landscape": {"ideal": {}}}}) == {}


def test_shares_of_runs_sum_to_one_and_follow_the_effect(made: ModuleType) -> None:
    teams = shapley.ideals(_manifest())
    shift = {name: 0.5 ** ("places_unlimited" in team) * 0.9 ** ("boards_willing" in team) for name, team in teams.items()}
    runs = made.runs(shift, replicates=2, n=120, years=5)
    sums = compare.units(measures.cells(runs, made.meta(years=5)), runs["areas"], ["sector"])
    found = shapley.shares(sums, teams, by=["sector"], n_boot=100)
    for _, group in found.groupby("sector"):
        share = group.set_index("ideal")["share"]
        assert share.sum() == pytest.approx(1)
        assert share["places_unlimited"] > share["boards_willing"] > 0
        assert share[["care_immediate", "parents_consent"]].to_list() == pytest.approx([0, 0], abs=1e-12)
    assert (found["low"] <= found["share"] + 1e-12).all() and (found["share"] <= found["high"] + 1e-12).all()
    with pytest.raises(AnalysisError, match="no run with an ideal on"):
        shapley.shares(sums, {"landscape": frozenset()})


def test_missing_run_of_a_sector_is_an_error_not_a_guess(made: ModuleType) -> None:
    teams = shapley.ideals(_manifest())
    runs = made.runs(dict.fromkeys(list(teams)[:15], 1.0), replicates=1, n=60, years=5)
    sums = compare.units(measures.cells(runs, made.meta(years=5)), runs["areas"])
    assert isinstance(sums, pd.DataFrame)
    with pytest.raises(AnalysisError, match="all combinations are needed"):
        shapley.shares(sums, teams, n_boot=20)
