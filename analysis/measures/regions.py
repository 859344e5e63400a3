"""Equality between regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.measures.basis import KEY


def gini(values: ArrayLike, weights: ArrayLike) -> float:
    """Gini coefficient of `values` over units of size `weights`: 0 all equal, towards 1 all in one unit. NaN without anything to divide.

    Area between the diagonal and the Lorenz curve through units in order of value, times two.
    """
    value, weight = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if not len(value) or (value * weight).sum() <= 0:
        return float("nan")
    order = np.argsort(value, kind="stable")
    people = np.append(0, np.cumsum(weight[order])) / weight.sum()
    share = np.append(0, np.cumsum((value * weight)[order])) / (value * weight).sum()
    return float(1 - np.sum(np.diff(people) * (share[1:] + share[:-1])))


def weighted_quantile(values: ArrayLike, weights: ArrayLike, p: float) -> float:
    """Smallest value at which at least share p of the weight is reached; NaN when empty."""
    value, weight = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if not weight.sum() > 0:
        return float("nan")
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    spot = int(np.searchsorted(reached, p - 1e-12))
    return float(value[order][min(spot, len(value) - 1)])


def per_area(sums: pd.DataFrame, areas: pd.DataFrame, name: str = "home_run") -> pd.DataFrame:
    """Days at home per 1,000 regular pupils per region: days, less is better. Keys, area, province, regular_pupils, value; regions without
    a stay are 0."""
    days = sums.groupby(["scenario", "replicate", "area"], observed=True)[name].sum().rename("days")
    base = areas[[*KEY, "area", "province", "regular_pupils"]]
    joined = base.astype({"scenario": str}).merge(_plain(days), on=["scenario", "replicate", "area"], how="left")
    value = 1000 * joined["days"].fillna(0) / joined["regular_pupils"]
    return joined.drop(columns="days").assign(value=value)


def _plain(days: pd.Series) -> pd.DataFrame:
    return days.reset_index().astype({"scenario": str})


def equality(sums: pd.DataFrame, areas: pd.DataFrame, name: str = "home_run", keys: Sequence[str] = KEY) -> pd.DataFrame:
    """How unequal regions are in days at home per pupil: Gini, 10th and 90th percentile, their ratio; less is more equal.

    Regions count by their regular pupils. Small regions differ by chance alone: read beside the same measure in the reference and its A/A
    run. Equal may also mean equally bad.
    """
    rows = []
    for key, part in per_area(sums, areas, name).groupby(list(keys), sort=False):
        low, high = (weighted_quantile(part["value"], part["regular_pupils"], p) for p in (0.1, 0.9))
        rows.append((*key, gini(part["value"], part["regular_pupils"]), low, high, high / low if low else float("nan")))
    return pd.DataFrame(rows, columns=[*keys, "gini", "p10", "p90", "p90_p10"])
