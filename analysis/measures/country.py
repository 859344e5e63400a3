"""What figures of the country can be held against: stocks and flows of exemptions, special education and youth care, use of powers.

Scalars of one run, for `summary`; NaN where the run is too short or a table was not kept. Numbers of pupils are of the region that was run.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.at_home import octobers
from analysis.measures.authority import counted
from analysis.measures.basis import LASTING, YEAR, Days, Meta, Tables, column, is_in, ratio, stops, table
from analysis.measures.coded import coded
from analysis.measures.register import Counts, school_years

HELD = ("macht", "beide")
"""Labels of partnerships that have a power today."""
SPECIAL = ("sbo", "so", "vso")


def scalars(tables: Tables, meta: Meta) -> dict[str, float]:
    """All of this file's measures that the run's tables allow."""
    found: dict[str, float] = {}
    if "exemptions" in tables:
        found |= _exemptions(table(tables, "exemptions"), meta)
    if "placements" in tables:
        found |= _special(table(tables, "placements"), meta)
    if "areas" in tables and "care_occupied" in tables["areas"]:
        found |= _places(tables["areas"])
    if "interventions" in tables and "spells" in tables:
        found |= _power(tables, meta)
    return found


def _on(rows: pd.DataFrame, days: list[int], meta: Meta) -> NDArray[np.bool_]:
    """[row, day]: whether the row's days cover that day."""
    start, stop = column(rows, "start_day"), stops(column(rows, "end_day"), meta["end_day"] + 1)
    on = np.asarray(days, dtype=np.int64)
    return np.asarray((start[:, None] <= on) & (stop[:, None] > on))


def yearly_growth(values: NDArray[np.float64]) -> float:
    """Mean growth a year of a series of yearly numbers, by a straight line through it, as a share of its mean; NaN below two years."""
    if len(values) < 2 or not values.mean() > 0:
        return float("nan")
    return float(np.polyfit(np.arange(len(values)), values, 1)[0] / values.mean())


def growth(counts: Counts) -> dict[str, float]:
    """How the count of the enrolled and absent grows, year by year."""
    return {"lrv_growth": yearly_growth(counts["lrv"]["cases"].astype(float))}


def secondary_share(tables: Tables, meta: Meta) -> float:
    """Share of secondary education among those at home on 1 October."""
    spells = table(tables, "spells")
    here = _on(spells, octobers(meta), meta)
    secondary = is_in(spells["sector"], ("vo",))
    return ratio(float(here[secondary].sum()), float(here.sum()))


def _exemptions(rows: pd.DataFrame, meta: Meta) -> dict[str, float]:
    stock = _on(rows, octobers(meta), meta).sum(axis=0).astype(float)
    return {"exempt_october": float(stock.mean()) if len(stock) else float("nan"), "exempt_growth": yearly_growth(stock)}


def kinds_of_schools(schools: pd.Series) -> NDArray[np.int64]:
    """0 sbo, 1 so, 2 vso, -1 no special school, of each row: the level and profile that a school's number holds."""
    categories = schools.astype("category").cat
    names = categories.categories.astype(str)
    numbers = np.array([int(name.removeprefix("school-")) if name.startswith("school-") else -1 for name in names], dtype=np.int64)
    kind = np.where(numbers < 0, -1, np.where(numbers // 300 % 2 == 1, 2, np.where(numbers // 100 % 3 == 0, 0, 1)))
    return np.append(kind, -1)[categories.codes.to_numpy()]


def _special(rows: pd.DataFrame, meta: Meta) -> dict[str, float]:
    kind = kinds_of_schools(rows["school"])
    start: Days = column(rows, "start_day").astype(np.int64)
    years = len(school_years(meta))
    low, high = meta["branch_day"], meta["branch_day"] + years * YEAR
    here = _on(rows, octobers(meta), meta)
    ended: Days = column(rows, "end_day").astype(np.int64)
    back = is_in(rows["end_reason"], ("returned",)) & (ended >= low) & (ended < high)
    found = {}
    for place, name in enumerate(SPECIAL):
        own = kind == place
        stock = here[own].sum(axis=0).astype(float)
        found[f"inflow_{name}"] = ratio(float((own & (start >= low) & (start < high)).sum()), float(years))
        found[f"stock_{name}"] = float(stock.mean()) if len(stock) else float("nan")
        found[f"growth_{name}"] = yearly_growth(stock)
        found[f"return_{name}"] = ratio(float((back & own).sum()), float(stock.sum()))
    return found


def failing_after_stay(tables: Tables, meta: Meta) -> float:
    """Share of placements after a stay at home that fail within a year."""
    rows = table(tables, "placements")
    start = column(rows, "start_day").astype(np.int64)
    stop = stops(column(rows, "end_day"), meta["end_day"])
    followed = (column(rows, "spell_no") >= 0) & is_in(rows["kind"], LASTING)
    followed &= (start >= meta["branch_day"]) & (start + YEAR <= meta["end_day"])
    failed = followed & is_in(rows["end_reason"], ("dropped_out",)) & (stop - start < YEAR)
    return ratio(float(failed.sum()), float(followed.sum()))


def _places(areas: pd.DataFrame) -> dict[str, float]:
    found = {}
    for kind in ("special", "care", "arrangement", "room"):
        occupied = float(areas[f"{kind}_occupied"].sum())
        found[f"occupancy_{kind}"] = ratio(occupied, float(areas[f"{kind}_places"].sum()))
        if kind != "room":
            found[f"waiting_per_place_{kind}"] = ratio(float(areas[f"{kind}_waiting"].sum()), float(areas[f"{kind}_places"].sum()))
    return found


def _power(tables: Tables, meta: Meta) -> dict[str, float]:
    """The survey asked holders how often a year: every whole school year of every holder is an answer."""
    spells = table(tables, "spells")
    held = coded(spells["partnership"]).take(np.flatnonzero(is_in(spells["regime"], HELD)))
    labels = [str(held.words[code]) for code in np.unique(held.codes)]
    years = school_years(meta)
    if not len(labels) or not years:
        return {}
    acts = table(tables, "interventions")
    year = column(acts, "day").astype(np.int64) // YEAR
    own = coded(acts["partnership"])
    number = {name: k for k, name in enumerate(labels)}
    asked = np.array([number.get(str(word), -1) for word in own.words], dtype=np.int64)[own.codes]
    taken = is_in(acts["kind"], ("authority",)) & np.isin(year, years) & (asked >= 0)
    answers = np.zeros((len(labels), len(years)), dtype=np.int64)
    np.add.at(answers, (asked[taken], year[taken] - years[0]), 1)
    whole = counted(tables, meta, labels)[2]
    return {
        "holders_never": float((answers == 0).mean()),
        "holders_1_2": float(((answers >= 1) & (answers <= 2)).mean()),
        "holders_over_10": float((answers > 10).mean()),
        "holders_uses_per_year": float(whole.mean()),
    }
