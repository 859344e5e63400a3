"""Points of a space of factors: all combinations of choices, and a design over the intervals."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

from experiments.errors import InputError
from experiments.front_door.factors import Factor, Interval
from experiments.front_door.settings import PlanSettings

LISTED = {
    "csv": "a CSV of points", "corners": "the corners of an ensemble", "flips": "the ends of every parameter", "clauses": "the laws between two laws",
}  # fmt: skip
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
    from experiments.plan import sampling  # numpy and scipy, which a plan without intervals does without

    n, samples = len(intervals), settings.samples or 1
    if settings.design == "grid":
        yield from product(*([sampling.even(samples)] * n))
    else:
        yield from sampling.rows(settings.design, n, samples, settings.levels, seed)


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
