"""Paired comparisons: the same country and the same luck under two regimes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit  # scipy.stats takes a second to import

from analysis.errors import AnalysisError
from analysis.measures.measure import Rate
from analysis.measures.registry import RATES

Array = NDArray[np.float64]
_LUCK = 2_147_483_629


def units(cells: pd.DataFrame, areas: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Sums per (scenario, replicate, province[, by]): what `paired` resamples. From `cells` and `areas`.

    `regular_pupils` is the province's for every group of pupils, so that rates of groups add up to the rate of all; provinces without a
    stay are rows of 0.
    """
    keys = ["scenario", "replicate", "province"]
    sums = _texts(cells.groupby([*keys, *by], observed=True)[_sum_columns(cells)].sum(), ["scenario", "province", *by]).sort_index()
    pupils = areas.groupby(keys, observed=True)["regular_pupils"].sum().to_frame()
    full = _texts(pupils, ["scenario", "province"]).sort_index().reset_index()
    if by:
        full = full.merge(sums.index.droplevel(keys).unique().to_frame(index=False), how="cross")
    sums = sums.reindex(pd.MultiIndex.from_frame(full[[*keys, *by]]), fill_value=0).copy().reset_index()
    return pd.concat([sums, full[["regular_pupils"]]], axis=1)


def _texts(sums: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Index levels as texts: of the few groups, for texts of all rows take longer than their sums."""
    return sums.set_axis(pd.MultiIndex.from_frame(sums.index.to_frame(index=False).astype(dict.fromkeys(names, str))))


def _sum_columns(cells: pd.DataFrame) -> list[str]:
    skip = ("scenario", "seed", "replicate", "area", "regular_pupils")
    return [name for name in cells if name not in skip and pd.api.types.is_numeric_dtype(cells[name])]


def paired(
    values: pd.DataFrame, measures: Sequence[str], *, against: str = "landscape", scenarios: Sequence[str] | None = None,
    per: str | None = None, by: Sequence[str] = (), level: float = 0.95, n_boot: int = 1000,
) -> pd.DataFrame:  # fmt: skip
    """Difference of each scenario from `against`, with an interval and its Monte Carlo error.

    values: one row per (scenario, replicate[, province][, by...]). A measure is a rate whose sums are columns (see `units`), or a column
    itself: its
    mean over rows, or its sum divided by the sum of column `per`.
    Result, one row per (scenario, by..., measure): value, reference, difference, relative, low, high, mc_se, n_replicates, n_units, pairing
    (share of the
    variance over replicates that pairing removed; NaN with one replicate). Only replicates that both arms have are compared.
    The interval resamples (replicate, province) pairs, the same in both arms, never children; with U pairs, deviations are widened by
    sqrt(U / (U - 1)) and the ratio of Student's to the normal quantile, because percentiles of few units are too narrow. One replicate: the
    interval holds differences between provinces only, and mc_se is NaN. AnalysisError with fewer than two pairs.
    """
    frame = values.astype({"scenario": str})
    names = list(dict.fromkeys(frame["scenario"])) if scenarios is None else list(scenarios)
    for name in (against, *names):
        if name not in set(frame["scenario"]):
            raise AnalysisError(f"no scenario '{name}' in these results (there is: {', '.join(dict.fromkeys(frame['scenario']))})")
    sums = _Sums.of(frame, measures, by, per)
    return pd.concat([_compare(sums, name, against, level, n_boot) for name in names if name != against] or [_empty(by)], ignore_index=True)


def _empty(by: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["scenario", *by, "measure", "value", "reference", "difference", "relative", "low", "high"])


@dataclass(frozen=True)
class _Sums:
    """parts, wholes: [scenario, unit, group, measure]; a unit that a scenario lacks is absent there."""

    scenarios: list[str]
    pairs: pd.MultiIndex
    groups: pd.DataFrame
    measures: list[str]
    parts: Array
    wholes: Array
    present: NDArray[np.bool_]

    @classmethod
    def of(cls, frame: pd.DataFrame, measures: Sequence[str], by: Sequence[str], per: str | None) -> _Sums:
        unit = ["replicate"] + (["province"] if "province" in frame else [])
        pairs = pd.MultiIndex.from_frame(frame[unit].drop_duplicates().sort_values(unit))
        groups = frame[list(by)].drop_duplicates().sort_values(list(by)) if by else pd.DataFrame(index=[0])
        scenarios = list(dict.fromkeys(frame["scenario"]))
        code = pd.Index(scenarios).get_indexer(frame["scenario"]) * len(pairs) + pairs.get_indexer(pd.MultiIndex.from_frame(frame[unit]))
        code = code * len(groups) + (pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(frame[list(by)])) if by else 0)
        shape = (len(scenarios), len(pairs), len(groups))
        both = [_part_and_whole(frame, name, per) for name in measures]
        parts, wholes = (
            np.stack([np.bincount(code, one[k], minlength=int(np.prod(shape))).reshape(shape) for one in both], axis=-1).astype(float)
            for k in (0, 1)
        )
        present = np.bincount(code, minlength=int(np.prod(shape))).reshape(shape).sum(axis=2) > 0
        return cls(scenarios, pairs, groups.reset_index(drop=True), list(measures), parts, wholes, present)


def _part_and_whole(frame: pd.DataFrame, name: str, per: str | None) -> tuple[Array, Array]:
    rate = RATES.get(name)
    if rate is not None and {rate.whole, *rate.part} <= set(frame):
        part, whole = rate_columns(frame, rate)
    elif name not in frame:
        raise AnalysisError(f"no measure '{name}' in these results")
    else:
        part, whole = frame[name].to_numpy(dtype=float), np.ones(len(frame)) if per is None else frame[per].to_numpy(dtype=float)
    seen = np.isfinite(part) & np.isfinite(whole)
    return np.where(seen, part, 0), np.where(seen, whole, 0)


def rate_columns(frame: pd.DataFrame, rate: Rate) -> tuple[Array, Array]:
    """(scaled part, whole) of a rate for each row of sums."""
    return rate.scale * frame[list(rate.part)].sum(axis=1).to_numpy(dtype=float), frame[rate.whole].to_numpy(dtype=float)


@cache
def draws(n_units: int, n_boot: int) -> Array:
    """Bootstrap weights [n_boot, n_units]: how often each unit is drawn; the same for the same numbers. Read, don't write."""
    found = np.random.default_rng(_LUCK).multinomial(n_units, np.full(n_units, 1 / n_units), size=n_boot).astype(float)
    found.flags.writeable = False
    return found


def interval(estimate: Array, samples: Array, n_units: int, level: float) -> tuple[Array, Array]:
    """Percentiles of resampled estimates [n_boot, ...] around the estimate, widened for few units (see `paired`); NaN where no sample is
    known."""
    tail = (1 - level) / 2
    widen = np.sqrt(n_units / (n_units - 1)) * stdtrit(n_units - 1, 1 - tail) / ndtri(1 - tail)
    known = np.isfinite(samples).any(axis=0)
    filled = np.where(known, samples, 0.0)
    quantile = np.nanquantile if np.isnan(filled).any() else np.quantile  # the first goes column by column
    low, high = quantile(filled, [tail, 1 - tail], axis=0)
    low, high = (np.where(known, edge, np.nan) for edge in (low, high))
    return estimate + widen * (low - estimate), estimate + widen * (high - estimate)


def _divide(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan), where=whole != 0)


