"""Who gains and who loses: acted on, displaced, background, beside the churn of an A/A run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analysis.measures.basis import YEAR, Meta, Tables, column, is_in, overlap, stops, table
from analysis.measures.groups import attach

LEVERS = ("authority", "duty", "queue_move", "over_capacity", "care")
ROLES = ("acted_on", "displaced", "background")
MONTH = 28


def child_days(tables: Tables, meta: Meta) -> pd.Series:
    """Days at home after the branch per child of one run; index pupil. Children never at home are absent: zero days."""
    spells = table(tables, "spells")
    days = overlap(column(spells, "start_day"), stops(column(spells, "end_day"), meta["end_day"]), meta["branch_day"], meta["end_day"])
    return pd.Series(days, index=pd.Index(column(spells, "pupil"), name="pupil")).groupby(level=0).sum()


class Traces:
    """What a run's tables tell of who was acted on and who met whom, found once: a reference is compared with every regime.

    Each is an array of pupils, some more than once; meetings also have the spot of each, a number for a place and a period.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._days: dict[tuple[int, int], pd.Series] = {}

    def days(self, meta: Meta) -> pd.Series:
        window = (meta["branch_day"], meta["end_day"])
        if window not in self._days:
            self._days[window] = child_days(self.tables, meta)
        return self._days[window]

    @cached_property
    def levers(self) -> np.ndarray:
        rows = table(self.tables, "interventions")
        return column(rows, "pupil")[is_in(rows["kind"], LEVERS)]

    @cached_property
    def rounds(self) -> np.ndarray:
        rows = table(self.tables, "interventions")
        return column(rows, "pupil")[is_in(rows["kind"], ("round",))]

    @cached_property
    def passed(self) -> np.ndarray:
        return column(table(self.tables, "interventions"), "passed_pupil")

    @cached_property
    def meetings(self) -> list[tuple[np.ndarray, np.ndarray]]:
        rows, places = table(self.tables, "interventions"), table(self.tables, "placements")
        tables = rows[is_in(rows["kind"], ("round",))]
        years = _spots([(places, "school", "start_day"), (rows, "school", "day")], YEAR)
        return [years, _spots([(tables, "partnership", "day")], MONTH)]


def _traces(run: Tables | Traces) -> Traces:
    return run if isinstance(run, Traces) else Traces(run)


def acted_on(ours: Tables | Traces, theirs: Tables | Traces) -> np.ndarray:
    """Pupils for whom a lever was used in either run: a row of kind LEVERS in `interventions`, or another number of rounds at the table
    than in the other run."""
    runs = [_traces(ours), _traces(theirs)]
    levers, rounds = [run.levers for run in runs], [run.rounds for run in runs]
    code, pupils = pd.factorize(np.concatenate(rounds))
    first, second = (np.bincount(own, minlength=len(pupils)) for own in np.split(code, [len(rounds[0])]))
    found = _distinct([*levers, pupils[first != second]])
    return found[found >= 0]


def _distinct(pupils: Sequence[np.ndarray]) -> np.ndarray:
    """Each pupil once. By pandas: numpy's own hashing is slow on numbers as alike as those of pupils, here and for `_among`."""
    return np.asarray(pd.unique(np.concatenate(pupils)))


def _among(pupils: np.ndarray, some: np.ndarray) -> np.ndarray:
    return pd.Series(pupils).isin(some).to_numpy()


def displaced(ours: Tables | Traces, theirs: Tables | Traces, acted: np.ndarray) -> np.ndarray:
    """Pupils without a lever who met an acted-on child: passed by it in a queue, placed at the same school or provider in the same school
    year, or at a
    table of the same partnership in the same four weeks, in either run."""
    found = [np.zeros(0, dtype=np.int64)]
    for run in (_traces(ours), _traces(theirs)):
        found += [run.passed, *(_met(pupil, spot, acted) for pupil, spot in run.meetings)]
    everybody = _distinct(found)
    return everybody[(everybody >= 0) & ~_among(everybody, acted)]


def _met(pupil: np.ndarray, spot: np.ndarray, acted: np.ndarray) -> np.ndarray:
    """Pupils, some more than once, who were where an acted-on child was in the same period."""
    if not len(pupil):
        return pupil
    seen = np.zeros(spot.max() + 1, dtype=bool)
    seen[spot[_among(pupil, acted)]] = True
    return pupil[seen[spot]]


