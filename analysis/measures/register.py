"""The national count: what the registers would show of the children at home, per school year, by their own definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.at_home import carried, octobers
from analysis.measures.basis import PLACED, YEAR, Meta, Tables, column, is_in, keyed, split, stops, table

WEEKS_4, MONTHS_3, COMPULSORY = 28, 91, 16 * YEAR
STATUSES = ("lrv", "av")
COUNTS = ("cases", "over_4_weeks", "over_3_months", "start_stock", "new", "returned", "carried_over")
Counts = dict[str, dict[str, NDArray[np.int64]]]


def school_years(meta: Meta) -> list[int]:
    """Whole school years after the branch, by their number in the run (day // 364)."""
    return list(range(-(-meta["branch_day"] // YEAR), meta["end_day"] // YEAR))


def national_count(tables: Tables, meta: Meta, *, ages: str = "compulsory") -> pd.DataFrame:
    """Registered cases per school year, in the definitions of the national count: pupils, less is better.

    Columns: year (of the run), status (lrv enrolled and unauthorised, av enrolled nowhere), and per row:
    cases (lrv: absent over 4 weeks and registered at some time in the year; av: registered at some time in it), over_4_weeks,
    over_3_months (at any time in the year), start_stock (a case on its first day), new (cases - start_stock), returned (to education within
    the
    year and not again at home in the same stay), carried_over (a case on its last day).

    A stay is one case of the status in which it spent most registered days; one mostly authorised (illness, treatment) or never registered
    is none:
    these counts hide them, and the weeks before registration. The clock counts days at home, a return shorter than four school weeks does
    not reset it.
    ages: `compulsory` (under 16 on the day counted), `16_18`, or `all`.
    Definitions: public_figures.csv, thuiszitters_series, thuiszitters_gt3m, thuiszitters_inflow and thuiszitters_outflow.
    """
    return pd.concat([keyed(key, _count(own, meta, ages)) for key, own in split(tables, meta)], ignore_index=True)


def _count(tables: Tables, meta: Meta, ages: str) -> pd.DataFrame:
    cases = _Cases(table(tables, "spells"), meta)
    rows = [cases.year(status, year, ages) for year in school_years(meta) for status in STATUSES]
    return pd.DataFrame(rows, columns=["year", "status", *COUNTS])


def counts(spells: pd.DataFrame, meta: Meta, *, ages: str = "compulsory") -> Counts:
    """The same of one run: {status: {name of COUNTS: number by year}}."""
    cases = _Cases(spells, meta)
    rows = {status: [cases.year(status, year, ages)[2:] for year in school_years(meta)] for status in STATUSES}
    return {status: dict(zip(COUNTS, np.array(own, dtype=np.int64).reshape(-1, len(COUNTS)).T, strict=True)) for status, own in rows.items()}


class _Cases:
    """Columns of one run's stays as the registers see them."""

    def __init__(self, spells: pd.DataFrame, meta: Meta) -> None:
        earlier, self.last = carried(spells, meta["end_day"])
        start = column(spells, "start_day").astype(np.int64)
        self.stop = stops(column(spells, "end_day"), meta["end_day"] + 1)
        self.clock = start - earlier
        self.registered = column(spells, "start_register_day").astype(np.int64)
        self.born = start - column(spells, "age_weeks").astype(np.int64) * 7
        self.back = is_in(spells["end_reason"], PLACED) & self.last & (column(spells, "end_day") >= 0)
        self.stay = pd.factorize(column(spells, "pupil") * 4096 + column(spells, "stay_no"))[0]
        days = {name: column(spells, f"register_{name}_days") for name in ("lrv", "av", "authorised")}
        most = np.argmax(np.stack(list(days.values())), axis=0)
        seen = (self.registered >= 0) & (np.stack(list(days.values())).sum(axis=0) > 0)
        self.is_status = {"lrv": seen & (most == 0), "av": seen & (most == 1)}

    def since(self, lasted: int) -> NDArray[np.int64]:
        """First day on which a stay is registered and has lasted more than `lasted` days."""
        return np.maximum(self.clock + lasted + 1, self.registered) if lasted else self.registered

    def year(self, status: str, year: int, ages: str) -> tuple[object, ...]:
        low, high = year * YEAR, (year + 1) * YEAR
        own = self.is_status[status]
        since = self.since(WEEKS_4 if status == "lrv" else 0)
        case = own & self._within(since, low, high, ages)
        start, ends = case & (since < low), case & (self.stop >= high)
        numbers = {
            "cases": case,
            "over_4_weeks": own & self._within(self.since(WEEKS_4), low, high, ages),
            "over_3_months": own & self._within(self.since(MONTHS_3), low, high, ages),
            "start_stock": start,
            "returned": case & self.back & (self.stop < high),
            "carried_over": ends,
        }
        counted = {name: np.count_nonzero(np.bincount(self.stay[rows])) for name, rows in numbers.items()}
        counted["new"] = counted["cases"] - counted["start_stock"]
        return year, status, *(counted[name] for name in COUNTS)

    def _within(self, since: NDArray[np.int64], low: int, high: int, ages: str) -> NDArray[np.bool_]:
        day = np.maximum(since, low)
        age = day - self.born
        fits = {"compulsory": age < COMPULSORY, "16_18": age >= COMPULSORY, "all": np.ones(len(age), dtype=bool)}[ages]
        return (day < high) & (self.stop > day) & fits


def exempt_stock(tables: Tables, meta: Meta) -> pd.DataFrame:
    """Children exempt from compulsory schooling (5a) on 1 October: pupils, less is better unless they would be at home instead.

    Exemptions from before the branch are in it. Columns: year, n.
    """
    found = []
    for key, own in split(tables, meta):
        rows = table(own, "exemptions")
        start, stop = column(rows, "start_day"), stops(column(rows, "end_day"), meta["end_day"] + 1)
        days = np.array(octobers(meta), dtype=np.int64)
        n = ((start[:, None] <= days) & (stop[:, None] > days)).sum(axis=0)
        found.append(keyed(key, pd.DataFrame({"year": days // YEAR, "n": n})))
    return pd.concat(found, ignore_index=True)
