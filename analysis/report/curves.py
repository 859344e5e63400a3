"""How long stays last and how they end, from counts: weekly curves with bands over (replicate, province) pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.compare import draws, interval
from analysis.load import Results
from analysis.measures.basis import ENDS
from analysis.measures.counting import end_codes
from analysis.robust import country
from analysis.survival import Risk, incidence, risk_table, survival

WEEKS = 104
SHOWN_AT_LEAST = 26
SAMPLES = 400
SHOWN_DOWN_TO = 0.03
FEWEST_AT_RISK = 5
_NOBODY = np.zeros(0, dtype=np.intp)
DAYS = np.arange(0, 7 * WEEKS + 1, 7)


def risks(results: Results, areas: pd.DataFrame, scenarios: Sequence[str]) -> dict[str, Risk]:
    """Numbers at risk and ends per (replicate, province) of each scenario that has any stay."""
    columns = ["scenario", "replicate", "area", "entry_day", "exit_day", "end", "n"]
    known = areas[["area", "province"]].drop_duplicates("area")
    provinces = pd.Index(sorted(known["province"].astype(str).unique()))
    where = np.append(provinces.get_indexer(known["province"].astype(str)), -1)  # the last is for an area that isn't known
    countries = pd.Index(country(np.array(results.replicates), results.manifest)).unique()
    number = len(countries) * len(provinces)
    made: dict[str, Risk] = {}
    for rows in results.chunks("counts", columns):
        place = where[pd.Index(known["area"]).get_indexer(rows["area"])]
        code = countries.get_indexer(country(rows["replicate"].to_numpy(), results.manifest)) * len(provinces) + place
        ends, names = rows["end"].astype("category").cat, rows["scenario"].astype("category").cat
        end = end_codes(pd.Series(ends.categories, dtype=object))[ends.codes.to_numpy()]
        for name in scenarios:
            own = np.flatnonzero(names.codes.to_numpy() == list(names.categories).index(name)) if name in names.categories else _NOBODY
            if len(own):
                entry, exit, n = (rows[column].to_numpy()[own] for column in ("entry_day", "exit_day", "n"))
                found = risk_table(
                    entry, exit, end[own], n_ends=len(ENDS), n=n, group=code[own], n_groups=number, horizon=int(DAYS[-1])
                )
                made[name] = made[name] + found if name in made else found
    return {name: made[name] for name in scenarios if name in made}


def survived(found: Mapping[str, Risk], level: float) -> pd.DataFrame:
    """scenario, week, estimate, low, high, as long as anybody much is at risk and any curve is above 3%."""
    frames = []
    for name, risk in found.items():
        number = risk.at_risk.shape[0]
        whole = survival(risk.weighted(np.ones((1, number))))[0, DAYS]
        low = high = np.full(len(DAYS), np.nan)
        if number > 1:
            samples = survival(risk.weighted(draws(number, SAMPLES)))[:, DAYS]
            low, high = (np.clip(edge, 0, 1) for edge in interval(whole, samples, number, level))
        seen = risk.at_risk.sum(axis=0)[DAYS] >= FEWEST_AT_RISK
        frames.append(pd.DataFrame({"scenario": name, "week": DAYS // 7, "estimate": whole, "low": low, "high": high})[seen])
    if not any(len(frame) for frame in frames):
        return pd.DataFrame(columns=["scenario", "week", "estimate", "low", "high"])
    table = pd.concat(frames, ignore_index=True)
    lasting = table.loc[table["estimate"] >= SHOWN_DOWN_TO, "week"].max()
    return table[table["week"] <= max(lasting, SHOWN_AT_LEAST)].reset_index(drop=True)


def ended(found: Mapping[str, Risk]) -> pd.DataFrame:
    """scenario, week, end, estimate: cumulative incidence of each end."""
    frames = []
    for name, risk in found.items():
        curves = incidence(risk.weighted(np.ones((1, risk.at_risk.shape[0]))))[0][:, DAYS]
        weeks, ends = np.tile(DAYS // 7, len(ENDS)), np.repeat(ENDS, len(DAYS))
        frames.append(pd.DataFrame({"scenario": name, "week": weeks, "end": ends, "estimate": curves.ravel()}))
    return pd.concat(frames, ignore_index=True)
