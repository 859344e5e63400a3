"""The targets, and what each is of a run: a function of its measures and its parameters."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.errors import InputError
from sim.country import regions

FILE = Path(__file__).with_name("targets.toml")
Array = NDArray[np.float64]
Column = Callable[[pd.DataFrame], pd.Series]


def _ratio(part: str, whole: str) -> Column:
    return lambda s: s[part] / s[whole]


def _is(name: str) -> Column:
    return lambda s: s[name]


STATISTICS: dict[str, Column] = {
    "lrv_cases": _is("lrv_cases"), "lrv_over_3_months": _is("lrv_over_3_months"), "lrv_carry_over": _ratio("lrv_start_stock", "lrv_cases"),
    "lrv_returned": _is("lrv_share_returned"), "lrv_growth": _is("lrv_growth"), "av_cases": _is("av_cases"),
    "av_over_3_months": _is("av_over_3_months"), "av_returned": _is("av_share_returned"), "share_secondary": _is("share_secondary_october"),
    "over_a_year": _ratio("at_home_over_1_year_october", "at_home_october"), "exempt": _is("exempt_october"), "exempt_growth": _is("exempt_growth"),
    "inflow_sbo": _is("inflow_sbo"), "inflow_so": _is("inflow_so"), "inflow_vso": _is("inflow_vso"), "stock_sbo": _is("stock_sbo"),
    "stock_so": _is("stock_so"), "stock_vso": _is("stock_vso"), "return_so": _is("return_so"),
    "failed_after_stay": _is("share_failed_after_stay_1y"),
    "care_wait": lambda s: s["waiting_per_place_care"] / s["occupancy_care"] * s["behaviour.treatment_weeks"],
    "care_occupancy": _is("occupancy_care"), "never_used": _is("holders_never"), "uses": _is("holders_uses_per_year"),
    "used_1_2": _is("holders_1_2"), "used_over_10": _is("holders_over_10"),
}  # fmt: skip
"""Needs the measures of `summary` and a column per parameter that is read: READ."""
READ = ("behaviour.treatment_weeks",)


@dataclass(frozen=True)
class Target:
    """A figure of the country: value and tolerance in its own unit; log: distances are taken on the logarithm; scaled: a number of
    pupils of the country."""

    name: str
    value: float
    tolerance: float
    log: bool
    scaled: bool
    fitted: bool
    source: tuple[str, ...]
    quality: str
    definition: str


def load(path: Path = FILE) -> tuple[Target, ...]:
    """The targets of a file, in its order; InputError for one that nothing computes."""
    found = []
    for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if name not in STATISTICS:
            raise InputError(f"{path.name}: no statistic '{name}'")
        found.append(
            Target(name, float(row["value"]), float(row["tolerance"]), row.get("log", False), row.get("scale") == "pupils", row["fitted"],
                   tuple(row["source"]), row["quality"], row["definition"])
        )  # fmt: skip
    return tuple(found)


def national_pupils() -> int:
    """Regular pupils of the country."""
    return int(regions.partnerships().regular_pupils.sum())


def table(summary: pd.DataFrame, targets: tuple[Target, ...], pupils: float) -> pd.DataFrame:
    """One row per run, a column per target, numbers of pupils scaled from a region with `pupils` regular pupils to the country."""
    share = national_pupils() / pupils
    columns = {t.name: STATISTICS[t.name](summary).to_numpy(dtype=float) * (share if t.scaled else 1.0) for t in targets}
    return pd.DataFrame(columns, index=summary.index)


def distances(reached: Array, targets: tuple[Target, ...]) -> Array:
    """How far each statistic is from its target, in tolerances: [run, target]. On the logarithm where the target says so, with a twentieth of
    it added to both, so that 0 has one."""
    columns = []
    for k, t in enumerate(targets):
        if t.log:
            floor = 0.05 * t.value
            columns.append(np.log((reached[:, k] + floor) / (t.value + floor)) / np.log1p(t.tolerance / t.value))
        else:
            columns.append((reached[:, k] - t.value) / t.tolerance)
    return np.stack(columns, axis=1)
