"""Under which circumstances one regime beats another: a box found by PRIM, and sweeps handed over in EMA Workbench's format.

    python -m analysis.discovery RESULTS measure=days_home_10y of=doorzettingsmacht minus=landscape threshold=0 direction=below

measure    what is answered: a column of the table `summary`
of, minus  a regime, and one to subtract from it
threshold  what answers are held against
direction  below or above: on which side of it an answer is of interest
density    least share of interest in the box
ema        a .tar.gz to write the sweep to, for ema_workbench.load_results
mixed      true reads results of several code versions together
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import sweep, words
from analysis.errors import AnalysisError
from analysis.load import Results, load
from analysis.sweep import Answers

KEYS = {
    "measure": None,
    "of": None,
    "minus": None,
    "threshold": "0",
    "direction": "below",
    "density": "0.8",
    "ema": None,
    "mixed": "false",
}


@dataclass(frozen=True)
class Box:
    """limits: one row per restricted factor (factor, low, high, or values for words, range_low, range_high, share of its range).

    coverage: share of all cases of interest that lie in the box. density: share of the box that is of interest; base: of all settings.
    mass: share of settings in the box. reached: whether the density asked for was reached.
    """

    limits: pd.DataFrame
    coverage: float
    density: float
    base: float
    mass: float
    n: int
    reached: bool
    name: str
    interest: str

    @property
    def sentence(self) -> str:
        """The box in one sentence."""
        asked = f"{self.name} is {self.interest}"
        if self.limits.empty:
            return f"{asked} in {self.base:.0%} of {self.n} settings, and no part of the space stands out."
        where = " and ".join(_limit(row) for row in self.limits.to_dict("records"))
        short = "" if self.reached else " (less than the density asked for)"
        found = f"{asked} in {self.density:.0%} of the settings with {where}{short}, which hold {self.coverage:.0%} of all such cases"
        return f"{found}; over all {self.n} settings it is {self.base:.0%}."


def _limit(row: dict[str, Any]) -> str:
    if isinstance(row["values"], str) and row["values"]:
        return f"{row['factor']} in {{{row['values']}}}"
    low, high = row["low"] > row["range_low"], row["high"] < row["range_high"]
    if low and high:
        return f"{row['factor']} between {row['low']:.4g} and {row['high']:.4g}"
    return f"{row['factor']} above {row['low']:.4g}" if low else f"{row['factor']} below {row['high']:.4g}"


def prim(asked: Answers, threshold: float = 0.0, direction: str = "below", density: float = 0.8) -> Box:
    """The first PRIM box: of all boxes on its peeling path that reach `density`, the one with most coverage; else the densest.

    Settings with a failed run are left out. AnalysisError when all settings or none are of interest, or when ema-workbench is not
    installed.
    """
    kept = np.isfinite(asked.means)
    x, y = asked.factors[kept].reset_index(drop=True), asked.means[kept]
    of_interest = (y < threshold) if direction == "below" else (y > threshold)
    interest = f"{direction} {threshold:g}"
    if not of_interest.any() or of_interest.all():
        extent = "all" if of_interest.any() else "none"
        raise AnalysisError(f"{asked.name} is {interest} in {extent} of {len(y)} settings: no border to find; choose another threshold")
    x = _for_ema(x)
    with quiet():
        box = ema_prim(density)(x, of_interest, peel_alpha=0.05, mass_min=min(0.5, max(0.05, 10 / len(y)))).find_box()
    if box is None:
        return Box(_limits(x, None), 1.0, float(of_interest.mean()), float(of_interest.mean()), 1.0, len(y), False, asked.name, interest)
    path = box.peeling_trajectory
    dense = path.index[path["density"] >= density - 1e-12]
    spot = int(path.loc[dense, "coverage"].idxmax()) if len(dense) else int(path["density"].idxmax())
    row = path.loc[spot]
    return Box(
        _limits(x, box.box_lims[spot]),
        float(row["coverage"]),
        float(row["density"]),
        float(of_interest.mean()),
        float(row["mass"]),
        len(y),
        bool(len(dense)),
        asked.name,
        interest,
    )


@contextmanager
def quiet() -> Iterator[None]:
    """ema-workbench 2.5 warns of optional libraries we don't use, and calls pandas in ways that pandas 3 deprecates; neither is the
    reader's concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def ema_prim(density: float) -> Callable[..., Any]:
    """EMA Workbench's Prim; AnalysisError where the extra is not installed. Version 2 wants to know from which density on a box counts, version 3
    leaves that to its caller."""
    try:
        with quiet():
            from ema_workbench.analysis.prim import Prim
    except ImportError:
        raise AnalysisError("scenario discovery needs ema-workbench: pip install 'plek[discovery]'") from None
    return partial(Prim, threshold=density) if "threshold" in signature(Prim).parameters else Prim


