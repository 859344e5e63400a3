"""What each row adds to each additive measure: summed they are totals, grouped they are cells.

One definition serves `summary`, `cells` and every table by group, so they can't disagree.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.at_home import order
from analysis.measures.basis import CAUSES, HORIZONS, KINDS, LASTING, YEAR, Days, Meta, column, in_order, is_in, overlap, stops
from analysis.measures.blockers import BUT_CALENDAR, CLASSES, STRICT

WAITS = ("wait_special", "wait_arrangement", "wait_care", "in_care", "wait_choice", "dispute", "admissibility", "start_agreed")
Added = dict[str, NDArray[Any]]  # whole numbers, or yes and no where a row adds one or nothing


def windows(meta: Meta) -> dict[str, tuple[int, int]]:
    """Name -> [low, high) in run days: 1y, 3y, 10y after the branch as far as the run reaches, and `run`, to its end."""
    branch, end = meta["branch_day"], meta["end_day"]
    found = {f"{years}y": (branch, branch + years * YEAR) for years in HORIZONS if branch + years * YEAR <= end}
    return found | {"run": (branch, end)}


def of_spells(spells: pd.DataFrame, meta: Meta) -> Added:
    """Per row of `spells`: children, stays, days at home (they are days out of school too) in each window, days per cause, waits.

    A child counts in the window's first row of its own, so cells add up to children.
    """
    start, end = column(spells, "start_day").astype(np.int64), column(spells, "end_day")
    stop = stops(end, meta["end_day"])
    pupil = column(spells, "pupil")
    fresh, first_of_stay = start >= meta["branch_day"], _first_rows(spells)
    added: Added = {"n_new": fresh & first_of_stay, "n_open": ~fresh & first_of_stay}
    for name, (low, high) in windows(meta).items():
        home = overlap(start, stop, low, high)
        children = _firsts(pupil, start, home > 0)
        added |= {f"home_{name}": home, f"out_{name}": home, f"children_{name}": children, f"children_out_{name}": children}
    for cause in CAUSES:
        days = column(spells, f"days_{cause}").astype(np.int64)
        added |= {f"cause_new_{cause}": np.where(fresh, days, 0), f"cause_open_{cause}": np.where(fresh, 0, days)}
        if cause in WAITS:
            added |= {f"n_{cause}": fresh & (days > 0)}
    added["before"] = overlap(start, stop, -(10**9), meta["branch_day"])
    added["school_days"] = np.where(fresh, column(spells, "school_days"), 0).astype(np.int64)
    return added


def of_exemptions(exemptions: pd.DataFrame, spells: pd.DataFrame, meta: Meta) -> Added:
    """Per row of `exemptions`: exempt days in each window, which are days out of school, and the children who are out of school in it
    without a day at home. An exemption counts wherever it began: at home, from a special school, before the branch."""
    start = column(exemptions, "start_day").astype(np.int64)
    stop = stops(column(exemptions, "end_day"), meta["end_day"])
    pupil = column(exemptions, "pupil")
    home_start, home_stop = column(spells, "start_day").astype(np.int64), stops(column(spells, "end_day"), meta["end_day"])
    added: Added = {}
    for name, (low, high) in windows(meta).items():
        away = overlap(start, stop, low, high)
        seen = column(spells, "pupil")[overlap(home_start, home_stop, low, high) > 0]
        added |= {f"out_{name}": away, f"children_out_{name}": _firsts(pupil, start, (away > 0) & ~np.isin(pupil, seen))}
    return added


def _first_rows(spells: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a row opens its stay."""
    rows, opens = order(spells)
    found = np.empty(len(rows), dtype=bool)
    found[rows] = opens
    return found


def _firsts(pupil: Days, start: Days, counts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a row is its pupil's earliest among those that count."""
    rows = np.flatnonzero(counts)
    rows = rows[in_order(pupil[rows], start[rows])]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = np.diff(pupil[rows]) != 0
    found = np.zeros(len(pupil), dtype=bool)
    found[rows[first]] = True
    return found


def of_sets(sets: pd.DataFrame) -> Added:
    """Per row of `day_sets`: its days under its class, strictly (`blocked_`) and with terms and holidays left out (`bound_`)."""
    bits, days = column(sets, "blockers"), column(sets, "days")
    strict, bare = STRICT[bits], BUT_CALENDAR[bits]
    added = {f"blocked_{name}": np.where(strict == k, days, 0) for k, name in enumerate(CLASSES)}
    return added | {f"bound_{name}": np.where(bare == k, days, 0) for k, name in enumerate(CLASSES)}


def of_placements(placements: pd.DataFrame, meta: Meta) -> tuple[pd.DataFrame, Added]:
    """(Placements that started after the branch, what each adds): started, followed for 1 and 2 years, failed (dropped out) within them;
    imposed ones and each kind too, in the first year also the imposed ones of each lasting kind. Earlier placements add nothing."""
    fresh = placements.take(np.flatnonzero(column(placements, "start_day") >= meta["branch_day"]))
    start, agreed = (column(fresh, name).astype(np.int64) for name in ("start_day", "start_agreed_day"))
    stop = stops(column(fresh, "end_day"), meta["end_day"])
    imposed, kinds = column(fresh, "imposed").astype(bool), {kind: is_in(fresh["kind"], (kind,)) for kind in KINDS}
    lasting = ~kinds["temporary"]
    failed = lasting & is_in(fresh["end_reason"], ("dropped_out",))
    added = {"n_placed": lasting, "n_imposed": lasting & imposed} | {f"n_{kind}": own for kind, own in kinds.items()}
    for years in (1, 2):
        followed = lasting & (start + years * YEAR <= meta["end_day"])
        early = failed & (stop - start < years * YEAR)
        added |= {f"followed_{years}y": followed, f"failed_{years}y": followed & early, f"failures_{years}y": early}
        added |= {f"imposed_followed_{years}y": followed & imposed, f"imposed_failed_{years}y": followed & early & imposed}
        if years == 1:
            added |= _by_kind(kinds, followed, early, imposed)
    added["n_agreed"] = lasting & (agreed >= 0)
    return fresh, added | {"lag_to_start": np.where(added["n_agreed"], start - agreed, 0)}


def _by_kind(
    kinds: dict[str, NDArray[np.bool_]], followed: NDArray[np.bool_], early: NDArray[np.bool_], imposed: NDArray[np.bool_]
) -> dict[str, NDArray[np.bool_]]:
    """Followed and failed in the first year of each lasting kind; all, and imposed."""
    found: dict[str, NDArray[np.bool_]] = {}
    for kind in LASTING:
        own = followed & kinds[kind]
        found |= {f"followed_{kind}": own, f"failed_{kind}": own & early}
        found |= {f"imposed_followed_{kind}": own & imposed, f"imposed_failed_{kind}": own & early & imposed}
    return found
