"""How long stays last and how they end, from counts: weekly curves with bands over (replicate, province) pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.compare import draws, interval
from analysis.load import Results
from analysis.measures.basis import ENDS
from analysis.measures.counting import end_codes
from analysis.survival import Risk, incidence, risk_table, survival

WEEKS = 104
SHOWN_AT_LEAST = 26
SAMPLES = 400
SHOWN_DOWN_TO = 0.03
FEWEST_AT_RISK = 5
DAYS = np.arange(0, 7 * WEEKS + 1, 7)


def risks(results: Results, areas: pd.DataFrame, scenarios: Sequence[str]) -> dict[str, Risk]:
    """Numbers at risk and ends per (replicate, province) of each scenario that has any stay."""
    columns = ["scenario", "replicate", "area", "entry_day", "exit_day", "end", "n"]
    provinces = areas[["area", "province"]].drop_duplicates("area").set_index("area")["province"].astype(str)
    rows = results.read("counts", columns, scenarios=list(scenarios))
    rows = rows.groupby(columns[:-1], observed=True, sort=False)["n"].sum().reset_index()
    code, found = pd.factorize(pd.MultiIndex.from_arrays([rows["replicate"], provinces.reindex(rows["area"]).to_numpy()]))
    end, name_of = end_codes(rows["end"]), rows["scenario"].astype(str)
    made = {}
    for name in scenarios:
        own = (name_of == name).to_numpy()
        if own.any():
            entry, exit = (rows[column][own] for column in ("entry_day", "exit_day"))
            made[name] = risk_table(
                entry, exit, end[own], n_ends=len(ENDS), n=rows["n"][own], group=code[own], n_groups=len(found), horizon=int(DAYS[-1])
            )
    return made


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