def _for_ema(x: pd.DataFrame) -> pd.DataFrame:
    """Plain dtypes: float64, int64, or category of words."""
    made = {}
    for name in x:
        kind = x[name].dtype
        if pd.api.types.is_bool_dtype(kind) or not pd.api.types.is_numeric_dtype(kind):
            made[name] = x[name].astype(str).astype(object).astype("category")
        else:
            made[name] = x[name].astype("int64" if pd.api.types.is_integer_dtype(kind) else "float64")
    return pd.DataFrame(made)


def _limits(x: pd.DataFrame, lims: pd.DataFrame | None) -> pd.DataFrame:
    rows = []
    for name in x if lims is not None else ():
        own = lims[name].to_numpy()  # type: ignore[index]
        if isinstance(own[0], (set, frozenset)):
            everything = set(x[name].unique())
            if own[0] != everything:
                rows.append((name, np.nan, np.nan, ", ".join(sorted(map(str, own[0]))), np.nan, np.nan, len(own[0]) / len(everything)))
            continue
        low, high, least, most = float(own[0]), float(own[1]), float(x[name].min()), float(x[name].max())
        if low > least or high < most:
            rows.append((name, low, high, "", least, most, (high - low) / (most - least)))
    return pd.DataFrame(rows, columns=["factor", "low", "high", "values", "range_low", "range_high", "share"])


def to_ema(results: Results, measures: Sequence[str], path: str | Path) -> None:
    """Write the sweep in EMA Workbench's format: ema_workbench.load_results(path) gives (experiments, outcomes).

    Experiments: a row per (setting, regime) with factors, `policy` (the regime), `scenario` (the setting's number) and `model` ('plek').
    Outcomes: each measure, mean over replicates (AnalysisError where one has none).
    """
    try:
        with quiet():
            from ema_workbench import ScalarOutcome
            from ema_workbench.util.utilities import save_results
    except ImportError:
        raise AnalysisError("EMA Workbench's format needs ema-workbench: pip install 'plek[discovery]'") from None
    parts: list[pd.DataFrame] = []
    outcomes: dict[str, list[Any]] = {measure: [] for measure in measures}
    for name in sweep.branches(results):
        for measure in measures:
            asked = sweep.answers(results, measure, name)
            if asked.missing:
                raise AnalysisError(
                    f"ema: {asked.name} has no value in {asked.missing} of {len(asked.values)} settings, and readers of this format answer 0 for "
                    "every factor then; run what is missing (retry_failed=true) or hand over another measure"
                )
            outcomes[measure].append(asked.means)
        parts.append(_for_ema(asked.factors).assign(scenario=np.arange(len(asked.factors)), policy=name, model="plek"))
    experiments = pd.concat(parts, ignore_index=True)
    for name in [name for name in experiments if not pd.api.types.is_numeric_dtype(experiments[name])]:
        experiments[name] = experiments[name].astype(object)
    for measure in measures:
        ScalarOutcome(measure)  # registers the name, which save_results looks up
    save_results((experiments, {measure: np.concatenate(values) for measure, values in outcomes.items()}), str(path))


def main(argv: Sequence[str]) -> int:
    """The command: prints the box and its sentence; exit status 2 with one line when it can't."""
    try:
        (path,), keys = words.parse(argv, KEYS, __doc__)
        results = load(path, mixed=words.truth("mixed", keys["mixed"]))
        if keys["measure"] is None or keys["of"] is None:
            raise AnalysisError("which answer? measure=days_home_10y of=doorzettingsmacht minus=landscape, for instance")
        if keys["direction"] not in ("below", "above"):
            raise AnalysisError(f"direction={keys['direction']}: must be below or above")
        asked = sweep.answers(results, keys["measure"], keys["of"], keys["minus"])
        threshold = words.number("threshold", keys["threshold"], low=float("-inf"))
        box = prim(asked, threshold, keys["direction"], words.number("density", keys["density"], low=0, high=1))
        if keys["ema"]:
            to_ema(results, [keys["measure"]], keys["ema"])
    except AnalysisError as error:
        print(f"plek: {error}", file=sys.stderr)
        return 2
    print(box.sentence)
    if asked.missing:
        print(f"{asked.missing} of {len(asked.values)} settings are left out: there is no answer in them")
    print(f"coverage {box.coverage:.3f}  density {box.density:.3f}  mass {box.mass:.3f}")
    if len(box.limits):
        print(box.limits.to_string(index=False, float_format=lambda value: f"{value:.4g}"))
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
