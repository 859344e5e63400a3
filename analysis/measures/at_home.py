"""Stays at home from rows: a return shorter than four school weeks ends a row, not the stay."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.basis import OCTOBER, YEAR, Days, Meta, Tables, column, in_order, keyed, overlap, split, stops, table


def order(spells: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """(rows of one run by pupil, stay and spell; whether each opens a stay in that order)."""
    pupil, stay, number = (column(spells, name) for name in ("pupil", "stay_no", "spell_no"))
    rows = in_order(pupil, stay, number)
    opens = np.ones(len(rows), dtype=bool)
    opens[1:] = (np.diff(pupil[rows]) != 0) | (np.diff(stay[rows]) != 0)
    return rows, opens


def carried(spells: pd.DataFrame, end_day: int) -> tuple[Days, NDArray[np.bool_]]:
    """Per row of one run: days at home in earlier rows of the same stay, and whether it is the stay's last row."""
    rows, opens = order(spells)
    length = (stops(column(spells, "end_day"), end_day) - column(spells, "start_day"))[rows]
    before = np.cumsum(length) - length
    first = np.maximum.accumulate(np.where(opens, np.arange(len(rows)), 0)) if len(rows) else np.zeros(0, dtype=np.intp)
    days = np.empty(len(rows), dtype=np.int64)
    days[rows] = before - before[first]
    last = np.empty(len(rows), dtype=bool)
    last[rows] = np.append(opens[1:], True)[: len(rows)]
    return days, last


def stays(tables: Tables, meta: Meta) -> pd.DataFrame:
    """Stays at home, one row each: days at home in all its rows, entry, end and where it began.

    entry: days already spent when observation began at the branch (0 for a stay that began later); days: total days at home so far;
    end_reason: of the last row, `open` while it lasts. A stay is observed on (entry, days].
    """
    return pd.concat([_stays(key, own, meta) for key, own in split(tables, meta)], ignore_index=True)


def _stays(key: dict[str, object], tables: Tables, meta: Meta) -> pd.DataFrame:
    spells = table(tables, "spells")
    entry, days, firsts, lasts = lengths(spells, meta)
    frame = spells[["pupil", "partnership", "area", "sector", "regime", "stay_no", "start_day"]].take(firsts).reset_index(drop=True)
    frame["entry"], frame["days"] = entry, days
    frame["end_day"] = column(spells, "end_day")[lasts]
    frame["end_reason"] = spells["end_reason"].iloc[lasts].to_numpy()
    return keyed(key, frame)


def lengths(spells: pd.DataFrame, meta: Meta) -> tuple[Days, Days, NDArray[np.intp], NDArray[np.intp]]:
    """(entry, days, first row, last row) of each stay of one run, as `stays` has them."""
    rows, opens = order(spells)
    start, stop = column(spells, "start_day").astype(np.int64), stops(column(spells, "end_day"), meta["end_day"])
    firsts = np.flatnonzero(opens)
    lasts = np.append(firsts[1:], len(rows))[: len(firsts)] - 1
    entry = _sums(overlap(start, stop, -(10**9), meta["branch_day"])[rows], firsts)
    return entry, _sums((stop - start)[rows], firsts), rows[firsts], rows[lasts]


def _sums(values: Days, firsts: NDArray[np.intp]) -> Days:
    return np.add.reduceat(values, firsts) if len(firsts) else np.zeros(0, dtype=np.int64)


LENGTHS = (
    ("under_4_weeks", 0),
    ("4_weeks_to_3_months", 28),
    ("3_to_6_months", 91),
    ("6_to_12_months", 182),
    ("1_to_2_years", 364),
    ("over_2_years", 728),
)


def at_home_on(tables: Tables, meta: Meta, days: list[int], by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Children at home on given days by how long the stay has lasted: pupils, less is better.

    Columns: day, length (a band of LENGTHS), by..., n. A day on which somebody starts counts, the day of return doesn't. A stock on one
    date overweights long stays and says nothing of how many came and went in between. `by` names columns of `spells` (see groups.attach).
    """
    return pd.concat([_at_home_on(key, own, meta, days, by) for key, own in split(tables, meta)], ignore_index=True)


def _at_home_on(key: dict[str, object], tables: Tables, meta: Meta, days: list[int], by: tuple[str, ...]) -> pd.DataFrame:
    spells = table(tables, "spells")
    lasted = carried(spells, meta["end_day"])[0] - column(spells, "start_day")
    start, stop = column(spells, "start_day"), stops(column(spells, "end_day"), meta["end_day"] + 1)
    names = [name for name, _ in LENGTHS]
    parts = []
    for day in days:
        here = (start <= day) & (stop > day)
        band = np.searchsorted([low for _, low in LENGTHS], lasted[here] + day, side="right") - 1
        part = spells.loc[here, list(by)].assign(length=pd.Categorical.from_codes(band, names))
        counts = part.groupby([*by, "length"], observed=False).size().reset_index(name="n")
        counts.insert(0, "day", day)
        parts.append(counts)
    return keyed(key, pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["day", *by, "length", "n"]))


def octobers(meta: Meta) -> list[int]:
    """Run days of 1 October after the branch."""
    first = -(-(meta["branch_day"] - OCTOBER) // YEAR)
    return [
        year * YEAR + OCTOBER
        for year in range(first, meta["end_day"] // YEAR + 1)
        if meta["branch_day"] <= year * YEAR + OCTOBER <= meta["end_day"]
    ]
