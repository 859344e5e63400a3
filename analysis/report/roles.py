"""Acted on, displaced, background: what a regime does to children it touches and to those beside them, from the children's own rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import robust
from analysis.compare import paired
from analysis.errors import AnalysisError
from analysis.load import Results
from analysis.measures.basis import YEAR
from analysis.measures.luck import ROLES, changes

ROWS_AT_MOST = 6_000_000
READ = {
    "spells": (["pupil", "area", "start_day", "end_day"], None),
    "interventions": (["day", "partnership", "kind", "pupil", "school", "passed_pupil"], "day"),
    "placements": (["pupil", "school", "start_day"], "start_day"),
}  # before the announcement both runs are the same: nobody is acted on there
TOUCHED = ["scenario", "role", "n", "reference", "mean_change", "share_less", "share_more"]
YEARLY = ["scenario", "group", "value", "difference", "low", "high"]


def replicates_read(results: Results) -> list[int]:
    """The replicates whose children are followed: all of a small run, the first few of a large one; none where their rows were not kept.

    Bounded by the rows of `placements`, so that ten regimes of a whole country stay a matter of seconds.
    """
    if not all(results.has(table) for table in READ):
        return []
    each = results.rows("placements") / max(len(results.replicates), 1)
    return results.replicates[: max(1, int(ROWS_AT_MOST // max(each, 1)))]


def by_role(
    results: Results, scenarios: Sequence[str], reference: str, level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(TOUCHED: children of a replicate and their mean change in days, per scenario and role; YEARLY: change in days per 1,000 pupils per
    year, which adds up over roles to the change of all). Both empty where children's rows were not kept. An A/A run is a scenario like any.
    """
    numbers = replicates_read(results)
    children = [_children(results, scenarios, reference, number) for number in numbers]
    if not children:
        return pd.DataFrame(columns=TOUCHED), pd.DataFrame(columns=YEARLY)
    every = pd.concat(children, ignore_index=True)
    years = (results.meta["end_day"] - results.meta["branch_day"]) / YEAR
    read = results.read("areas", scenarios=[reference], replicates=numbers)
    every, areas = (robust.whole(frame, results.manifest) for frame in (every, read))
    base = areas.astype({"province": str})
    sums = _sums(every, base)
    yearly = [_yearly(sums[sums["scenario"] == name], base, name, reference, years, level) for name in scenarios]
    return _means(every, len(numbers)), pd.concat(yearly, ignore_index=True)


def _children(results: Results, scenarios: Sequence[str], reference: str, replicate: int) -> pd.DataFrame:
    runs = _runs(results, [reference, *scenarios], replicate)
    theirs, found = runs[reference], []
    for name in scenarios:
        ours = runs[name]
        child = changes(ours, theirs, results.meta)
        homes = pd.concat([run["spells"][["pupil", "area"]] for run in (theirs, ours)]).drop_duplicates("pupil").set_index("pupil")["area"]
        child = child.assign(scenario=name, replicate=replicate, area=homes.reindex(child["pupil"]).to_numpy())
        found.append(child[["scenario", "replicate", "area", "role", "days", "reference", "change"]])
    return pd.concat(found, ignore_index=True)


def _runs(results: Results, scenarios: Sequence[str], replicate: int) -> dict[str, dict[str, pd.DataFrame]]:
    """Tables of every scenario; each file is read once for all of them."""
    branch = results.meta["branch_day"]
    found: dict[str, dict[str, pd.DataFrame]] = {name: {} for name in scenarios}
    for table, (columns, day) in READ.items():
        rows = results.read(table, ["scenario", *columns], replicates=[replicate], since=(day, branch) if day else None)
        for name in scenarios:
            found[name][table] = rows[rows["scenario"] == name]
    return found


def _means(every: pd.DataFrame, replicates: int) -> pd.DataFrame:
    groups = every.assign(less=every["change"] < 0, more=every["change"] > 0).groupby(["scenario", "role"], observed=False)
    found = groups.agg(
        n=("change", "size"),
        reference=("reference", "mean"),
        mean_change=("change", "mean"),
        share_less=("less", "mean"),
        share_more=("more", "mean"),
    ).reset_index()
    return found.assign(n=found["n"] / replicates, role=found["role"].astype(str))[TOUCHED]


def _sums(every: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """scenario, replicate, province, group (the role), days, reference: sums over children."""
    province = base.drop_duplicates("area").set_index("area")["province"].astype("category")
    placed = every.assign(province=province.reindex(every["area"]).array)
    sums = placed.groupby(["scenario", "replicate", "province", "role"], observed=True)[["days", "reference"]].sum()
    return sums.rename_axis(index={"role": "group"}).reset_index().astype({"province": str, "group": str})


def _yearly(sums: pd.DataFrame, base: pd.DataFrame, name: str, reference: str, years: float, level: float) -> pd.DataFrame:
    """YEARLY of one scenario: sums per (replicate, province), resampled like every other comparison."""
    pupils = base.groupby(["replicate", "province"])["regular_pupils"].sum().reset_index()
    full = pupils.merge(pd.DataFrame({"group": ROLES}), how="cross")
    full = full.merge(sums, how="left", on=["replicate", "province", "group"]).fillna({"days": 0, "reference": 0})
    arms = [full.assign(scenario=arm, rate=1000 * full[column] / years) for arm, column in ((name, "days"), (reference, "reference"))]
    try:
        found = paired(pd.concat(arms), ["rate"], against=reference, per="regular_pupils", by=("group",), level=level)
    except AnalysisError:  # one replicate of one province was read: a change without an interval
        total = full.groupby("group").sum(numeric_only=True)
        change = 1000 / years * (total["days"] - total["reference"]) / total["regular_pupils"]
        value = 1000 / years * total["days"] / total["regular_pupils"]
        found = pd.DataFrame({"value": value, "difference": change, "low": np.nan, "high": np.nan}).reset_index().assign(scenario=name)
    return found[YEARLY]