def _compare(sums: _Sums, name: str, against: str, level: float, n_boot: int) -> pd.DataFrame:
    ours, theirs = sums.scenarios.index(name), sums.scenarios.index(against)
    both = sums.present[ours] & sums.present[theirs]
    n_units = int(both.sum())
    if n_units < 2:
        have = sums.pairs.names[-1] if len(sums.pairs.names) > 1 else "replicate"
        raise AnalysisError(f"'{name}' against '{against}' has {n_units} unit ({have}) in common; an interval needs 2: run more replicates")
    parts, wholes = sums.parts[[ours, theirs]][:, both], sums.wholes[[ours, theirs]][:, both]
    value, reference = _divide(parts.sum(axis=1), wholes.sum(axis=1))
    weights = draws(n_units, n_boot)
    arms = [_divide(np.tensordot(weights, parts[arm], axes=(1, 0)), np.tensordot(weights, wholes[arm], axes=(1, 0))) for arm in (0, 1)]
    with np.errstate(all="ignore"):
        low, high = interval(value - reference, arms[0] - arms[1], n_units, level)
    mc_se, pairing, n_replicates = _over_replicates(parts, wholes, sums.pairs[both].get_level_values("replicate"))
    tidy = sums.groups.loc[np.repeat(np.arange(len(sums.groups)), len(sums.measures))].reset_index(drop=True)
    found = pd.DataFrame({
        "measure": sums.measures * len(sums.groups), "value": value.ravel(), "reference": reference.ravel(),
        "difference": (value - reference).ravel(), "relative": _divide(value - reference, reference).ravel(), "low": low.ravel(),
        "high": high.ravel(), "mc_se": mc_se.ravel(), "n_replicates": n_replicates, "n_units": n_units, "pairing": pairing.ravel(),
    })  # fmt: skip
    return pd.concat([pd.DataFrame({"scenario": [name] * len(tidy)}), tidy, found], axis=1)


def _over_replicates(parts: Array, wholes: Array, replicates: pd.Index) -> tuple[Array, Array, int]:
    """(Monte Carlo standard error of the mean difference, share of variance that pairing removed, number of replicates)."""
    codes, found = pd.factorize(replicates)
    number = len(found)
    if number < 2:
        return np.full(parts.shape[2:], np.nan), np.full(parts.shape[2:], np.nan), number
    onehot = np.eye(number)[:, codes]
    ours, theirs = (
        _divide(np.tensordot(onehot, parts[arm], axes=(1, 0)), np.tensordot(onehot, wholes[arm], axes=(1, 0))) for arm in (0, 1)
    )
    spread = (ours - theirs).var(axis=0, ddof=1)
    apart = ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)
    return np.sqrt(spread / number), 1 - _divide(spread, apart), number


def differences(summary: pd.DataFrame, measure: str, scenario: str, against: str) -> pd.Series:
    """Paired difference per replicate that both scenarios have, from `summary`; index replicate."""
    if measure not in summary:
        raise AnalysisError(f"no measure '{measure}' in summary")
    wide = summary.astype({"scenario": str}).pivot(index="replicate", columns="scenario", values=measure)
    for name in (scenario, against):
        if name not in wide:
            raise AnalysisError(f"no scenario '{name}' in these results (there is: {', '.join(wide)})")
    return (wide[scenario] - wide[against]).dropna()
