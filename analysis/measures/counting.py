"""Stays as counts for survival with delayed entry, so that estimators need no child's row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import survival
from analysis.errors import AnalysisError
from analysis.measures.at_home import stays
from analysis.measures.basis import ENDS, KEY, Meta, Tables, split
from analysis.measures.groups import attach

GROUPS = ("area", "sector", "profile", "care_need")
CODES = {"open": 0} | {name: place + 1 for place, name in enumerate(ENDS)}


def counts(tables: Tables, meta: Meta, by: Sequence[str] = GROUPS) -> pd.DataFrame:
    """Number of stays by group, entry_day, exit_day and end, per run: the table `counts`. entry_day is the stay's length when observation
    began."""
    parts = []
    for key, own in split(tables, meta):
        rows = attach(stays(own, dict(meta) | key), own, by).rename(columns={"entry": "entry_day", "days": "exit_day", "end_reason": "end"})
        columns = [*by, "entry_day", "exit_day", "end"]
        plain = rows[columns].astype({name: str for name in (*by, "end") if name != "area"})
        part = plain.groupby(columns, observed=True).size().rename("n").reset_index()
        parts.append(part.assign(**key)[[*KEY, *columns, "n"]])
    return pd.concat(parts, ignore_index=True)


def end_codes(ends: pd.Series) -> np.ndarray:
    """0 for what is still open, 1.. in the order of ENDS; AnalysisError for a word that is none."""
    plain = ends.astype(object)
    codes = plain.map(CODES)
    if codes.isna().any():
        raise AnalysisError(f"no such end of a stay: '{plain[codes.isna()].iloc[0]}'; results of another version?")
    return codes.to_numpy(dtype=np.int64)


def risk(
    table: pd.DataFrame, by: Sequence[str] = ("scenario",), horizon: int | None = None, new_only: bool = False
) -> tuple[pd.DataFrame, survival.Risk]:
    """(groups, numbers at risk and ending per group) from a table of counts; ends in the order of ENDS.

    new_only leaves out stays that were open at the branch. Groups are rows of the first frame, in the order of the second's leading axis.
    """
    rows = table[table["entry_day"] == 0] if new_only else table
    plain = rows[list(by)].astype({name: str for name in by if not pd.api.types.is_numeric_dtype(rows[name])})
    groups = plain.drop_duplicates().sort_values(list(by)).reset_index(drop=True)
    code = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(plain)) if len(rows) else np.zeros(0, dtype=np.int64)
    found = survival.risk_table(
        rows["entry_day"],
        rows["exit_day"],
        end_codes(rows["end"]),
        n_ends=len(ENDS),
        n=rows["n"],
        group=code,
        n_groups=max(len(groups), 1),
        horizon=horizon,
    )
    return groups, found
