"""Measures of the areas of one run: how unequal they are, what the places cost that a law adds."""

from __future__ import annotations

import numpy as np

from analysis.measures.basis import Meta, Tables, column, stops, table
from analysis.measures.contributions import windows
from analysis.measures.regions import gini


def inequality(tables: Tables, meta: Meta) -> float:
    """Gini index over areas of days at home per pupil: plain numpy twin of regions.equality, for runs of milliseconds."""
    spells, areas = table(tables, "spells"), table(tables, "areas")
    low, high = windows(meta)["run"]
    stop = stops(column(spells, "end_day"), meta["end_day"])
    days = np.maximum(np.minimum(stop, high) - np.maximum(column(spells, "start_day"), low), 0)
    ids, pupils = column(areas, "area").astype(np.int64), column(areas, "regular_pupils").astype(float)
    sums = np.bincount(column(spells, "area").astype(np.int64), weights=days, minlength=int(ids.max(initial=0)) + 1)
    return gini(np.divide(sums[ids], pupils, out=np.zeros(len(ids)), where=pupils > 0), pupils)


def supply_cost(tables: Tables, meta: Meta) -> float:
    """Price of added places, in millions of euros a year; NaN in results of before it was recorded."""
    areas = table(tables, "areas")
    return float(areas["supply_cost"].sum()) / 1e6 if "supply_cost" in areas else float("nan")
