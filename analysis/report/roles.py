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
from analysis.measures.luck import ROLES, Traces, changes

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
    year, which adds up over roles to the change of all). Both empty where children's rows were not kept or no scenario stands beside the
    reference. An A/A run is a scenario like any.
    """
    numbers = replicates_read(results) if scenarios else []
    children = [_children(results, scenarios, reference, number) for number in numbers]
    if not children:
        return pd.DataFrame(columns=TOUCHED), pd.DataFrame(columns=YEARLY)
    every = pd.concat(children, ignore_index=True)
    years = (results.meta["end_day"] - results.meta["branch_day"]) / YEAR
    read = results.read("areas", scenarios=[reference], replicates=numbers)
    every, areas = (robust.whole(frame, results.manifest) for frame in (every, read))
    return _means(every, len(numbers)), _yearly(every, areas.astype({"province": str}), scenarios, years, level)


def _children(results: Results, scenarios: Sequence[str], reference: str, replicate: int) -> pd.DataFrame:
    runs = {name: Traces(tables) for name, tables in _runs(results, [reference, *scenarios], replicate).items()}
    theirs, found = runs[reference], []
    for name in scenarios:
        ours = runs[name]
        child = changes(ours, theirs, results.meta)
        homes = pd.concat([run.tables["spells"][["pupil", "area"]] for run in (theirs, ours)]).drop_duplicates("pupil").set_index("pupil")["area"]
        child = child.assign(scenario=name, replicate=replicate, area=homes.reindex(child["pupil"]).to_numpy())
        found.append(child[["scenario", "replicate", "area", "role", "days", "reference", "change"]])
    return pd.concat(found, ignore_index=True)


def _runs(results: Results, scenarios: Sequence[str], replicate: int) -> dict[str, dict[str, pd.DataFrame]]:
    """Tables of every scenario; each file is read once for all of them.

    Placements only of children who stayed at home or about whom anything was done: others are neither acted on nor counted.
    """
    branch = results.meta["branch_day"]
    found: dict[str, dict[str, pd.DataFrame]] = {name: {} for name in scenarios}
    known = np.zeros(0, dtype=np.int64)
    for table, (columns, day) in READ.items():
        rows = results.read(table, ["scenario", *columns], replicates=[replicate], since=(day, branch) if day else None)
        if table == "placements":
            rows = rows[rows["pupil"].isin(known)]
        else:
            known = np.append(known, rows["pupil"].unique())
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


def _yearly(every: pd.DataFrame, areas: pd.DataFrame, scenarios: Sequence[str], years: float, level: float) -> pd.DataFrame:
    """YEARLY: sums per (replicate, province), resampled like every other comparison. A child's role differs from scenario to scenario, and
    with it the reference of a role: so all scenarios are groups of one arm, and their references of the other."""
    province = areas.drop_duplicates("area").set_index("area")["province"].astype("category")
    placed = every.rename(columns={"scenario": "of", "role": "group"}).assign(province=province.reindex(every["area"]).array)
    keys = ["replicate", "province", "of", "group"]
    sums = placed.groupby(keys, observed=True)[["days", "reference"]].sum().reset_index().astype({"province": str, "group": str})
    full = areas.groupby(["replicate", "province"])["regular_pupils"].sum().reset_index()
    for key, values in (("of", scenarios), ("group", ROLES)):
        full = full.merge(pd.DataFrame({key: list(values)}), how="cross")
    full = full.merge(sums, how="left", on=keys).fillna({"days": 0, "reference": 0})
    arms = [full.assign(scenario=arm, rate=1000 * full[arm] / years) for arm in ("days", "reference")]
    try:
        found = paired(pd.concat(arms), ["rate"], against="reference", per="regular_pupils", by=("of", "group"), level=level)
    except AnalysisError:  # one replicate of one province was read: a change without an interval
        total = full.groupby(["of", "group"]).sum(numeric_only=True)
        change = 1000 / years * (total["days"] - total["reference"]) / total["regular_pupils"]
        value = 1000 / years * total["days"] / total["regular_pupils"]
        found = pd.DataFrame({"value": value, "difference": change, "low": np.nan, "high": np.nan}).reset_index()
    return found.assign(scenario=found["of"])[YEARLY]
