"""Power or places: Shapley shares of the ideals, by group, with intervals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.compare import draws, interval, rate_columns
from analysis.errors import AnalysisError
from analysis.measures.registry import RATES

IDEALS = ("boards_willing", "places_unlimited", "care_immediate", "parents_consent")
Coalition = frozenset[str]


def shapley(values: Mapping[Coalition, NDArray[np.float64]], players: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Shapley value of each player: mean over all orders of what it adds when it joins.

    values: one entry (a number or an array) per subset of players. Shares sum exactly to values[all] - values[none].
    AnalysisError when a subset is missing.
    """
    shares = {}
    for player in players:
        others = [other for other in players if other != player]
        share: Any = 0.0
        for size in range(len(players)):
            weight = 1 / (len(players) * math.comb(len(others), size))
            for team in itertools.combinations(others, size):
                share = share + weight * (_value(values, frozenset(team) | {player}) - _value(values, frozenset(team)))
        shares[player] = share
    return shares


def _value(values: Mapping[Coalition, NDArray[np.float64]], team: Coalition) -> NDArray[np.float64]:
    if team not in values:
        raise AnalysisError(f"no run with exactly these on: {', '.join(sorted(team)) or 'none'}; all combinations are needed")
    return values[team]


def ideals(manifest: Mapping[str, Any]) -> dict[str, Coalition]:
    """Scenario name -> the ideals that are on in it, from the trees in the manifest, for those scenarios that differ in nothing but
    `ideal`."""
    teams = {}
    trees = {name: tree for name, tree in manifest.get("scenarios", {}).items() if isinstance(tree, Mapping)}
    rest = {
        name: repr(sorted((key, repr(value)) for key, value in tree.items() if key not in ("ideal", "name")))
        for name, tree in trees.items()
    }
    bases = [name for name, tree in trees.items() if any((tree.get("ideal") or {}).values())]
    for name, tree in trees.items():
        if bases and rest[name] == rest[bases[0]] and not name.endswith("_aa"):
            teams[name] = frozenset(ideal for ideal in IDEALS if (tree.get("ideal") or {}).get(ideal))
    return teams


def shares(
    sums: pd.DataFrame,
    teams: Mapping[str, Coalition],
    *,
    measure: str = "days_home_run",
    by: Sequence[str] = (),
    level: float = 0.95,
    n_boot: int = 500,
) -> pd.DataFrame:
    """Days at home that each bottleneck accounts for, by group: Shapley shares of its full removal, with intervals over (replicate,
    province) pairs.

    sums: rows of `compare.units`. Result: by..., ideal, removed (per 1,000 regular pupils, positive when removal saves days), share (of
    what all together
    remove), low, high (of share), left (what no ideal removes). `share` is NaN where all together remove nothing. A share is a diagnosis of
    full removal, not the effect of any policy.
    """
    own = sums[sums["scenario"].astype(str).isin(list(teams))]
    players = [ideal for ideal in IDEALS if any(ideal in team for team in teams.values())]
    if not players:
        raise AnalysisError("no run with an ideal on: run the combinations of ideal.* first")
    groups = own[list(by)].drop_duplicates().sort_values(list(by)) if by else pd.DataFrame(index=[0])
    frames = []
    for _, group in groups.iterrows():
        here = own[np.logical_and.reduce([own[name] == group[name] for name in by])] if by else own
        frame = _shares(here, teams, players, measure, level, n_boot)
        for place, name in enumerate(by):
            frame.insert(place, name, group[name])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def resampled(rows: pd.DataFrame, measure: str, n_boot: int, among: str) -> tuple[dict[str, NDArray[np.float64]], int]:
    """({scenario: its rate over all units, then over `n_boot` samples of them}, number of units), the same units for every scenario.

    rows: of `compare.units`. AnalysisError where the scenarios have fewer than two units in common.
    """
    part, whole = rate_columns(rows, RATES[measure])
    long = rows[["scenario", "replicate", "province"]].astype({"scenario": str}).assign(part=part, whole=whole)
    wide = long.pivot_table(index=["replicate", "province"], columns="scenario", values=["part", "whole"], aggfunc="sum").dropna()
    if len(wide) < 2:
        raise AnalysisError(f"{len(wide)} (replicate, province) pair in common between {among}; an interval needs 2")
    weights = np.vstack([np.ones(len(wide)), draws(len(wide), n_boot)])
    names = wide["part"].columns
    both = {name: [weights @ wide[(kind, name)].to_numpy(dtype=float) for kind in ("part", "whole")] for name in names}
    return {str(name): np.divide(*pair) for name, pair in both.items()}, len(wide)


def _shares(
    rows: pd.DataFrame, teams: Mapping[str, Coalition], players: list[str], measure: str, level: float, n_boot: int
) -> pd.DataFrame:
    rates, n_units = resampled(rows, measure, n_boot, "the ideals")
    values = {team: -rates[name] for name, team in teams.items() if name in rates}
    found = shapley(values, players)
    removed = np.stack([found[player] for player in players])
    total = removed.sum(axis=0)
    share = np.divide(removed, total, out=np.full_like(removed, np.nan), where=total != 0)
    with np.errstate(all="ignore"):
        low, high = interval(share[:, 0], share[:, 1:].T, n_units, level)
    return pd.DataFrame(
        {"ideal": players, "removed": removed[:, 0], "share": share[:, 0], "low": low, "high": high, "left": -values[frozenset(players)][0]}
    )
