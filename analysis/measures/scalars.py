"""One row per replicate: every scalar measure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import survival
from analysis.measures import country, register
from analysis.measures.at_home import carried, lengths, octobers
from analysis.measures.authority import counted
from analysis.measures.basis import ENDS, YEAR, Meta, Tables, column, is_in, keyed, ratio, split, stops, table
from analysis.measures.counting import end_codes
from analysis.measures.registry import MEASURES
from analysis.measures.tally import scalar_rates, totals

STAY_DAYS = (91, YEAR)


def summary(tables: Tables, meta: Meta) -> pd.DataFrame:
    """Every scalar measure: `scenario, seed, replicate`, then one float column per name in MEASURES; one row per run.

    NaN where the run is too short for the measure, had nothing to divide by, or did not keep a table it needs.
    """
    frames = []
    for key, own in split(tables, meta):
        found = scalars(own, dict(meta) | key)
        frames.append(keyed(key, pd.DataFrame(np.array([list(found.values())]), columns=list(found))))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def scalars(tables: Tables, meta: Meta) -> dict[str, float]:
    """All scalar measures of one run, in the order of MEASURES."""
    found = scalar_rates(totals(tables, meta))
    if "spells" in tables:
        counts = register.counts(table(tables, "spells"), meta)
        found |= _on_october(tables, meta) | _national(counts) | country.growth(counts) | _lengths(table(tables, "spells"), meta)
    if "interventions" in tables:
        found |= _authority(tables, meta)
    found |= country.scalars(tables, meta)
    found |= {name: one.of(tables, meta) for name, one in MEASURES.items() if one.of is not None and tables.keys() >= set(one.needs)}
    return {name: float(found.get(name, np.nan)) for name in MEASURES}


def _on_october(tables: Tables, meta: Meta) -> dict[str, float]:
    spells = table(tables, "spells")
    clock = column(spells, "start_day") - carried(spells, meta["end_day"])[0]
    start, stop = column(spells, "start_day"), stops(column(spells, "end_day"), meta["end_day"] + 1)
    stocks = {
        "at_home_october": 0,
        "at_home_over_4_weeks_october": 28,
        "at_home_over_3_months_october": 91,
        "at_home_over_1_year_october": 364,
    }
    days = octobers(meta)
    counts = {name: [int(((start <= day) & (stop > day) & (day - clock >= least)).sum()) for day in days] for name, least in stocks.items()}
    return {name: float(np.mean(values)) for name, values in counts.items() if values}


def _national(counts: register.Counts) -> dict[str, float]:
    found = {}
    for status, of in counts.items():
        if len(of["cases"]):
            for name in ("cases", "over_3_months", "start_stock", "new"):
                found[f"{status}_{name}"] = float(of[name].mean())
            found[f"{status}_share_returned"] = ratio(float(of["returned"].sum()), float(of["cases"].sum()))
    return found


def _lengths(spells: pd.DataFrame, meta: Meta) -> dict[str, float]:
    entry, days, _, lasts = lengths(spells, meta)
    risk = survival.risk_table(entry, days, end_codes(spells["end_reason"])[lasts], n_ends=len(ENDS))
    if not risk.at_risk.any():
        return {}
    alive, ends = survival.survival(risk), survival.incidence(risk)
    found = {f"still_home_{days}d": float(alive[min(days, len(alive) - 1)]) for days in STAY_DAYS}
    found["mean_stay_1y"] = float(survival.restricted_mean(risk, YEAR))
    found["median_stay"] = float(survival.quantile(risk))
    day = min(YEAR, len(alive) - 1)
    return found | {f"ended_{name}_1y": float(ends[place, day]) for place, name in enumerate(ENDS)}


def _authority(tables: Tables, meta: Meta) -> dict[str, float]:
    if "areas" not in tables and "spells" not in tables:
        return {}
    n_uses, per_year = counted(tables, meta)[1:]
    own = table(tables, "interventions")
    used = is_in(own["kind"], ("authority",)) & (column(own, "day") >= meta["branch_day"])
    empty = used & is_in(own["outcome"], ("no_place",))
    return {
        "uses_per_partnership_year": float(per_year.mean()) if len(per_year) else float("nan"),
        "share_never_used": float((n_uses == 0).mean()) if len(n_uses) else float("nan"),
        "share_uses_no_place": ratio(float(empty.sum()), float(used.sum())),
    }
