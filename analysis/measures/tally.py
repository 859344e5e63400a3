"""Totals and group sums of all additive measures, and the rates made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures import contributions
from analysis.measures.basis import KEY, Meta, Tables, column, keyed, ratio, split, table
from analysis.measures.coded import CELL, Cells
from analysis.measures.coded import numbered as numbered_cells
from analysis.measures.groups import attach, numbered
from analysis.measures.registry import RATES


def parts(tables: Tables, meta: Meta) -> Iterator[tuple[pd.DataFrame, contributions.Added]]:
    """(rows, what each adds) for each table of one run that the run kept."""
    if "spells" in tables:
        yield tables["spells"], contributions.of_spells(tables["spells"], meta)
    if "day_sets" in tables:
        yield tables["day_sets"], contributions.of_sets(tables["day_sets"])
    if "exemptions" in tables and "spells" in tables:
        yield tables["exemptions"], contributions.of_exemptions(tables["exemptions"], tables["spells"], meta)
    if "placements" in tables:
        yield contributions.of_placements(tables["placements"], meta)


def totals(tables: Tables, meta: Meta) -> dict[str, float]:
    """Sums of one run, and its regular pupils: what RATES divide. Where the run's `cells` are there already, they are added up."""
    if "cells" in tables:
        names = [name for name in tables["cells"] if name not in (*KEY, *CELL)]
        sums = dict(zip(names, tables["cells"][names].to_numpy().sum(axis=0).astype(float).tolist(), strict=True))
        return sums | {"regular_pupils": regular_pupils(tables, meta)}
    sums = {}
    for _, added in parts(tables, meta):
        for name, values in added.items():
            sums[name] = sums.get(name, 0.0) + float(np.count_nonzero(values) if values.dtype == bool else values.sum())
    return sums | {"regular_pupils": regular_pupils(tables, meta)}


def regular_pupils(tables: Tables, meta: Meta) -> float:
    """Regular pupils of the run: the areas' sum, or what meta says."""
    return float(tables["areas"]["regular_pupils"].sum()) if "areas" in tables else float(meta["regular_pupils"])


def tally(tables: Tables, meta: Meta, by: Sequence[str] = ()) -> pd.DataFrame:
    """Additive sums per (scenario, replicate) and group: one row each, a column per sum, `regular_pupils` of the region or else of the run.

    A group column that speaks of pupils (`profile`, ...) leaves the denominator whole, so that rates by group add up to the rate of all.
    """
    return pd.concat([keyed(key, _tally(own, dict(meta) | key, by)) for key, own in split(tables, meta)], ignore_index=True)


def _tally(tables: Tables, meta: Meta, by: Sequence[str]) -> pd.DataFrame:
    if not by:
        return pd.DataFrame([totals(tables, meta)])
    found = list(parts(tables, meta))
    counts = [_counting(added) for _, added in found]
    own: list[pd.DataFrame] = []
    for (rows, _), some in zip(found, counts, strict=True):
        own.append(attach(_slim(rows, by).take(some), tables, by))
        if rows is tables.get("spells"):
            tables = dict(tables) | {"spells": own[-1]}  # what lies beside a stay has its groups
    codes, groups = numbered(own, by)
    whole = pd.concat([groups, pd.DataFrame(_summed(found, counts, codes, len(groups)))], axis=1)
    return whole.assign(regular_pupils=_denominator(whole, tables, meta))


def _counting(added: contributions.Added) -> NDArray[np.intp]:
    """Rows that add anything: a run's past adds nothing, nor need its pupils be known."""
    seen = np.zeros(len(next(iter(added.values()))), dtype=bool)
    for values in added.values():
        seen |= values != 0
    return np.flatnonzero(seen)


