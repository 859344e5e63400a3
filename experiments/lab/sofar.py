"""What is known while countries come in: each as a difference from today, and from ten on all of them together."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import robust
from analysis.compare import paired, units
from experiments.execution.store import Store
from experiments.lab import recipe
from experiments.lab.question import Question

TODAY = recipe.TODAY
FILES = ("cells", "areas", "summary")
FAILED = "share_failed_1y"


def days(question: Question) -> str:
    """The measure of days at home over the window that the report speaks of."""
    return f"days_home_{question.years}y"


def country(store: Store, number: int, question: Question) -> list[dict[str, Any]]:
    """One row a proposal: scenario, days (a year per 1,000 pupils) and failed (percentage points), as differences from today. None of a study."""
    if question.study:
        return []
    frame = _read(store, "summary", [number]).set_index("scenario")
    change = frame - frame.loc[TODAY] if TODAY in frame.index else frame
    return [
        {"scenario": name, "days": change.at[name, days(question)] / question.years, "failed": 100 * change.at[name, FAILED]}
        for name in recipe.names(question)
    ]


def together(store: Store, question: Question) -> list[dict[str, Any]]:
    """One row a proposal and measure: estimate, low, high of the paired difference over the countries there are."""
    numbers = [number for number in range(question.countries) if store.marker(number) is not None]
    many = {"ensemble": {"members": range(10**6)}}  # one unit a country
    sums = units(*(robust.whole(_read(store, name, numbers), many) for name in ("cells", "areas")))
    found = paired(sums, [days(question), FAILED], against=TODAY, scenarios=recipe.names(question))
    scale = {days(question): 1 / question.years, FAILED: 100.0}
    return [
        {"scenario": str(row.scenario), "measure": "failed" if row.measure == FAILED else "days",
         **{key: getattr(row, name) * scale[str(row.measure)] for key, name in
            (("estimate", "difference"), ("low", "low"), ("high", "high"), ("reference", "reference"))}}
        for row in found.itertuples()
    ]  # fmt: skip


def _read(store: Store, table: str, numbers: Sequence[int]) -> pd.DataFrame:
    parts = [pd.read_parquet(path) for number in numbers for path in [_file(store, table, number)]]
    frame = pd.concat(parts, ignore_index=True)
    return frame.drop(columns=["seed"]) if table == "summary" else frame


def _file(store: Store, table: str, number: int) -> Any:
    marked = (store.marker(number) or {}).get("files", {})
    return next(store.path / name for name in marked if name.split(".")[0].split("-")[0] == table)
