"""A sweep as a table of settings and answers, and the designs that can be found in it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.load import Results

_NOT_FACTORS = ("scenario", "seed", "replicate", "branch", "setting", "digest", "status", "error")
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """factors: one row per setting, a column per factor that varies. values: [setting, replicate], NaN where a run failed. name: what was
    asked."""

    factors: pd.DataFrame
    values: Array
    name: str

    @property
    def missing(self) -> int:
        """Settings without an answer in some replicate: a run failed, or the measure has no value there."""
        return int((~np.isfinite(self.values).all(axis=1)).sum())

    @property
    def means(self) -> Array:
        """Mean over the replicates that every setting has; NaN for a setting without."""
        return self.values.mean(axis=1)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Answers:
        """These settings only."""
        return Answers(self.factors.loc[rows].reset_index(drop=True), self.values[rows], self.name)


def branches(results: Results) -> list[str]:
    """Names of the regimes that were crossed with the settings, A/A runs left out."""
    names = [str(name) for name in results.read("points", ["branch"])["branch"].unique()]
    return [name for name in names if not name.endswith("_aa")]


def answers(results: Results, measure: str, of: str, minus: str | None = None) -> Answers:
    """A measure under the regime `of`, or its paired difference from the regime `minus`, for every setting and replicate.

    Settings come in the order in which they were planned. AnalysisError for a measure or regime that is not there, and when nothing varies.
    """
    there = results.columns("summary")
    if measure not in there:
        raise AnalysisError(f"no measure '{measure}'{_near(measure, there[3:])}")
    points = results.read("points").astype({"scenario": str, "branch": str, "setting": str})
    known = branches(results)
    for name in (of, *([minus] if minus else [])):
        if name not in known:
            raise AnalysisError(f"no regime '{name}' in this sweep{_near(name, known)} (there is: {', '.join(known)})")
    values = results.read("summary", ["scenario", "replicate", measure]).astype({"scenario": str})
    long = points[["scenario", "replicate", "branch", "setting"]].merge(values, on=["scenario", "replicate"], how="left")
    order = points["setting"].drop_duplicates()
    found = _wide(long, of, measure, order) - (_wide(long, minus, measure, order) if minus else 0.0)
    found = found.dropna(axis=1, how="all")
    if not len(found.columns):
        failed = int((points["status"] == "failed").sum()) if "status" in points else 0
        why = f"{failed} of {len(points)} runs failed" if failed else "the runs are too short for it, or nothing happened that it counts"
        raise AnalysisError(f"{results.path}: {measure} has no value in any of {len(order)} settings: {why}")
    factors = points.drop_duplicates("setting").drop(columns=[name for name in _NOT_FACTORS if name in points]).reset_index(drop=True)
    varying = [name for name in factors if factors[name].nunique(dropna=False) > 1]
    if not varying:
        raise AnalysisError(f"{results.path}: no factor varies here; this needs a sweep")
    return Answers(factors[varying], found.to_numpy(dtype=float), f"{measure} of {of}" + (f" minus {minus}" if minus else ""))


def _wide(long: pd.DataFrame, branch: str, measure: str, order: pd.Series) -> pd.DataFrame:
    own = long[long["branch"] == branch]
    return own.pivot(index="setting", columns="replicate", values=measure).reindex(order)


def _near(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def intervals(results: Results, factors: pd.DataFrame) -> list[str]:
    """Factors that a design sampled from an interval: as the plan says, else every numeric factor that varies."""
    plan = results.path / "plan.json"
    if plan.is_file():
        shown = json.loads(plan.read_text(encoding="utf-8")).get("factors", {})
        named = [name for name in factors if isinstance(shown.get(name), str)]
        if named:
            return named
    return [name for name in factors if pd.api.types.is_numeric_dtype(factors[name]) and not pd.api.types.is_bool_dtype(factors[name])]


@dataclass(frozen=True)
class Blocks:
    """Row numbers of Sobol's scheme: a, b: [n]; ab: [factors, n], A with one column of B."""

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    ab: NDArray[np.intp]


def sobol_blocks(x: Array) -> Blocks:
    """Find Saltelli's scheme among rows of settings by their values, whatever their order and with repeated points stored once.

    A row is an A when, for each factor, another row differs from it in that factor only, and the row made of those other values is there
    too (its B).
    A's come first in their block. A factor with few values may have the same one in A and B: then A stands for its own partner.
    AnalysisError when there is no such block, or only one factor.
    """
    if x.shape[1] < 2:
        raise AnalysisError("one factor varies: there is nothing to divide between factors")
    rows = {row.tobytes(): number for number, row in reversed(list(enumerate(np.ascontiguousarray(x))))}
    partners = [_partners(x, column) for column in range(x.shape[1])]
    discrete = [len(np.unique(x[:, column])) < max(len(x) // (x.shape[1] + 2), 2) for column in range(x.shape[1])]
    found: list[list[int]] = []
    for number in range(len(x)):
        own = [_partner(partners[column][number], number, discrete[column]) for column in range(x.shape[1])]
        if None in own:
            continue
        mixed = np.array([x[row, column] for column, row in enumerate(own)])
        b = rows.get(mixed.tobytes())
        if b is not None and b > number and all(row >= number for row in own if row is not None):
            found.append([number, b, *[row for row in own if row is not None]])
    if not found:
        raise AnalysisError("no Sobol design in this sweep: run it with hydra.sweeper.design=sobol, or ask for method=morris")
    blocks = np.array(found, dtype=np.intp)
    return Blocks(blocks[:, 0], blocks[:, 1], blocks[:, 2:].T)


def holds_sobol(x: Array) -> bool:
    """Whether any block of Sobol's scheme is among these settings."""
    try:
        sobol_blocks(x)
    except AnalysisError:
        return False
    return True


def _partners(x: Array, column: int) -> list[list[int]]:
    """For each row, the other rows that differ from it in this column only, in order."""
    others = np.ascontiguousarray(np.delete(x, column, axis=1))
    groups: dict[bytes, list[int]] = {}
    for number, row in enumerate(others):
        groups.setdefault(row.tobytes(), []).append(number)
    return [groups[row.tobytes()] for row in others]


def _partner(rows: list[int], number: int, discrete: bool) -> int | None:
    other = next((row for row in rows if row > number), None)
    return number if other is None and discrete else other


def steps(x: Array, column: int) -> NDArray[np.intp]:
    """Pairs of rows [n, 2] that differ in this column only, each next to the other in the column's value: elementary effects."""
    pairs = set()
    for group in {tuple(rows) for rows in _partners(x, column) if len(rows) > 1}:
        order = sorted(group, key=lambda row: x[row, column])
        pairs |= set(pairwise(order))
    return np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