def _slim(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """What `attach` looks at: copying whole tables takes longer than summing them."""
    begun = ("partnership", "start_day") if "regime" in by else ()
    return rows[[name for name in dict.fromkeys(("pupil", "spell_no", "area", *begun, *by)) if name in rows]]


def _sums(values: NDArray[Any], code: NDArray[np.intp], number: int) -> NDArray[np.int64]:
    """Sum of the values per group; whole numbers below 2**53 are exact."""
    rows = np.flatnonzero(values != 0)
    return np.bincount(code[rows], None if values.dtype == bool else values[rows], minlength=number).astype(np.int64)


def _denominator(whole: pd.DataFrame, tables: Tables, meta: Meta) -> np.ndarray:
    places = [name for name in ("area", "province") if name in whole]
    if not places:
        return np.full(len(whole), regular_pupils(tables, meta))
    pupils = table(tables, "areas").astype({"province": str}).groupby(places)["regular_pupils"].sum()
    keys = whole[places[0]] if len(places) == 1 else pd.MultiIndex.from_frame(whole[places])
    return pupils.reindex(keys).to_numpy(dtype=float)


def cells(tables: Tables, meta: Meta) -> pd.DataFrame:
    """Additive sums per (scenario, replicate, area, province, sector, profile, care_need, position), sparse: empty cells are not written.

    Enough for every paired comparison by group without the children's rows. Regular pupils stand in `areas`; `compare.units` joins them.
    """
    found = [_cells(key, own, dict(meta) | key) for key, own in split(tables, meta)]
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def _cells(key: dict[str, Any], tables: Tables, meta: Meta) -> pd.DataFrame:
    found = list(parts(tables, meta))
    counts = [_counting(added) for _, added in found]
    cells_of = Cells(tables)
    codes, what = numbered_cells([cells_of.of(rows, some) for (rows, _), some in zip(found, counts, strict=True)])
    n = len(what["area"])
    area = {"area": what.pop("area").astype(column(found[0][0], "area").dtype)}
    words = {name: pd.array(values, dtype="str") for name, values in what.items()}
    keys = {"scenario": pd.array([key["scenario"]] * n, dtype="str")} | {name: np.full(n, key[name], np.int64) for name in ("seed", "replicate")}
    return pd.DataFrame(keys | area | words | _summed(found, counts, codes, n))


def _summed(found: Sequence[tuple[pd.DataFrame, contributions.Added]], counts: Sequence[Any], codes: Sequence[Any], n: int) -> contributions.Added:
    """Sums of what the rows of all tables add, by the number of their group."""
    sums: dict[str, NDArray[np.int64]] = {}
    for (rows, added), some, code in zip(found, counts, codes, strict=True):
        every = np.zeros(len(rows), dtype=np.intp)
        every[some] = code
        for name, values in added.items():
            new = _sums(values, every, n)
            sums[name] = sums[name] + new if name in sums else new
    return sums


def rates(sums: pd.DataFrame, names: Sequence[str] | None = None) -> pd.DataFrame:
    """The rates in RATES of each row of a tally: keys and groups, then a column per rate (NaN where there is nothing to divide by)."""
    wanted = [name for name in (names or RATES) if {RATES[name].whole, *RATES[name].part} <= set(sums)]
    made = {}
    for name in wanted:
        rate = RATES[name]
        part, whole = sums[list(rate.part)].sum(axis=1).to_numpy(dtype=float), sums[rate.whole].to_numpy(dtype=float)
        made[name] = np.divide(rate.scale * part, whole, out=np.full(len(sums), np.nan), where=whole != 0)
    groups = [name for name in sums if name in (*KEY, *CELL, "size", "partnership", "regime")]
    return pd.concat([sums[groups], pd.DataFrame(made, index=sums.index)], axis=1)


def scalar_rates(sums: dict[str, float]) -> dict[str, float]:
    """Every rate of one run's totals; NaN where the run is too short or a table was not kept."""
    return {
        name: ratio(sum(sums[part] for part in rate.part), sums[rate.whole], rate.scale)
        if {rate.whole, *rate.part} <= set(sums) else float("nan")
        for name, rate in RATES.items()
    }  # fmt: skip
