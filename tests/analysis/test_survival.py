"""Survival on counts against scipy, scikit-survival and a slow twin, on awkward data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import survival
from analysis.errors import AnalysisError

LUCK = np.random.default_rng(11)


def _twin(entry: list[int], exit: list[int], end: list[int], n_ends: int) -> tuple[list[float], list[list[float]]]:
    """Kaplan-Meier and Aalen-Johansen as in a textbook, one day and one stay at a time."""
    alive, curve = 1.0, []
    found = [[] for _ in range(n_ends)]
    sums = [0.0] * n_ends
    for day in range(max(exit, default=0) + 1):
        at_risk = [k for k in range(len(entry)) if (entry[k] < day <= exit[k]) or (entry[k] == 0 and day == 0)]
        ended = [k for k in at_risk if exit[k] == day and end[k] > 0]
        for kind in range(n_ends):
            here = sum(end[k] == kind + 1 for k in ended)
            sums[kind] += alive * here / len(at_risk) if at_risk else 0.0
            found[kind].append(sums[kind])
        alive *= 1 - len(ended) / len(at_risk) if at_risk else 1.0
        curve.append(alive)
    return curve, found


STAYS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 20), st.integers(0, 3)), max_size=25)


@given(STAYS)
def test_slow_twin(rows: list[tuple[int, int, int]]) -> None:
    entry, exit, end = ([row[k] for row in rows] for k in range(3))
    risk = survival.risk_table(entry, exit, end, n_ends=3)
    alive, ends = _twin(entry, exit, end, 3)
    np.testing.assert_allclose(survival.survival(risk), alive, atol=1e-12)
    np.testing.assert_allclose(survival.incidence(risk), ends, atol=1e-12)


@given(STAYS)
def test_incidence_and_survival_share_out_everybody(rows: list[tuple[int, int, int]]) -> None:
    risk = survival.risk_table(*(np.array([row[k] for row in rows], dtype=int) for k in range(3)), n_ends=3)
    np.testing.assert_allclose(survival.incidence(risk).sum(axis=0) + survival.survival(risk), 1, atol=1e-12)


@given(STAYS)
def test_counts_give_what_rows_give(rows: list[tuple[int, int, int]]) -> None:
    keys = sorted(set(rows))
    number = [rows.count(key) for key in keys]
    one = survival.risk_table(*(np.array([row[k] for row in rows], dtype=int) for k in range(3)), n_ends=3, horizon=20)
    other = survival.risk_table(*(np.array([key[k] for key in keys], dtype=int) for k in range(3)), n=number, n_ends=3, horizon=20)
    np.testing.assert_array_equal(one.at_risk, other.at_risk)
    np.testing.assert_array_equal(one.ends, other.ends)


def _awkward() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    days = LUCK.integers(0, 60, size=300)
    return {
        "ties": (np.repeat([3, 3, 7, 7, 30], 20), np.tile([1, 0, 1, 1, 0], 20)),
        "random": (days, LUCK.integers(0, 2, size=300)),
        "none censored": (days, np.ones(300, dtype=int)),
        "ends on day 0": (np.array([0, 0, 1, 5]), np.array([1, 0, 1, 1])),
        "one stay": (np.array([4]), np.array([1])),
        "last one censored": (np.array([2, 5, 9]), np.array([1, 1, 0])),
    }


@pytest.mark.parametrize("name", list(_awkward()))
def test_against_scipy(name: str) -> None:
    days, ended = _awkward()[name]
    sample = stats.CensoredData.right_censored(days, ended == 0)
    other = stats.ecdf(sample).sf
    ours = survival.survival(survival.risk_table(np.zeros(len(days), dtype=int), days, ended))
    np.testing.assert_allclose(ours[other.quantiles.astype(int)], other.probabilities, atol=1e-12)
    between = other.evaluate(np.arange(len(ours)))
    np.testing.assert_allclose(ours, between, atol=1e-12)


@pytest.mark.parametrize("name", ["ties", "random", "last one censored"])
def test_greenwood_against_scipy(name: str) -> None:
    days, ended = _awkward()[name]
    curve = stats.ecdf(stats.CensoredData.right_censored(days, ended == 0)).sf
    low = curve.confidence_interval(confidence_level=0.6, method="linear").low
    risk = survival.risk_table(np.zeros(len(days), dtype=int), days, ended)
    ours = survival.survival(risk) - stats.norm.ppf(0.8) * survival.stderr(risk)
    inside = (low.probabilities > 0) & (low.probabilities < 1) & (curve.probabilities > 0)
    np.testing.assert_allclose(ours[low.quantiles.astype(int)][inside], low.probabilities[inside], atol=1e-9)
    assert inside.sum() >= 1


def test_delayed_entry_against_scikit_survival() -> None:
    other = pytest.importorskip("sksurv.nonparametric")
    entry = LUCK.integers(0, 30, size=400)
    exit = entry + LUCK.integers(1, 50, size=400)
    entry[:200] = 0
    ended = LUCK.integers(0, 2, size=400)
    times, alive = other.kaplan_meier_estimator(ended.astype(bool), exit.astype(float), time_enter=entry.astype(float))
    ours = survival.survival(survival.risk_table(entry, exit, ended))
    np.testing.assert_allclose(ours[times.astype(int)], alive, atol=1e-12)


def test_competing_ends_against_scikit_survival() -> None:
    other = pytest.importorskip("sksurv.nonparametric")
    days, end = LUCK.integers(1, 40, size=500), LUCK.integers(0, 4, size=500)
    times, incidence = other.cumulative_incidence_competing_risks(end, days.astype(float))
    ours = survival.incidence(survival.risk_table(np.zeros(500, dtype=int), days, end, n_ends=3))
    np.testing.assert_allclose(ours[:, times.astype(int)], incidence[1:], atol=1e-12)


def test_all_censored_stay_at_one() -> None:
    risk = survival.risk_table([0, 0, 3], [5, 9, 9], [0, 0, 0])
    assert (survival.survival(risk) == 1).all()
    assert np.isnan(survival.quantile(risk))
    assert survival.restricted_mean(risk, 364) == 364


def test_empty_groups_have_no_mean() -> None:
    risk = survival.risk_table([0, 0], [5, 9], [1, 1], group=[2, 2], n_groups=4)
    assert risk.at_risk.shape == (4, 10)
    np.testing.assert_array_equal(survival.restricted_mean(risk, 10), [np.nan, np.nan, 7, np.nan])


def test_nobody_at_all() -> None:
    risk = survival.risk_table([], [], [], n_ends=2)
    assert survival.survival(risk).tolist() == [1]
    assert survival.incidence(risk).tolist() == [[0], [0]]
    assert np.isnan(survival.restricted_mean(risk, 10))


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 1)), min_size=1, max_size=20), st.integers(1, 60))
def test_restricted_mean_of_whole_stays_is_their_mean(rows: list[tuple[int, int]], days: int) -> None:
    length = np.array([row[0] for row in rows])
    risk = survival.risk_table(np.zeros(len(rows), dtype=int), length, np.ones(len(rows), dtype=int))
    assert survival.restricted_mean(risk, days) == pytest.approx(np.minimum(length, days).mean())


def test_weights_of_one_and_two_are_repeats() -> None:
    entry, exit, end, group = LUCK.integers(0, 5, 50), LUCK.integers(5, 40, 50), LUCK.integers(0, 3, 50), LUCK.integers(0, 3, 50)
    by_group = survival.risk_table(entry, exit, end, n_ends=2, group=group, n_groups=3, horizon=40)
    weighted = by_group.weighted(np.array([2.0, 0.0, 1.0]))
    rows = np.concatenate([np.flatnonzero(group == 0), np.flatnonzero(group == 0), np.flatnonzero(group == 2)])
    direct = survival.risk_table(entry[rows], exit[rows], end[rows], n_ends=2, horizon=40)
    np.testing.assert_allclose(weighted.at_risk, direct.at_risk)
    np.testing.assert_allclose(weighted.ends, direct.ends)


def test_a_horizon_cuts_but_does_not_end() -> None:
    entry, exit, end = [0, 0, 0, 8], [3, 9, 20, 12], [1, 1, 1, 1]
    whole = survival.survival(survival.risk_table(entry, exit, end))
    cut = survival.survival(survival.risk_table(entry, exit, end, horizon=10))
    np.testing.assert_allclose(cut, whole[:11])


@pytest.mark.parametrize("rows", [([-1], [3], [1]), ([0], [3], [2]), ([0], [3], [-1])])
def test_numbers_out_of_range_are_refused(rows: tuple[list[int], list[int], list[int]]) -> None:
    with pytest.raises(AnalysisError, match="entry must be 0 or later"):
        survival.risk_table(*rows)


def test_a_stay_of_no_length_leaves_the_curve_as_it_is() -> None:
    """Two libraries let one subject that enters and ends on day 5 take the curve of everybody to zero."""
    with_it = survival.risk_table([5, 0], [5, 6], [1, 1], horizon=6)
    without = survival.risk_table([0], [6], [1], horizon=6)
    np.testing.assert_array_equal(survival.survival(with_it), survival.survival(without))
    assert survival.survival(with_it)[5] == 1.0


@pytest.mark.parametrize("n", range(2, 62, 2))
def test_the_median_of_complete_data_is_the_middle_stay_whatever_rounding_says(n: int) -> None:
    """The product of (n - k) / (n - k + 1) is a half only up to its last digits; the first day by which half have ended is day n / 2."""
    assert survival.quantile(survival.risk_table(np.zeros(n), np.arange(1, n + 1), np.ones(n))) == n / 2
