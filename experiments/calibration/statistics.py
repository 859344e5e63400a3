"""The targets, and what each is of a run, from its measures and its parameters."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures import MEASURES
from experiments.errors import InputError
from sim.country import regions
from sim.errors import did_you_mean
from sim.parameters import PARAMETERS

FILE = Path(__file__).with_name("targets.toml")
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """A figure of the country, and what it is of a run: a measure, over another one, times a parameter.

    value and tolerance in its own unit. log: distances are taken on the logarithm. scaled: a number of pupils of the country.
    """

    name: str
    measure: str
    over: str | None
    times: str | None
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
        for key, known in (("measure", MEASURES), ("over", MEASURES), ("times", PARAMETERS)):
            if row.get(key, "") not in known and (key in row or key == "measure"):
                raise InputError(f"{path.name}: {name}: no {key} '{row.get(key)}'{did_you_mean(str(row.get(key)), known)}")
        found.append(
            Target(name, row["measure"], row.get("over"), row.get("times"), float(row["value"]), float(row["tolerance"]), row.get("log", False),
                   row.get("scale") == "pupils", row["fitted"], tuple(row["source"]), row["quality"], row["definition"])
        )  # fmt: skip
    return tuple(found)


def national_pupils() -> int:
    """Regular pupils of the country."""
    return int(regions.partnerships().regular_pupils.sum())


def table(summary: pd.DataFrame, targets: tuple[Target, ...], pupils: float) -> pd.DataFrame:
    """One row per run, a column per target; numbers of pupils are scaled from a region with `pupils` regular pupils to the country.

    summary: measures, and a column for each parameter that a target is multiplied by.
    """
    share = national_pupils() / pupils
    columns = {t.name: _of(t, summary).to_numpy(dtype=float) * (share if t.scaled else 1.0) for t in targets}
    return pd.DataFrame(columns, index=summary.index)


def _of(target: Target, summary: pd.DataFrame) -> pd.Series:
    found = summary[target.measure]
    if target.over is not None:
        found = found / summary[target.over]
    return found if target.times is None else found * summary[target.times]


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