def _spots(meetings: Sequence[tuple[pd.DataFrame, str, str]], days: int) -> tuple[np.ndarray, np.ndarray]:
    """(pupils, where each was in which period of so many days, as a number); who was nowhere is left out.

    meetings: (rows, column of place, column of day).
    """
    pupil = np.concatenate([column(rows, "pupil") for rows, _, _ in meetings])
    places = [rows[place].astype("category").cat for rows, place, _ in meetings]
    names = union_categoricals([own.rename_categories(own.categories.astype(str)) for own in places])
    period = np.concatenate([column(rows, day).astype(np.int64) // days for rows, _, day in meetings])
    nowhere = np.append(names.categories.isin(("", "-1", "None")), True)  # the last stands for code -1
    code = names.codes.astype(np.int64)
    pupil, code, period = (values[~nowhere[code]] for values in (pupil, code, period))
    low = period.min(initial=2**31)
    return pupil, code * (period.max(initial=low) - low + 1) + period - low


def roles(ours: Tables | Traces, theirs: Tables | Traces, pupils: np.ndarray) -> pd.Categorical:
    """The role of each pupil in the difference between two runs."""
    acted = acted_on(ours, theirs)
    code = np.where(_among(pupils, acted), 0, np.where(_among(pupils, displaced(ours, theirs, acted)), 1, 2))
    return pd.Categorical.from_codes(code, list(ROLES))


def changes(ours: Tables | Traces, theirs: Tables | Traces, meta: Meta, by: Sequence[str] = ()) -> pd.DataFrame:
    """Per child at home in either run of one replicate: days in both, change, role and group columns (from the run that knows the child).

    ours, theirs: tables of one run each (`spells, interventions, placements`, and what `by` needs), or their Traces.
    """
    ours, theirs = _traces(ours), _traces(theirs)
    both = pd.concat([ours.days(meta).rename("days"), theirs.days(meta).rename("reference")], axis=1).fillna(0).sort_index()
    frame = both.reset_index().assign(change=(both["days"] - both["reference"]).to_numpy())
    frame["role"] = roles(ours, theirs, frame["pupil"].to_numpy())
    return frame.merge(_groups(ours.tables, theirs.tables, by), on="pupil", how="left") if by else frame


def _groups(ours: Tables, theirs: Tables, by: Sequence[str]) -> pd.DataFrame:
    """Group columns of each child's first stay; of the reference run where both know the child, so groups don't depend on the regime."""
    known = []
    for run in (theirs, ours):
        spells = run["spells"].sort_values(["pupil", "spell_no"])
        first = attach(spells[~spells["pupil"].duplicated()], run, by)
        known.append(first[["pupil", *by]].astype({name: str for name in by if name != "area"}))
    joined = pd.concat(known)
    return joined[~joined["pupil"].duplicated()]


def gains_and_losses(
    ours: Tables, theirs: Tables, meta: Meta, by: Sequence[str] = (), *, same: tuple[Tables, Tables] | None = None
) -> pd.DataFrame:
    """Change in days at home per role and group: days per child, less is better. One row per role and group of one replicate.

    Columns: role, by..., n (children at home in either run), reference (mean days there), mean_change, total_change, share_less,
    share_more,
    mean_less, mean_more; and, when `same` gives an A/A pair (run with one irrelevant extra child, run without), churn_share (children whose
    days differ there)
    and churn_mean (their group's mean change): what chance alone rearranges. A child's own change is luck as much as policy; only group
    means beside churn say anything.
    """
    sums = _summed(changes(ours, theirs, meta, by), ["role", *by])
    if same is None:
        return sums
    churn = changes(*same, meta, by)
    keys = list(by) or ["all"]
    churn = churn.assign(all=0, moved=churn["change"] != 0).groupby(keys, observed=True)
    table_ = pd.DataFrame({"churn_share": churn["moved"].mean(), "churn_mean": churn["change"].mean()}).reset_index()
    return sums.assign(all=0).merge(table_, on=keys, how="left").drop(columns="all", errors="ignore")


def _summed(children: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    change = children["change"]
    children = children.assign(less=change < 0, more=change > 0, saved=change.where(change < 0), added=change.where(change > 0))
    groups = children.groupby(keys, observed=True)
    named = {
        "n": ("change", "size"),
        "reference": ("reference", "mean"),
        "mean_change": ("change", "mean"),
        "total_change": ("change", "sum"),
        "share_less": ("less", "mean"),
        "share_more": ("more", "mean"),
        "mean_less": ("saved", "mean"),
        "mean_more": ("added", "mean"),
    }
    return groups.agg(**named).reset_index()
