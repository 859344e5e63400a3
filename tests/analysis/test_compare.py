"""Paired differences, their intervals, Monte Carlo error, replicates needed."""

from __future__ import annotations

import math
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from analysis import compare, measures
from analysis.errors import AnalysisError


def _values(arms: dict[str, list[float]], **more: object) -> pd.DataFrame:
    rows = [{"scenario": name, "replicate": number, "y": value} for name, values in arms.items() for number, value in enumerate(values)]
    return pd.DataFrame(rows).assign(**more)


def test_difference_monte_carlo_error_and_pairing_by_hand() -> None:
    row = compare.paired(_values({"landscape": [10.0, 20.0, 30.0], "macht": [8.0, 19.0, 27.0]}), ["y"]).iloc[0]
    assert (row["value"], row["reference"], row["difference"]) == (18, 20, -2)
    assert row["relative"] == pytest.approx(-0.1)
    assert row["mc_se"] == pytest.approx(1 / math.sqrt(3))  # differences -2, -1, -3: standard deviation 1
    apart = np.var([10, 20, 30], ddof=1) + np.var([8, 19, 27], ddof=1)
    assert row["pairing"] == pytest.approx(1 - 1 / apart)
    assert row["low"] < -2 < row["high"]


def test_a_rate_is_a_ratio_of_sums_not_a_mean_of_ratios() -> None:
    frame = pd.DataFrame({"scenario": ["landscape"] * 2 + ["macht"] * 2, "replicate": [0, 0, 0, 0], "province": ["a", "b"] * 2,
                          "home_1y": [10, 300, 5, 300], "regular_pupils": [1000, 9000, 1000, 9000]})  # fmt: skip
    row = compare.paired(frame, ["days_home_1y"]).iloc[0]
    assert row["reference"] == pytest.approx(31)
    assert row["difference"] == pytest.approx(-0.5)
    assert row["n_units"] == 2
    assert math.isnan(row["mc_se"]), "one replicate says nothing of Monte Carlo error"


def test_a_shift_without_noise_has_no_width() -> None:
    row = compare.paired(_values({"landscape": [1.0, 5.0, 9.0], "macht": [3.0, 7.0, 11.0]}), ["y"]).iloc[0]
    assert [row["low"], row["high"], row["mc_se"], row["pairing"]] == pytest.approx([2, 2, 0, 1])


def test_luck_shared_by_both_arms_cancels() -> None:
    luck = np.random.default_rng(3).normal(0, 100, size=8)
    noise = np.random.default_rng(4).normal(0, 1, size=8)
    paired = compare.paired(_values({"landscape": list(luck), "macht": list(luck + 5 + noise)}), ["y"]).iloc[0]
    assert paired["low"] > 0, "an effect of 5 beside luck of 100 is seen because luck is shared"
    assert paired["high"] - paired["low"] < 5


def test_intervals_cover() -> None:
    """95% intervals of the mean of 6 units hold the truth in 95% of 400 tries, give or take 4 standard errors of that share."""
    draw = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        row = compare.paired(_values({"landscape": [0.0] * 6, "macht": list(draw.normal(1, 2, size=6))}), ["y"], n_boot=300).iloc[0]
        hits += row["low"] <= 1 <= row["high"]
    assert 0.95 - 4 * math.sqrt(0.95 * 0.05 / 400) < hits / 400 < 0.95 + 4 * math.sqrt(0.95 * 0.05 / 400)


def test_groups_are_compared_apart(made: ModuleType) -> None:
    runs = made.runs({"landscape": 1.0, "macht": 0.7}, replicates=2, n=300)
    by = compare.units(measures.cells(runs, made.meta()), runs["areas"], ["care_need"])
    whole = compare.units(measures.cells(runs, made.meta()), runs["areas"])
    groups = compare.paired(by, ["days_home_10y"], by=["care_need"])
    assert sorted(groups["care_need"]) == ["concurrent", "first", "none"]
    assert groups["difference"].sum() == pytest.approx(compare.paired(whole, ["days_home_10y"])["difference"].iloc[0])
    assert (groups["high"] < 0).all(), "the made-up regime shortens every stay"


def test_units_keep_provinces_without_a_stay() -> None:
    cells = pd.DataFrame({"scenario": "a", "seed": 1, "replicate": 0, "area": [0], "province": "Drenthe", "sector": "po", "home_run": [5]})
    areas = pd.DataFrame(
        {"scenario": "a", "seed": 1, "replicate": 0, "area": [0, 1], "province": ["Drenthe", "Zeeland"], "regular_pupils": [10, 20]}
    )
    for by in ([], ["sector"]):
        found = compare.units(cells, areas, by).set_index("province")
        assert found["home_run"].to_dict() == {"Drenthe": 5, "Zeeland": 0}
        assert found["regular_pupils"].to_dict() == {"Drenthe": 10, "Zeeland": 20}


def test_only_common_replicates_count() -> None:
    values = _values({"landscape": [1.0, 2.0, 3.0, 100.0], "macht": [2.0, 3.0, 4.0]})
    row = compare.paired(values, ["y"]).iloc[0]
    assert (row["n_replicates"], row["difference"]) == (3, 1)


def test_a_single_replicate_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"has 1 unit .* an interval needs 2"):
        compare.paired(_values({"landscape": [1.0], "macht": [2.0]}), ["y"])


@pytest.mark.parametrize(("against", "measure", "message"), [("geen", "y", "no scenario 'geen'"), ("landscape", "z", "no measure 'z'")])
def test_what_is_not_there_is_named(against: str, measure: str, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        compare.paired(_values({"landscape": [1.0, 2.0], "macht": [2.0, 4.0]}), [measure], against=against)


def test_a_measure_that_is_nan_everywhere_stays_nan() -> None:
    row = compare.paired(_values({"landscape": [math.nan] * 3, "macht": [math.nan] * 3}), ["y"]).iloc[0]
    assert row[["value", "difference", "low", "high"]].isna().all()


def test_differences_pair_by_replicate() -> None:
    summary = _values({"landscape": [1.0, 2.0], "macht": [5.0, 4.0]}).iloc[[3, 0, 2, 1]]
    assert compare.differences(summary, "y", "macht", "landscape").to_dict() == {0: 4, 1: 2}
