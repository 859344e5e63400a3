"""Points of a space of factors: all combinations of choices, and a design over the intervals."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
from scipy.stats import qmc

from experiments.errors import InputError
from experiments.front_door.overrides import Factor, Interval
from experiments.front_door.settings import PlanSettings

LISTED = {"csv": "a CSV of points", "corners": "the corners of an ensemble"}
"""Designs that don't sample: their points are listed elsewhere."""


def size(factors: Sequence[Factor], settings: PlanSettings) -> int:
    """How many points `points` will give, without making them. InputError for an interval without a design."""
    choices = [len(factor.values) for factor in factors if not isinstance(factor.values, Interval)]
    intervals = [factor.key for factor in factors if isinstance(factor.values, Interval)]
    return prod(choices) * (_rows(len(intervals), settings) if _checked(intervals, settings) else 1)


def points(factors: Sequence[Factor], settings: PlanSettings, seed: int, whole: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """One dict {key: value} per point, choices varying fastest; `whole` are the keys whose values are whole numbers."""
    choices = [factor for factor in factors if not isinstance(factor.values, Interval)]
    intervals = [factor for factor in factors if isinstance(factor.values, Interval)]
    for row in _design(intervals, settings, seed):
        sampled = {factor.key: _scaled(factor, unit, factor.key in whole) for factor, unit in zip(intervals, row, strict=True)}
        for combination in product(*(_values(factor) for factor in choices)):
            chosen = dict(zip((factor.key for factor in choices), combination, strict=True))
            yield {factor.key: {**sampled, **chosen}[factor.key] for factor in factors}


def _checked(intervals: Sequence[str], settings: PlanSettings) -> bool:
    """Is there anything to sample? InputError where intervals and design don't go together."""
    if intervals and settings.design in LISTED:
        raise InputError(f"{intervals[0]}: {LISTED[settings.design]} and an interval can't go together")
    if intervals and settings.design == "grid" and settings.samples is None:
        raise InputError(
            f"{intervals[0]}: an interval needs a design: add hydra.sweeper.design=latin hydra.sweeper.samples=64 "
            "(or sobol, morris, or grid with samples per interval)"
        )
    if intervals and settings.samples is None:
        raise InputError(f"the design '{settings.design}' needs a number: add hydra.sweeper.samples=64")
    return bool(intervals)


def _rows(n: int, settings: PlanSettings) -> int:
    """Rows of the design for n intervals; what `samples` counts differs: per interval, rows, base samples, trajectories."""
    samples = settings.samples or 1
    return {"grid": samples**n, "latin": samples, "sobol": samples * (n + 2), "morris": samples * (n + 1)}[settings.design]


def _design(intervals: Sequence[Factor], settings: PlanSettings, seed: int) -> Iterator[tuple[float, ...]]:
    """Rows of numbers in [0, 1], one per interval."""
    if not _checked([factor.key for factor in intervals], settings):
        yield ()
        return
    n, samples = len(intervals), settings.samples or 1
    if settings.design == "grid":
        yield from product(*([np.linspace(0, 1, samples).tolist() if samples > 1 else [0.5]] * n))
        return
    makers = {"latin": _latin, "sobol": _saltelli, "morris": _morris}
    yield from map(tuple, makers[settings.design](n, samples, settings.levels, np.random.default_rng(seed)).tolist())


def _latin(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    return qmc.LatinHypercube(d=n, rng=rng).random(samples)


def _saltelli(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    """Sobol's scheme for first-order and total indices (Saltelli 2010): per base sample A, B and A with column i of B; (n+2) rows."""
    if samples & (samples - 1):
        raise InputError(f"samples: {samples} is not a power of 2, which the design 'sobol' needs")
    both = qmc.Sobol(d=2 * n, rng=rng).random(samples)
    a, b = both[:, :n], both[:, n:]
    mixed = np.repeat(a[:, None, :], n, axis=1)
    mixed[:, np.arange(n), np.arange(n)] = b
    return np.concatenate([a[:, None, :], b[:, None, :], mixed], axis=1).reshape(-1, n)


def _morris(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    """Morris' trajectories (1991): from a random grid point each factor moves once, in random order, by levels/(2(levels-1))."""
    if levels < 2 or levels % 2:
        raise InputError(f"levels: {levels} is not an even number from 2, which the design 'morris' needs")
    step = levels / (2 * (levels - 1))
    rows = []
    for _ in range(samples):
        point = rng.integers(0, levels // 2, n) / (levels - 1)
        signs = rng.choice([-1.0, 1.0], n)
        point = np.where(signs < 0, point + step, point)
        rows.append(point.copy())
        for i in rng.permutation(n):
            point[i] += signs[i] * step
            rows.append(point.copy())
    return np.clip(np.array(rows), 0, 1)


def _values(factor: Factor) -> Sequence[Any]:
    return () if isinstance(factor.values, Interval) else factor.values


def _scaled(factor: Factor, unit: float, whole: bool) -> float | int:
    interval = factor.values
    if not isinstance(interval, Interval):
        raise TypeError(factor.key)
    if whole:
        width = int(interval.high) - int(interval.low) + 1
        return int(interval.low) + min(int(unit * width), width - 1)
    return min(interval.low + unit * (interval.high - interval.low), interval.high)
