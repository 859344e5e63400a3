"""Words, days and columns that every measure shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import AnalysisError

KEY = ["scenario", "seed", "replicate"]
YEAR = 364
OCTOBER = 61
HORIZONS = (1, 3, 10)
CAUSES = (
    "unowned", "idle", "search", "consultation", "decision", "admissibility", "offer", "start_agreed", "wait_special", "wait_arrangement",
    "dispute", "wait_care", "in_care", "wait_choice", "refused",
)  # fmt: skip
ENDS = (
    "placed_regular", "placed_special", "placed_arrangement", "placed_out_of_region", "placed_temporary", "exempt", "aged_out", "left",
)  # fmt: skip
PLACED = ENDS[:5]
KINDS = ("regular", "special", "arrangement", "out_of_region", "temporary")
LASTING = KINDS[:4]

Tables = Mapping[str, pd.DataFrame]
Meta = Mapping[str, Any]
Days = NDArray[np.int64]


def split(tables: Tables, meta: Meta) -> Iterator[tuple[dict[str, Any], dict[str, pd.DataFrame]]]:
    """(key, tables) of each run in stacked tables; one run without rows has its key from meta."""
    keys = _keys(tables, meta)
    if len(keys) == 1:
        yield keys[0], dict(tables)
        return
    places = {name: frame.groupby(["scenario", "replicate"], observed=True, sort=False).indices for name, frame in tables.items()}
    for key in keys:
        pair = (key["scenario"], key["replicate"])
        yield key, {name: frame.take(places[name].get(pair, [])) for name, frame in tables.items()}


def _keys(tables: Tables, meta: Meta) -> list[dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    if {"scenario", "replicate"} <= set(meta):
        return [{"scenario": str(meta["scenario"]), "seed": int(meta.get("seed", 0)), "replicate": int(meta["replicate"])}]
    for frame in tables.values():
        for scenario, seed, replicate in frame[KEY].drop_duplicates().itertuples(index=False):
            found.setdefault((scenario, replicate), {"scenario": str(scenario), "seed": int(seed), "replicate": int(replicate)})
    if not found:
        raise AnalysisError("no rows in any table, and no scenario and replicate in meta: there is no run to measure")
    return list(found.values())


def keyed(key: Mapping[str, Any], frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the run's key as its first columns."""
    for place, name in enumerate(KEY):
        frame.insert(place, name, key[name])
    return frame


def table(tables: Tables, name: str) -> pd.DataFrame:
    """One of the tables; AnalysisError when the run did not keep it."""
    if name not in tables:
        raise AnalysisError(f"no table '{name}': this run kept only {', '.join(tables) or 'nothing'}")
    return tables[name]


def column(frame: pd.DataFrame, name: str) -> NDArray[Any]:
    """A column as an array; AnalysisError when the table comes from another version."""
    if name not in frame:
        raise AnalysisError(f"a table lacks column '{name}'; results of another version?")
    return frame[name].to_numpy()


def is_in(series: pd.Series, values: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each text or category is one of `values`."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        hit = np.append(series.cat.categories.isin(values), False)  # the last stands for code -1
        return hit[series.cat.codes.to_numpy()]
    return series.isin(values).to_numpy()


def stops(ends: Days, end_day: int) -> Days:
    """Day after the last day: the end, or the end of the run for what is still open (-1)."""
    ends = ends.astype(np.int64)
    return np.where(ends < 0, end_day, ends)


def in_order(*keys: Days) -> NDArray[np.intp]:
    """Rows sorted by the first key, then the next ones; without sorting where they are in order already, as a run writes them."""
    later, same = np.zeros(max(len(keys[0]) - 1, 0), dtype=bool), np.ones(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        later |= same & (key[1:] > key[:-1])
        same &= key[1:] == key[:-1]
    return np.arange(len(keys[0])) if (later | same).all() else np.lexsort(keys[::-1])


def overlap(start: Days, stop: Days, low: int, high: int) -> Days:
    """Days of [start, stop) that lie in [low, high)."""
    return np.maximum(np.minimum(stop, high) - np.maximum(start, low), 0)


def ratio(part: float, whole: float, scale: float = 1.0) -> float:
    """scale * part / whole, NaN where there is nothing to divide by."""
    return scale * part / whole if whole else float("nan")
