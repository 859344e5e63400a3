"""A wave: points of the unit cube run through the same planner and store as any sweep, so that it can be stopped and typed again."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.load import load
from experiments.calibration import priors, statistics
from experiments.calibration.priors import Array, Prior
from experiments.calibration.statistics import Target
from experiments.errors import InputError
from experiments.run import front_door
from sim.parameters import PARAMETERS

Seeds = NDArray[np.int64]


PLAIN = ["ensemble=none", "population=default", "behaviour=default", "capacity=default"]
"""A fit starts from the parameters as they are declared, never from an earlier fit."""


@dataclass(frozen=True)
class Country:
    """What every point of a calibration is run on: a region, years of burn-in and years observed under today's landscape."""

    region: str
    burn_in_years: int
    years: int

    @property
    def words(self) -> list[str]:
        return [f"region={self.region}", f"horizon.burn_in_years={self.burn_in_years}", f"horizon.years={self.years}", "regime=landscape", *PLAIN]


def run(folder: Path, name: str, own: tuple[Prior, ...], u: Array, seeds: Seeds, country: Country, targets: tuple[Target, ...]) -> Array:
    """Statistics [point, target] of points u [point, prior]; a row of NaN where a run failed. seeds: one per point."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = priors.values(own, u)
    rows = [dict(zip(columns, map(float, values), strict=True)) for values in zip(*columns.values(), strict=True)]
    points = [{"seed": int(seed)} | {key: float(f"{value:.8g}") for key, value in row.items()} for seed, row in zip(seeds, rows, strict=True)]
    _write(folder / f"{name}.csv", points)
    out = folder / name
    design = ["keep=summary", "plan.design=csv", f"plan.csv={folder / name}.csv", "max_points=1000000"]
    status = front_door([*country.words, *design, f"out={out}"])
    if status not in (0, 3):
        raise InputError(f"calibration: the runs of '{name}' did not end well (status {status}); see {out}")
    return read(out, targets)


def _write(path: Path, rows: list[dict[str, float]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(out: Path, targets: tuple[Target, ...]) -> Array:
    """Statistics of a results folder in the order of its plan."""
    results = load(out)
    points = results.read("points")
    summary = results.read("summary")
    areas = results.read("areas", ["scenario", "regular_pupils"])
    pupils = float(areas.groupby("scenario", observed=True)["regular_pupils"].sum().iloc[0])
    parameters = [name for name in points if "." in name]
    scenario = points["scenario"].astype(str)
    wide = points[parameters].assign(scenario=scenario).merge(summary.astype({"scenario": str}), on="scenario", how="left")
    read = {name: PARAMETERS[name].value for name in [t.times for t in targets] if name is not None and name not in wide}
    wide = pd.concat([wide, pd.DataFrame(read, index=wide.index)], axis=1)
    return np.asarray(statistics.table(wide, targets, pupils).to_numpy(dtype=float))
