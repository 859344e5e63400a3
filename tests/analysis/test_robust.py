"""Countries in which a regime is better, halves of axes, and what they say together: by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import robust
from analysis.errors import AnalysisError
from analysis.load import from_tables

AXIS: dict[str, Any] = {
    "name": "room", "label_nl": "ruimte", "label_en": "room", "plus": ["capacity.slack", "capacity.extra"], "minus": ["capacity.gone"],
    "split": 0.3, "low": -0.1, "high": 0.9, "contraction": 0.07,
}  # fmt: skip


def _units(days: dict[str, list[float]]) -> pd.DataFrame:
    """One country per number, of two provinces of 500 pupils: days per 1,000 pupils are the numbers given."""
    rows = [
        {"scenario": name, "replicate": number, "province": province, "home_1y": value / 2, "regular_pupils": 500,
         "failed_1y": 1 if name == "macht" else 2, "followed_1y": 0 if number == 1 else 5}
        for name, values in days.items() for number, value in enumerate(values) for province in "ab"
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _changes(values: list[float], scenario: str = "macht", measure: str = "days_home_1y") -> pd.DataFrame:
    return pd.DataFrame({"scenario": scenario, "measure": measure, "replicate": range(len(values)), "difference": values})


def _members(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"capacity.slack": values, "capacity.extra": 0.0, "capacity.gone": 0.0})


def _axes(*trees: dict[str, Any]) -> list[robust.Axis]:
    return robust.axes({"ensemble": {"axes": list(trees or [AXIS])}})


def test_a_country_is_its_own_ratio_of_sums() -> None:
    found = robust.differences(_units({"landscape": [10, 20, 30], "macht": [8, 25, 30]}), ["days_home_1y", "share_failed_1y"], "landscape")
    days = found[found["measure"] == "days_home_1y"]
    assert list(days["difference"]) == pytest.approx([-2, 5, 0])
    failing = found[found["measure"] == "share_failed_1y"]
    assert list(failing["replicate"]) == [0, 2], "a country without placements to follow says nothing of them"
    assert list(failing["difference"]) == pytest.approx([-0.2, -0.2])


def test_countries_are_counted_and_no_difference_is_not_less() -> None:
    row = robust.better(_changes([-3, -0.001, 0, 4])).iloc[0]
    assert (row["n"], row["less"], row["share"]) == (4, 2, 0.5)


def test_a_country_that_either_lacks_is_left_out() -> None:
    units = _units({"landscape": [10, 20, 30], "macht": [8, 25]})
    assert list(robust.differences(units, ["days_home_1y"], "landscape")["replicate"]) == [0, 1]
    with pytest.raises(AnalysisError, match="no scenario 'geen'"):
        robust.differences(units, ["days_home_1y"], "geen")


def test_a_member_stands_at_plus_less_minus() -> None:
    countries = pd.DataFrame({"capacity.slack": [0.1, 0.2], "capacity.extra": [0.2, 0.2], "capacity.gone": [0.0, 0.3]})
    assert list(_axes()[0].values(countries)) == pytest.approx([0.3, 0.1])
    with pytest.raises(AnalysisError, match=r"no column 'capacity\.gone'"):
        _axes()[0].values(countries.drop(columns="capacity.gone"))


def test_halves_by_hand() -> None:
    """On the split is low; Student's interval of a mean; shares of countries with less."""
    found = robust.by_axis(_changes([-1, -2, -3, 4, 8]), _members([0.1, 0.3, 0.2, 0.31, 0.9]), _axes()).set_index("half")
    assert list(found["n"]) == [3, 2]
    assert list(found["mean"]) == pytest.approx([-2, 6])
    reach = stats.t.ppf(0.975, 2) * 1 / math.sqrt(3)
    assert list(found.loc["low", ["low", "high"]]) == pytest.approx([-2 - reach, -2 + reach])
    assert list(found["share"]) == [1, 0]
    assert set(found["verdict"]) == {"may_turn"}


