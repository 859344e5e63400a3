"""Are there enough replicates? The 95% half-width of a paired difference between two scenarios."""

from collections.abc import Sequence
from math import inf, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
from scipy.special import stdtrit

from experiments.errors import InputError
from experiments.execution.store import Store
from experiments.plan.plan import Plan
from sim.errors import did_you_mean


def half_width(differences: Sequence[float] | np.ndarray) -> float:
    """Half-width of the 95% interval of the mean (Student's t over replicates); infinite with fewer than two."""
    values = np.asarray(differences, dtype=float)
    n = len(values)
    return float(stdtrit(n - 1, 0.975) * values.std(ddof=1) / sqrt(n)) if n > 1 else inf


def check(plan: Plan) -> None:
    """InputError, before anything is computed, for a measure or a scenario that there is not."""
    wanted = plan.settings.precision
    if wanted.measure is None:
        return
    from analysis.measures import MEASURES

    _pairs(plan, [str(name) for name in wanted.between or []])
    if wanted.measure not in MEASURES:
        raise InputError(f"precision.measure: no measure '{wanted.measure}'{did_you_mean(str(wanted.measure), tuple(MEASURES))}")


def is_reached(plan: Plan, store: Store, tally: Any) -> bool:
    """Is the widest half-width over the plan's settings below the target? Says so in `tally.note`."""
    wanted = plan.settings.precision
    names = _pairs(plan, [str(name) for name in wanted.between or []])
    values = _summary(store.files("summary", tally.n_chunks), str(wanted.measure))
    widths = []
    for one, other in names:
        paired = values[one] - values[other] if {one, other} <= set(values.columns) else pd.Series(dtype=float)
        widths.append(half_width(paired.dropna().to_numpy()))
    widest = max(widths)
    target = float(wanted.half_width or 0)
    asked = f"{wanted.measure}, {' minus '.join(map(str, wanted.between or []))}"
    tally.note = f"{asked}: half-width {widest:.4g} with {tally.replicates} replicates (asked: {target:.4g})"
    return widest <= target


def _pairs(plan: Plan, between: list[str]) -> list[tuple[str, str]]:
    """Names of the points to compare, one pair per setting."""
    settings: dict[str, dict[str, str]] = {}
    for point in plan.points:
        settings.setdefault(point.setting, {})[point.branch] = point.name
    known = sorted({point.branch for point in plan.points})
    for name in between:
        if name not in known:
            raise InputError(f"precision.between: no scenario '{name}' in this plan{did_you_mean(name, known)}")
    return [(branches[between[0]], branches[between[1]]) for branches in settings.values()]


def _summary(files: Sequence[Path], measure: str) -> pd.DataFrame:
    """One column per scenario, one row per replicate."""
    table = ds.dataset([str(file) for file in files])
    if measure not in table.schema.names:
        raise InputError(f"precision.measure: no measure '{measure}'{did_you_mean(measure, table.schema.names[3:])}")
    frame = table.to_table(columns=["scenario", "replicate", measure]).to_pandas()
    return frame.pivot(index="replicate", columns="scenario", values=measure)
