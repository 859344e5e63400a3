"""Sums of many groups at once against each group's own sum; and cells, once there, are all that totals need."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import measures
from analysis.measures.basis import in_order
from analysis.measures.groups import attach
from analysis.measures.tally import CELL, parts, totals

BY = [CELL, ("profile",), ("area",), ("position", "sector"), ("partnership", "profile"), ("size", "care_need"), ("regime",)]


@pytest.fixture(scope="module", params=["as written", "in any order"])
def run(request: pytest.FixtureRequest, made: ModuleType) -> dict[str, pd.DataFrame]:
    """The areas keep their order: the size of a region is a rank among them."""
    tables = made.run("macht", 0, n=250)
    if request.param == "as written":
        return dict(tables)
    return {name: frame if name == "areas" else frame.sample(frac=1, random_state=3).reset_index(drop=True) for name, frame in tables.items()}


def _slow(tables: dict[str, pd.DataFrame], meta: dict[str, Any], by: Sequence[str]) -> pd.DataFrame:
    """Pandas' own sums of every part, added up."""
    frames = []
    for rows, added in parts(tables, meta):
        sums = pd.DataFrame({name: np.asarray(values, dtype=int) for name, values in added.items()})
        groups = attach(rows, tables, by)
        frames.append(sums.assign(**{name: groups[name].to_numpy() for name in by})[(sums != 0).any(axis=1)])
    return pd.concat(frames).groupby(list(by)).sum().astype("int64")


@pytest.mark.parametrize("by", BY, ids="+".join)
def test_every_group_has_its_own_sum(run: dict[str, pd.DataFrame], made: ModuleType, by: Sequence[str]) -> None:
    meta = made.meta()
    found = measures.tally(run, meta, by).set_index(list(by)).drop(columns=["scenario", "seed", "replicate", "regular_pupils"])
    pd.testing.assert_frame_equal(found, _slow(run, meta, by)[list(found)], check_index_type=False)


def test_regimes_of_placements_and_exemptions(made: ModuleType) -> None:
    """That of the stay they end; without one, that of the next stay in the partnership, else of the last, else it is not known."""
    spells = pd.DataFrame({"pupil": [1, 2, 3], "spell_no": [1, 1, 1], "area": 0, "partnership": ["A", "A", "B"], "regime": ["old", "new", "other"],
                           "start_day": [10, 90, 50]})  # fmt: skip
    rows = pd.DataFrame({"pupil": [1, 8, 8, 8, 8], "spell_no": [1, -1, -1, -1, -1], "area": 0, "partnership": ["A", "A", "A", "B", "C"],
                         "start_day": [100, 10, 11, 99, 50]})  # fmt: skip
    assert list(attach(rows, {"spells": spells}, ["regime"])["regime"]) == ["old", "old", "new", "other", "unknown"]


def test_regimes_add_up_to_the_run(run: dict[str, pd.DataFrame], made: ModuleType) -> None:
    several = run | {"spells": run["spells"].assign(regime=np.where(run["spells"]["start_day"] < made.meta()["branch_day"], "before", "after"))}
    found = measures.tally(several, made.meta(), ["regime"]).set_index("regime")
    assert set(found.index) == {"before", "after"} and (found["n_placed"] > 0).any()
    whole = measures.tally(several, made.meta()).iloc[0]
    for name in ("home_run", "out_run", "n_placed", "bound_place"):
        assert found[name].sum() == whole[name]


def test_cells_hold_all_that_totals_are_made_of(run: dict[str, pd.DataFrame], made: ModuleType) -> None:
    meta = made.meta()
    beside = run | {"cells": measures.cells(run, meta)}
    assert totals(beside, meta) == totals(run, meta)
    pd.testing.assert_frame_equal(measures.summary(beside, meta), measures.summary(run, meta), check_exact=True)


def test_rows_in_order_are_left_as_they_are() -> None:
    first, second = np.array([1, 1, 2, 2]), np.array([0, 3, 1, 1])
    assert list(in_order(first, second)) == [0, 1, 2, 3]
    assert list(in_order(first, second[::-1].copy())) == [0, 1, 3, 2]
    assert list(in_order(first[::-1].copy(), second)) == [2, 3, 0, 1]
    assert not len(in_order(np.zeros(0, dtype=int)))
