"""Conclusions under uncertainty: in how many plausible countries a regime is better, and on which assumptions that turns.

With an ensemble replicate r is one country that the data allow, the same for every scenario: its parameters are member r's. An axis is an
assumption that the data leave where the prior put it, so every share here is given the priors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from analysis.compare import rate_columns
from analysis.errors import AnalysisError
from analysis.load import Results
from analysis.measures.registry import RATES

FEWEST = 2
HALVES = ("low", "high")
COUNTRY = "country"


@dataclass(frozen=True)
class Axis:
    """A sum of parameters (those of `plus` less those of `minus`); `split` ends its low half. contraction: share of the prior's spread that
    the data took away, NaN where it isn't said."""

    name: str
    labels: Mapping[str, str]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    split: float
    low: float
    high: float
    contraction: float

    def values(self, members: pd.DataFrame) -> pd.Series:
        """Where each member stands on the axis; AnalysisError for a parameter that the members lack."""
        for name in (*self.plus, *self.minus):
            if name not in members:
                raise AnalysisError(f"axis '{self.name}': table 'points' has no column '{name}'")
        return members[list(self.plus)].sum(axis=1) - members[list(self.minus)].sum(axis=1)


def axes(manifest: Mapping[str, Any]) -> list[Axis]:
    """The axes of the ensemble that was run; none without an ensemble."""
    try:
        return [_axis(one) for one in (manifest.get("ensemble") or {}).get("axes", ())]
    except (KeyError, TypeError, ValueError) as error:
        raise AnalysisError(f"manifest.json: an axis of the ensemble is not whole ({error}); results of another version?") from None


def _axis(tree: Mapping[str, Any]) -> Axis:
    labels = {lang: str(tree.get(f"label_{lang}") or tree["name"]) for lang in ("nl", "en")}
    plus, minus = (tuple(tree.get(key, ())) for key in ("plus", "minus"))
    split, low, high = (float(tree[key]) for key in ("split", "low", "high"))
    return Axis(str(tree["name"]), labels, plus, minus, split, low, high, float(tree.get("contraction", np.nan)))


def members(results: Results, reference: str) -> pd.DataFrame:
    """The parameters of each country: index replicate, a column per parameter of the ensemble."""
    names = list(results.manifest["ensemble"]["parameters"])
    rows = results.read("points", ["replicate", *names], scenarios=[reference])
    rows = rows.assign(replicate=country(rows["replicate"].to_numpy(), results.manifest))
    return rows.drop_duplicates("replicate").set_index("replicate")[names].sort_index()


def country(replicates: NDArray[Any], manifest: Mapping[str, Any]) -> NDArray[Any]:
    """The country of each replicate: past the last member of an ensemble the first is taken again, with other luck."""
    return replicates % len(manifest["ensemble"]["members"]) if manifest.get("ensemble") else replicates


def whole(frame: pd.DataFrame, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """`cells` or `areas` as they are resampled: with an ensemble a country is one unit, for all that is in it shares its parameters."""
    if not manifest.get("ensemble"):
        return frame
    return frame.assign(province=pd.Categorical([COUNTRY] * len(frame)), replicate=country(frame["replicate"].to_numpy(), manifest))


def differences(units: pd.DataFrame, measures: Iterable[str], against: str) -> pd.DataFrame:
    """scenario, measure, replicate, difference from `against` in that country; countries that either lacks the measure in are left out.

    units: as `compare.units` gives them; measures: rates.
    """
    sums = units.groupby(["scenario", "replicate"], sort=False).sum(numeric_only=True)
    parts = []
    for name in measures:
        part, whole_ = rate_columns(sums, RATES[name])
        value = pd.Series(np.divide(part, whole_, out=np.full(len(part), np.nan), where=whole_ != 0), index=sums.index)
        if against not in value.index.get_level_values("scenario"):
            raise AnalysisError(f"no scenario '{against}' in these results")
        change = value - value.xs(against).reindex(value.index.get_level_values("replicate")).to_numpy()
        parts.append(change.rename("difference").reset_index().assign(measure=name))
    found = pd.concat(parts, ignore_index=True)
    found = found[(found["scenario"] != against) & found["difference"].notna()]
    return found[["scenario", "measure", "replicate", "difference"]].reset_index(drop=True)


def better(changes: pd.DataFrame) -> pd.DataFrame:
    """scenario, measure, n countries, less (countries with less than the reference), share: a count of countries, not a probability.

    A country where nothing differs is not counted as less. One country holds one draw of luck: half of them have less of what changes nothing.
    """
    groups = changes.assign(less=changes["difference"] < 0).groupby(["scenario", "measure"], sort=False)["less"]
    found = groups.agg(n="size", less="sum").reset_index()
    return found.assign(less=found["less"].astype(int), share=found["less"] / found["n"])


def by_axis(changes: pd.DataFrame, countries: pd.DataFrame, along: Sequence[Axis], level: float = 0.95) -> pd.DataFrame:
    """How each half of an axis judges each scenario: one row per (scenario, measure, axis, half).

    Columns: n, mean (difference over the half's countries), low, high (Student's interval of that mean), share (of countries with less),
    verdict (the same for both halves, see `verdict`). A half of fewer than FEWEST countries has a mean and no interval.
    """
    where = {axis.name: axis.values(countries) <= axis.split for axis in along}
    rows = []
    for (scenario, measure), own in changes.groupby(["scenario", "measure"], sort=False):
        for axis in along:
            is_low = where[axis.name].reindex(own["replicate"])
            if is_low.isna().any():
                raise AnalysisError("a replicate of these results has no row in table 'points'")
            low = is_low.to_numpy(dtype=bool)
            halves = [_half(own["difference"].to_numpy()[side], level) for side in (low, ~low)]
            told = verdict(*(half[1:4] for half in halves))
            rows += [(scenario, measure, axis.name, name, *half, told) for name, half in zip(HALVES, halves, strict=True)]
    return pd.DataFrame(rows, columns=["scenario", "measure", "axis", "half", "n", "mean", "low", "high", "share", "verdict"])


def _half(found: NDArray[np.float64], level: float) -> tuple[int, float, float, float, float]:
    n = len(found)
    if not n:
        return 0, np.nan, np.nan, np.nan, np.nan
    mean, share = float(found.mean()), float((found < 0).mean())
    if n < FEWEST:
        return n, mean, np.nan, np.nan, share
    reach = float(stdtrit(n - 1, (1 + level) / 2) * found.std(ddof=1) / np.sqrt(n))
    return n, mean, mean - reach, mean + reach, share


def verdict(first: tuple[float, float, float], second: tuple[float, float, float]) -> str:
    """What two halves, (mean, low, high) each, say together.

    few: a half without an interval; turns: the means differ in sign and neither interval holds zero; may_turn: they differ in sign, but an
    interval holds zero; only_low, only_high: one sign, told in that half alone; holds: one sign, told in both; unsure: told in neither.
    """
    if any(np.isnan(edge) for edge in (first[1], second[1])):
        return "few"
    told = [not low <= 0 <= high for _, low, high in (first, second)]
    if first[0] * second[0] < 0:
        return "turns" if all(told) else "may_turn"
    return {(True, True): "holds", (True, False): "only_low", (False, True): "only_high", (False, False): "unsure"}[told[0], told[1]]
