"""Survival on counts: delayed entry, censoring, competing ends, restricted means, in numpy.

Time is whole days. A stay that entered observation at day `entry` and left it at day `exit` is at risk on days t with entry < t <= exit,
and also on t = 0
when entry is 0; ends come before censorings on the same day. A stay with exit <= entry > 0 was never at risk and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import AnalysisError

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Risk:
    """at_risk: [..., days]; ends: [..., kinds, days]: numbers at risk and ending on each day 0..horizon, per group if there are groups."""

    at_risk: Counts
    ends: Counts

    def __add__(self, other: Risk) -> Risk:
        return Risk(self.at_risk + other.at_risk, self.ends + other.ends)

    def weighted(self, weights: Counts) -> Risk:
        """Sum over groups with weights [..., groups]: one bootstrap sample per row of weights."""
        ends = np.tensordot(weights, self.ends, axes=(-1, 0))
        return Risk(weights @ self.at_risk, ends)


def risk_table(
    entry: ArrayLike,
    exit: ArrayLike,
    end: ArrayLike,
    *,
    n_ends: int = 1,
    n: ArrayLike | None = None,
    group: ArrayLike | None = None,
    n_groups: int = 1,
    horizon: int | None = None,
) -> Risk:
    """Numbers at risk and ending on each day, from stays or from counts of them.

    end: 0 censored, 1..n_ends the competing ends. n: how many stays each row stands for. group: 0..n_groups-1; with it the arrays have a
    leading axis.
    horizon: last day (default the last exit). AnalysisError when a number is out of its range.
    """
    entries, exits, kinds = (np.asarray(values, dtype=np.int64) for values in (entry, exit, end))
    weight = np.ones(len(entries)) if n is None else np.asarray(n, dtype=float)
    code = np.zeros(len(entries), dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)
    if len(entries) and (entries.min() < 0 or kinds.min() < 0 or kinds.max() > n_ends or code.min() < 0 or code.max() >= n_groups):
        raise AnalysisError(f"entry must be 0 or later, end one of 0..{n_ends}, group one of 0..{n_groups - 1}")
    last = int(exits.max(initial=0)) if horizon is None else horizon
    seen = (exits > entries) | ((entries == 0) & (exits == 0))
    entries, exits, kinds, weight, code = (values[seen] for values in (entries, exits, kinds, weight, code))
    first = np.where(entries == 0, 0, entries + 1)
    enters, leaves = (_per_day(code, np.minimum(day, last + 1), weight, (n_groups, last + 2)) for day in (first, exits + 1))
    at_risk = np.cumsum(enters - leaves, axis=1)[:, : last + 1]
    counted = (kinds > 0) & (exits <= last)
    place = (code * n_ends + kinds - 1)[counted]
    ends = _per_day(place, exits[counted], weight[counted], (n_groups * n_ends, last + 1)).reshape(n_groups, n_ends, last + 1)
    return Risk(at_risk, ends) if group is not None else Risk(at_risk[0], ends[0])


def _per_day(row: NDArray[np.int64], day: NDArray[np.int64], weight: Counts, shape: tuple[int, int]) -> Counts:
    """Weights summed per row and day."""
    return np.bincount(row * shape[1] + day, weights=weight, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def hazards(risk: Risk) -> Counts:
    """Hazard of each end on each day [..., kinds, days]: ends / at risk, 0 where nobody is at risk."""
    at_risk = risk.at_risk[..., None, :]
    return np.divide(risk.ends, at_risk, out=np.zeros_like(risk.ends), where=at_risk > 0)


def survival(risk: Risk) -> Counts:
    """Kaplan-Meier: S(t) = prod over days u <= t of 1 - (all ends on u) / (at risk on u). Shape [..., days]."""
    return np.cumprod(np.clip(1 - hazards(risk).sum(axis=-2), 0, 1), axis=-1)


def incidence(risk: Risk) -> Counts:
    """Aalen-Johansen: F_k(t) = sum over u <= t of S(u-1) hazard_k(u); over kinds they sum to 1 - S(t). Shape [..., kinds, days]."""
    alive = survival(risk)
    before = np.concatenate([np.ones_like(alive[..., :1]), alive[..., :-1]], axis=-1)
    return np.cumsum(before[..., None, :] * hazards(risk), axis=-1)


def restricted_mean(risk: Risk, days: int) -> Counts:
    """Mean days at home within the first `days`: sum of S(t) for t = 0 .. days-1 (the area under S). NaN where nobody was ever at risk.

    Past the last day on which anybody is at risk S keeps its last value: with few long stays it is a lower bound on certainty, not on days.
    """
    alive = survival(risk)
    shortage = max(days - alive.shape[-1], 0)
    area = alive[..., :days].sum(axis=-1) + shortage * alive[..., -1]
    return np.where(risk.at_risk.sum(axis=-1) > 0, area, np.nan)


def quantile(risk: Risk, p: float = 0.5) -> Counts:
    """First day by which share p of stays has ended; NaN when that is never seen. A median makes regimes that place fast and badly look good."""
    ended = 1 - survival(risk) >= p - 1e-12
    return np.where(ended.any(axis=-1), ended.argmax(axis=-1), np.nan)


def stderr(risk: Risk) -> Counts:
    """Greenwood's standard error of S(t): S sqrt(sum d / (n (n - d))), for checks against libraries; comparisons use replicates instead."""
    ended, at_risk = risk.ends.sum(axis=-2), risk.at_risk
    left = at_risk * (at_risk - ended)
    return survival(risk) * np.sqrt(np.cumsum(np.divide(ended, left, out=np.zeros_like(ended), where=left > 0), axis=-1))
