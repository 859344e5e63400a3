"""Who gains and who loses: roles, sums, churn."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from analysis import measures
from analysis.measures import luck

META = {"branch_day": 0, "end_day": 1000}
COLUMNS = ["day", "partnership", "kind", "pupil", "school", "passed_pupil"]


def _run(
    days: dict[int, int], interventions: list[tuple[int, str, str, int, str, int]], places: list[tuple[int, str, int]]
) -> dict[str, pd.DataFrame]:
    return {
        "spells": pd.DataFrame({"pupil": list(days), "start_day": 0, "end_day": list(days.values()), "spell_no": 0}),
        "interventions": pd.DataFrame(interventions, columns=COLUMNS),
        "placements": pd.DataFrame(places, columns=["pupil", "school", "start_day"]),
    }


def _pair() -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    # 1: authority used; 2: passed by it in a queue; 3: same school, same year; 4: same school a year later; 5: at the same table in the
    # same four weeks; 6: nothing; 7: one more round at another table than in the reference
    ours = _run(
        {1: 10, 2: 60, 3: 50, 4: 50, 5: 50, 6: 51, 7: 20},
        [
            (10, "PO1", "authority", 1, "S1", 2),
            (3, "PO1", "round", 1, "", -1),
            (5, "PO1", "round", 5, "", -1),
            (200, "PO9", "round", 7, "", -1),
        ],
        [(1, "S1", 12), (3, "S1", 100), (4, "S1", 500), (6, "S2", 12)],
    )
    theirs = _run({1: 50, 2: 50, 3: 40, 4: 50, 5: 50, 6: 50, 7: 30}, [(5, "PO1", "round", 5, "", -1)], [(3, "S3", 100)])
    return ours, theirs


def test_roles_by_hand() -> None:
    ours, theirs = _pair()
    found = dict(zip(range(1, 8), luck.roles(ours, theirs, np.arange(1, 8)), strict=True))
    assert found == {1: "acted_on", 2: "displaced", 3: "displaced", 4: "background", 5: "displaced", 6: "background", 7: "acted_on"}


def test_group_means_and_totals_by_hand() -> None:
    ours, theirs = _pair()
    found = measures.gains_and_losses(ours, theirs, META).set_index("role")
    assert found["n"].to_dict() == {"acted_on": 2, "displaced": 3, "background": 2}
    assert found["mean_change"].to_list() == pytest.approx([-25, 20 / 3, 0.5])
    assert found["total_change"].sum() == sum([10, 60, 50, 50, 50, 51, 20]) - sum([50, 50, 40, 50, 50, 50, 30])
    assert found.loc["displaced", "share_more"] == pytest.approx(2 / 3)


def test_a_child_at_home_in_one_run_only_counts_with_zero_in_the_other() -> None:
    ours, theirs = _run({1: 10}, [], []), _run({2: 30}, [], [])
    found = measures.changes(ours, theirs, META).set_index("pupil")["change"]
    assert found.to_dict() == {1: 10, 2: -30}


def test_the_same_run_twice_has_neither_gains_nor_churn(made: ModuleType) -> None:
    run = made.run("landscape", 0, n=200)
    found = measures.gains_and_losses(run, run, made.meta(), ["sector"], same=(run, run))
    assert (found["total_change"] == 0).all()
    assert (found["churn_share"] == 0).all()
    assert set(found["role"]) == {"background"}


def test_churn_is_measured_in_the_same_groups(made: ModuleType) -> None:
    reference, regime, extra = (
        made.run("landscape", 0, n=200),
        made.run("macht", 0, shift=0.7, n=200),
        made.run("landscape_aa", 0, shift=1.01, n=200),
    )
    found = measures.gains_and_losses(regime, reference, made.meta(), ["care_need"], same=(extra, reference))
    churn = measures.changes(extra, reference, made.meta(), ["care_need"])
    for care, rows in found.groupby("care_need"):
        own = churn[churn["care_need"] == care]
        assert rows["churn_mean"].to_list() == pytest.approx([own["change"].mean()] * len(rows))
        assert rows["churn_share"].to_list() == pytest.approx([(own["change"] != 0).mean()] * len(rows))
    whole = measures.changes(regime, reference, made.meta())["change"].sum()
    assert found["total_change"].sum() == whole < 0
