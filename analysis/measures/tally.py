"""Totals and group sums of all additive measures, and the rates made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.measures import contributions
from analysis.measures.basis import KEY, Meta, Tables, keyed, ratio, split, table
from analysis.measures.groups import attach
from analysis.measures.rates import RATES

CELL = ("area", "province", "sector", "profile", "care_need", "position")


def parts(tables: Tables, meta: Meta) -> Iterator[tuple[pd.DataFrame, contributions.Added]]:
    """(rows, what each adds) for each table of one run that the run kept."""
    if "spells" in tables:
        yield tables["spells"], contributions.of_spells(tables["spells"], meta)
    if "day_sets" in tables:
        yield tables["day_sets"], contributions.of_sets(tables["day_sets"])
    if "exemptions" in tables and "spells" in tables:
        yield tables["exemptions"], contributions.of_exemptions(tables["exemptions"], tables["spells"], meta)
    if "placements" in tables:
        yield tables["placements"], contributions.of_placements(tables["placements"], meta)


def totals(tables: Tables, meta: Meta) -> dict[str, float]:
    """Sums of one run, and its regular pupils: what RATES divide."""
    sums: dict[str, float] = {}
    for _, added in parts(tables, meta):
        for name, values in added.items():
            sums[name] = sums.get(name, 0.0) + float(values.sum())
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
    frames = []
    for rows, added in parts(tables, meta):
        counts = np.logical_or.reduce([values != 0 for values in added.values()])  # a run's past adds nothing, nor need its pupils be known
        groups = attach(rows[counts], tables, by)
        frame = pd.DataFrame({name: groups[name].array for name in by} | {name: values[counts] for name, values in added.items()})
        sums = frame.copy().groupby(list(by), observed=True).sum().copy().reset_index()
        frames.append(sums.astype({name: str for name in by if name != "area"}))
    added = pd.concat(frames, ignore_index=True).groupby(list(by), observed=True).sum().astype("int64")
    whole = added.copy().reset_index()  # copies gather hundreds of columns in one block: adding to them is slow otherwise
    return whole.assign(regular_pupils=_denominator(whole, tables, meta)).copy()


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
    return tally(tables, meta, CELL).drop(columns="regular_pupils")


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
