"""Sums are exact: causes, blockers, groups, changes; and what holds for any stays."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import measures
from analysis.compare import units
from analysis.errors import AnalysisError
from analysis.measures import blockers, contributions, counting
from analysis.measures.basis import CAUSES, YEAR
from analysis.measures.regions import gini, weighted_quantile

KEY = ["scenario", "replicate"]


@pytest.fixture(scope="module")
def runs(made: ModuleType) -> dict[str, pd.DataFrame]:
    return made.runs({"landscape": 1.0, "macht": 0.7}, replicates=2, n=300)


@pytest.fixture(scope="module")
def meta(made: ModuleType) -> dict[str, Any]:
    return made.meta()


def test_causes_sum_to_days_after_and_before_the_branch(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    sums = measures.tally(runs, meta)
    causes = sums[[name for name in sums if name.startswith("cause_")]].sum(axis=1)
    assert (causes == sums["home_run"] + sums["before"]).all()
    assert (sums["before"] > 0).all(), "the made-up runs must have stays open at the branch"


def test_change_by_cause_is_the_change_in_days(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    sums = measures.tally(runs, meta, ["sector", "care_need"])
    change = measures.change_by_cause(sums, "landscape", ["sector", "care_need"])
    assert set(change["cause"]) == set(CAUSES)
    direct = sums.groupby(["scenario", "replicate", "sector", "care_need"])["home_run"].sum().unstack("scenario")
    summed = change.groupby(["scenario", "replicate", "sector", "care_need"])["change"].sum().unstack("scenario")
    pd.testing.assert_series_equal(summed["macht"], direct["macht"] - direct["landscape"], check_names=False, check_dtype=False)
    assert (summed["landscape"] == 0).all()
    assert (summed["macht"] != 0).all()


def test_runs_with_another_past_are_not_compared(made: ModuleType, meta: dict[str, Any]) -> None:
    one, other = made.run("landscape", 0, n=200), made.run("macht", 0, n=200, seed=8)
    both = {name: pd.concat([one[name], other[name]], ignore_index=True) for name in one}
    with pytest.raises(AnalysisError, match="don't start from the same state"):
        measures.change_by_cause(measures.tally(both, meta), "landscape")


def test_blocker_classes_share_out_all_days(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    home = measures.tally(runs, meta).set_index(KEY)["home_run"]
    for calendar in (True, False):
        days = measures.by_blockers(runs, meta, calendar=calendar).groupby(KEY)["days"].sum()
        pd.testing.assert_series_equal(days.sort_index(), home.sort_index(), check_names=False, check_dtype=False)


def test_every_set_has_the_class_its_definition_says() -> None:
    for bits in range(1 << len(blockers.BLOCKERS)):
        names = {name for k, name in enumerate(blockers.BLOCKERS) if bits >> k & 1}
        found = blockers.CLASSES[blockers.STRICT[bits]]
        assert (found == "power") == (bool(names) and names <= {"idle", "unwilling", "money"})
        assert (found == "place") == (names == {"no_place"})
        assert (found == "none") == (not names)
        joint = names and not any(names <= set(kind) for kind in blockers.KINDS.values())
        assert found.startswith("joint") == bool(joint)


def test_cells_and_groups_sum_to_the_totals(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    total = measures.tally(runs, meta).set_index(KEY).sort_index()
    cells = measures.cells(runs, meta)
    columns = [
        name for name in cells if name.startswith(("home_", "out_", "children_", "n_", "cause_", "blocked_", "failed_", "followed_"))
    ]
    assert len(columns) > 60
    for frame in (cells, measures.tally(runs, meta, ["sector", "profile"])):
        pd.testing.assert_frame_equal(frame.groupby(KEY)[columns].sum().sort_index(), total[columns], check_dtype=False)


def test_rates_of_provinces_and_groups_add_up(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    cells = measures.cells(runs, meta)
    whole = measures.summary(runs, meta).set_index(KEY)["days_home_10y"]
    by_group = units(cells, runs["areas"], ["profile"])
    national = by_group.groupby([*KEY, "profile"])[["home_10y", "regular_pupils"]].sum().reset_index()
    rates = measures.rates(national.assign(seed=7), ["days_home_10y"]).groupby(KEY)["days_home_10y"].sum()
    np.testing.assert_allclose(rates.sort_index(), whole.sort_index())


def test_summary_of_one_run_is_its_row_of_the_stacked_summary(
    made: ModuleType, runs: dict[str, pd.DataFrame], meta: dict[str, Any]
) -> None:
    stacked = measures.summary(runs, meta)
    one = measures.summary(made.run("macht", 1, shift=0.7, n=300), meta | {"scenario": "macht", "replicate": 1, "seed": 7})
    row = stacked[(stacked["scenario"] == "macht") & (stacked["replicate"] == 1)].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, row)
    assert list(stacked.columns) == ["scenario", "seed", "replicate", *measures.MEASURES]


def test_summary_agrees_with_the_frames_it_shortens(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    summary = measures.summary(runs, meta).set_index(KEY)
    october = measures.at_home_on(runs, meta, measures.octobers(meta))
    np.testing.assert_allclose(october.groupby([*KEY, "day"])["n"].sum().groupby(KEY).mean(), summary["at_home_october"].sort_index())
    long = october[~october["length"].isin(["under_4_weeks", "4_weeks_to_3_months"])]
    np.testing.assert_allclose(
        long.groupby([*KEY, "day"])["n"].sum().groupby(KEY).mean(), summary["at_home_over_3_months_october"].sort_index()
    )
    equal = measures.equality(measures.tally(runs, meta, ["area"]), runs["areas"]).set_index(KEY)["gini"]
    np.testing.assert_allclose(equal.sort_index(), summary["gini_regions"].sort_index())


def test_counts_are_all_stays(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    table = measures.counts(runs, meta)
    assert table["n"].sum() == len(measures.stays(runs, meta))
    groups, risk = counting.risk(table, ["scenario"])
    assert list(groups["scenario"]) == ["landscape", "macht"]
    assert risk.ends.sum() == (table["end"] != "open") @ table["n"]


def test_unknown_ends_are_refused() -> None:
    with pytest.raises(AnalysisError, match="no such end of a stay: 'vanished'"):
        counting.end_codes(pd.Series(["open", "vanished"]))


def test_no_thuiszitters_gives_zeros_and_no_traceback(made: ModuleType, meta: dict[str, Any]) -> None:
    tables = {name: frame if name in ("areas", "pupils") else frame.iloc[:0] for name, frame in made.run("landscape", 0, n=50).items()}
    about = meta | {"scenario": "landscape", "replicate": 0, "seed": 7}
    row = measures.summary(tables, about).iloc[0]
    assert row["days_home_10y"] == 0
    assert row["at_home_october"] == 0
    assert np.isnan(row["days_home_per_child_10y"])
    assert len(measures.cells(tables, about)) == 0
    assert measures.by_blockers(tables, about)["days"].sum() == 0
    assert measures.drop_out(tables, about)["n"].sum() == 0
    assert measures.national_count(tables, about)["cases"].sum() == 0


def test_categories_and_text_give_the_same(made: ModuleType, meta: dict[str, Any]) -> None:
    plain = made.run("landscape", 0, n=150)
    words = ("sector", "end_reason", "profile", "care_need", "kind", "regime", "partnership")
    coded = {name: frame.astype({column: "category" for column in words if column in frame}) for name, frame in plain.items()}
    about = meta | {"scenario": "landscape", "replicate": 0, "seed": 7}
    pd.testing.assert_frame_equal(measures.summary(plain, about), measures.summary(coded, about))
    pd.testing.assert_frame_equal(measures.cells(plain, about), measures.cells(coded, about))


def test_pupils_of_the_past_need_not_be_known(made: ModuleType, meta: dict[str, Any]) -> None:
    run = made.run("landscape", 0, n=150)
    gone = run["placements"].iloc[:1].assign(pupil=999, start_day=0, end_day=meta["branch_day"] + 5)
    more = run | {"placements": pd.concat([run["placements"], gone], ignore_index=True)}
    pd.testing.assert_frame_equal(measures.cells(more, meta), measures.cells(run, meta))
    fresh = run | {"placements": pd.concat([run["placements"], gone.assign(start_day=meta["branch_day"])], ignore_index=True)}
    with pytest.raises(AnalysisError, match="a pupil of this run is not in table 'pupils'"):
        measures.cells(fresh, meta)


def test_a_group_that_does_not_exist_is_named(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    with pytest.raises(AnalysisError, match="no group 'colour'"):
        measures.tally(runs, meta, ["colour"])


def test_missing_table_and_column_are_named(runs: dict[str, pd.DataFrame], meta: dict[str, Any]) -> None:
    with pytest.raises(AnalysisError, match="no table 'day_sets'"):
        measures.by_blockers({"spells": runs["spells"]}, meta)
    with pytest.raises(AnalysisError, match="lacks column 'days_idle'"):
        measures.tally({"spells": runs["spells"].drop(columns="days_idle"), "areas": runs["areas"]}, meta)


SPELLS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1500), st.integers(1, 700), st.integers(0, 400)), min_size=1, max_size=12)


@given(SPELLS)
def test_windows_nest_and_exempt_days_only_add(rows: list[tuple[int, int, int, int]]) -> None:
    meta = {"branch_day": YEAR, "end_day": 11 * YEAR}
    frame = pd.DataFrame(rows, columns=["pupil", "start_day", "length", "register_exempt_days"])
    frame = frame.assign(end_day=frame["start_day"] + frame["length"], stay_no=range(len(rows)), spell_no=range(len(rows)), school_days=0)
    frame[[f"days_{cause}" for cause in CAUSES]] = 0
    sums = {name: values.sum() for name, values in contributions.of_spells(frame, meta).items()}
    assert sums["home_1y"] <= sums["home_3y"] <= sums["home_10y"] == sums["home_run"]
    for span in ("1y", "3y", "10y", "run"):
        assert sums[f"home_{span}"] <= sums[f"out_{span}"]
        assert sums[f"children_{span}"] <= frame["pupil"].nunique()
        assert (sums[f"children_{span}"] == 0) == (sums[f"home_{span}"] == 0)


@given(st.lists(st.tuples(st.integers(0, 1000), st.floats(0.1, 1e3)), min_size=1, max_size=15), st.floats(0.1, 10))
def test_gini(units_: list[tuple[int, float]], factor: float) -> None:
    value, weight = np.array(units_).T
    found = gini(value, weight)
    if (value * weight).sum() == 0:
        assert np.isnan(found)
        return
    differences = (np.abs(value[:, None] - value[None, :]) * weight[:, None] * weight[None, :]).sum()
    direct = differences / (2 * weight.sum() ** 2 * np.average(value, weights=weight))
    assert found == pytest.approx(direct, abs=1e-9)
    assert gini(value * factor, weight) == pytest.approx(found, abs=1e-9)


def test_weighted_quantile_of_equal_weights_is_the_inverted_cdf() -> None:
    value = np.arange(1.0, 11.0)
    for p in (0.1, 0.25, 0.5, 0.9):
        assert weighted_quantile(value, np.ones(10), p) == np.quantile(value, p, method="inverted_cdf")


def test_every_measure_has_words_in_both_languages() -> None:
    for measure in measures.MEASURES.values():
        assert measure.nl != measure.en, measure.name
        assert measure.hides_nl != measure.hides_en, measure.name
        assert measure.direction in (-1, 0, 1)
        assert measures.unit(measure.name, "nl") and measures.unit(measure.name, "en")
    primary = {name for name, measure in measures.MEASURES.items() if measure.primary}
    assert {"days_home_1y", "days_home_10y", "days_out_3y", "share_failed_1y", "share_failed_2y"} <= primary
    for name in (*CAUSES, *blockers.CLASSES, *blockers.BLOCKERS):
        assert measures.term(name, "nl") != name
