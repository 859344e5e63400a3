"""The figures that are only kept in the folder: what they draw, from tables that a run may or may not have kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from analysis.errors import AnalysisError
from analysis.measures.basis import YEAR
from analysis.report.facts import Facts

QUARTER = 13
KINDS = ("special", "arrangement", "provider")
TABLES = {"waits": "series_places", "trust": "series"}
ROWS_AT_MOST = 40_000_000


def others(facts: Facts, begin: Callable[[str, pd.DataFrame], None]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Figures that are only kept in the folder: name -> what is drawn; and name -> why a figure is left out, or what is left out of it.

    begin: told of each figure as soon as what it draws is known.
    """
    makers = {
        "ends": lambda: facts.ended,
        "partnerships": lambda: _partnerships(facts),
        "waits": lambda: _waits(facts),
        "trust": lambda: _trust(facts),
    }
    if len(facts.by_obstacle):
        makers["blocked"] = lambda: facts.by_blocker
    made: dict[str, pd.DataFrame] = {}
    left: dict[str, str] = {}
    for name, make in makers.items():
        try:
            frame = make()
        except AnalysisError as error:
            left[name] = str(error)
            continue
        if len(frame):
            begin(name, frame)
            made[name] = frame
            number = len(_replicates(facts, TABLES[name])) if name in TABLES else len(facts.results.replicates)
            if number < len(facts.results.replicates):
                left[name] = f"drawn, but from the first {number} of {len(facts.results.replicates)} replicates only: the table is large"
        else:
            left[name] = f"{facts.results.path}: nothing to draw"
    return made, left


def _partnerships(facts: Facts) -> pd.DataFrame:
    """scenario, area, value: days at home per 1,000 pupils per year, mean over replicates."""
    name, years = facts.window
    own = facts.cells.loc[facts.cells["scenario"].isin(facts.scenarios), ["scenario", "area", f"home_{name}"]]
    days = own.groupby(["scenario", "area"], observed=True)[f"home_{name}"].sum()
    pupils = facts.areas.groupby(["scenario", "area"], observed=True)["regular_pupils"].sum()
    value = (1000 * days / pupils / years).fillna(0).rename("value").reset_index().astype({"scenario": str})
    return pd.concat([value[value["scenario"] == scenario] for scenario in facts.scenarios], ignore_index=True)


def _waits(facts: Facts) -> pd.DataFrame:
    """scenario, year, kind, waiting, occupancy: national sums, mean over the quarters of a year and over replicates."""
    columns = ["scenario", "week", "kind", "places", "occupied", "waiting"]
    parts = []
    for rows in _quarters(facts, "series_places", columns, {"kind": KINDS}):
        parts.append(rows.groupby(["scenario", "week", "kind"], observed=True)[["places", "occupied", "waiting"]].sum().reset_index())
    every = pd.concat(parts).astype({"scenario": str, "kind": str})
    frame = every.groupby(["scenario", "week", "kind"]).sum().reset_index()
    frame = frame[frame.groupby("kind")["places"].transform("sum") > 0]
    frame = _whole_years(frame, facts, ["scenario", "kind"], ["places", "occupied", "waiting"])
    occupancy = frame["occupied"] / frame["places"].where(frame["places"] > 0)
    frame = frame.sort_values("kind", key=lambda kind: kind.map(KINDS.index), kind="stable")
    means = {column: frame[column] / len(_replicates(facts, "series_places")) for column in ("places", "occupied", "waiting")}
    return _ordered(frame.assign(**means, occupancy=occupancy), facts)


def _quarters(facts: Facts, table: str, columns: list[str], among: dict[str, tuple[str, ...]]) -> Iterator[pd.DataFrame]:
    """One replicate at a time, only the weeks that open a quarter: most rows of a series are never read into memory."""
    weeks = range(0, facts.results.meta["end_day"] // 7 + 1, QUARTER)
    for number in _replicates(facts, table):
        rows = facts.results.read(table, columns, replicates=[number], among={**among, "week": weeks})
        yield rows[rows["scenario"].isin(facts.scenarios)]


def _replicates(facts: Facts, table: str) -> list[int]:
    """All of a small run, the first few of a large one: a series has a row per week of every place."""
    each = facts.results.rows(table) / len(facts.results.replicates)
    return facts.results.replicates[: max(1, int(ROWS_AT_MOST // max(each, 1)))]


def _trust(facts: Facts) -> pd.DataFrame:
    """scenario, year, estimate, low, high: mean over areas and quarter points between them, of a year."""
    parts = []
    for rows in _quarters(facts, "series", ["scenario", "week", "measure", "value"], {"measure": ("trust",)}):
        parts.append(rows[["scenario", "week", "value"]].astype({"scenario": str}))
    groups = pd.concat(parts).groupby(["scenario", "week"])["value"]
    frame = pd.DataFrame({"estimate": groups.mean(), "low": groups.quantile(0.25), "high": groups.quantile(0.75)}).reset_index()
    return _ordered(_whole_years(frame, facts, ["scenario"], ["estimate", "low", "high"]), facts)


def _whole_years(frame: pd.DataFrame, facts: Facts, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Means per year since the announcement, at its middle: queues breathe with the seasons. A year cut short is left out."""
    since = frame["week"] * 7 - facts.results.meta["branch_day"]
    groups = frame.assign(year=since // YEAR + 0.5).groupby([*keys, "year"])
    return groups[columns].mean()[groups.size() >= YEAR // 7 // QUARTER].reset_index()


def _ordered(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    order = {name: place for place, name in enumerate(facts.scenarios)}
    return frame.assign(order=frame["scenario"].map(order)).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)