def test_one_country_is_too_few() -> None:
    found = robust.by_axis(_changes([-1, -2, -3]), _members([0, 0, 0.9]), _axes()).set_index("half")
    assert found.at["high", "mean"] == -3
    assert math.isnan(found.at["high", "low"])
    assert set(found["verdict"]) == {"few"}
    nobody = robust.by_axis(_changes([-1, -2, -3]), _members([0, 0, 0]), _axes()).set_index("half")
    assert nobody.at["high", "n"] == 0
    assert set(nobody["verdict"]) == {"few"}


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        ([-10, -11, -12], [10, 11, 12], "turns"),
        ([-10, -11, -12], [-10, 11, 2], "may_turn"),
        ([-10, -11, -12], [-10, 9, -2], "only_low"),
        ([-10, 9, -2], [-10, -11, -12], "only_high"),
        ([-10, -11, -12], [-4, -5, -6], "holds"),
        ([-10, 9, -2], [-8, 7, -2], "unsure"),
        ([0, 0, 0], [-4, -5, -6], "only_high"),
    ],
)
def test_what_two_halves_say_together(low: list[float], high: list[float], says: str) -> None:
    found = robust.by_axis(_changes([float(value) for value in low + high]), _members([0, 0, 0, 1, 1, 1]), _axes())
    assert set(found["verdict"]) == {says}


def test_each_scenario_and_axis_has_its_own_halves() -> None:
    other = AXIS | {"name": "gone", "plus": ["capacity.gone"], "minus": [], "split": 0.5}
    countries = _members([0, 0, 1, 1]).assign(**{"capacity.gone": [0, 1, 0, 1]})
    countries["capacity.slack"] += countries["capacity.gone"]
    found = robust.by_axis(pd.concat([_changes([1, 2, 3, 4]), _changes([5, 6, 7, 8], "kracht")]), countries, _axes(AXIS, other))
    means = found.set_index(["scenario", "axis", "half"])["mean"]
    assert means["macht", "room", "low"] == 1.5
    assert means["macht", "gone", "low"] == 2.0
    assert means["kracht", "gone", "high"] == 7.0


def test_members_are_the_references_points() -> None:
    points = pd.DataFrame({"scenario": ["landscape", "landscape", "macht"], "replicate": [1, 0, 0], "a.b": [0.2, 0.1, 9.0]})
    results = from_tables({"points": points}, {"ensemble": {"parameters": ["a.b"], "members": [0, 1]}})
    found = robust.members(results, "landscape")
    assert found.to_dict() == {"a.b": {0: 0.1, 1: 0.2}}


def test_a_member_taken_again_is_the_same_country() -> None:
    manifest = {"ensemble": {"members": [0, 1]}}
    assert list(robust.country(np.arange(5), manifest)) == [0, 1, 0, 1, 0]
    assert list(robust.country(np.arange(3), {})) == [0, 1, 2]
    frame = pd.DataFrame({"province": ["a", "b", "a"], "replicate": [0, 1, 2]})
    assert list(robust.whole(frame, manifest)["replicate"]) == [0, 1, 0]


def test_a_replicate_without_a_member_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no row in table 'points'"):
        robust.by_axis(_changes([1, 2, 3]), _members([0, 1]), _axes())


def test_no_ensemble_no_axes_and_nothing_changes() -> None:
    frame = pd.DataFrame({"province": ["a", "b"], "replicate": [0, 1]})
    for manifest in ({}, {"ensemble": None}):
        assert robust.axes(manifest) == []
        assert robust.whole(frame, manifest) is frame
    assert robust.whole(frame, {"ensemble": {"members": list(range(6))}})["province"].nunique() == 1
    with pytest.raises(AnalysisError, match="not whole"):
        robust.axes({"ensemble": {"axes": [{"name": "room"}]}})


def test_provinces_of_a_country_are_no_evidence_of_their_own() -> None:
    """Two provinces that share their country's parameters: the interval of whole countries is the wider one."""
    from analysis.compare import paired, units

    draw = np.random.default_rng(5)
    shift = np.repeat(draw.normal(0, 10, size=6), 4)
    areas = pd.DataFrame([(n, a, f"p{a}") for n in range(6) for a in range(4)], columns=["replicate", "area", "province"])
    both = pd.concat([areas.assign(scenario=name, seed=1) for name in ("landscape", "macht")], ignore_index=True)
    days = np.concatenate([np.full(24, 100.0), 100 + shift]).round().astype(int)
    cells = both.assign(home_1y=days)
    places = both.assign(regular_pupils=1000)
    widths = []
    for manifest in ({}, {"ensemble": {"members": list(range(6))}}):
        row = paired(units(robust.whole(cells, manifest), robust.whole(places, manifest)), ["days_home_1y"]).iloc[0]
        widths.append(row["high"] - row["low"])
    assert widths[1] > 1.7 * widths[0]
