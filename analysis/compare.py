"""Paired comparisons: the same country and the same luck under two regimes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def paired(
    values: pd.DataFrame, measures: Sequence[str], *, against: str = "landscape", scenarios: Sequence[str] | None = None,
    per: str | None = None, by: Sequence[str] = (), level: float = 0.95, n_boot: int = 1000,
) -> pd.DataFrame:  # fmt: skip
    """Difference of each scenario from `against`, with an interval and its Monte Carlo error.

    values: one row per (scenario, replicate[, province][, by...]) with a column per measure (sums when `per` is given).
    per: name of the denominator column; None compares means over rows' replicates.
    Result, one row per (scenario, by..., measure): value, reference, difference, relative, low, high, mc_se, n_replicates, n_units, pairing
    (share of variance that pairing removed; NaN with one replicate). Resamples (replicate, province) pairs, the same in both arms; never children.
    AnalysisError with fewer than two units.
    """
    raise NotImplementedError


def replicates_needed(differences: Sequence[float], half_width: float, level: float = 0.95) -> int:
    """How many replicates bring the half-width of the mean paired difference under `half_width`, judged from those at hand."""
    raise NotImplementedError
