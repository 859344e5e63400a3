"""Stays as counts for survival with delayed entry, so that estimators need no child's row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import survival
from analysis.errors import AnalysisError
from analysis.measures.at_home import stays
from analysis.measures.basis import ENDS, KEY, Meta, Tables, split
from analysis.measures.coded import coded
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


def end_codes(ends: pd.Series) -> NDArray[np.int64]:
    """0 for what is still open, 1.. in the order of ENDS; AnalysisError for a word that is none."""
    own = coded(ends)
    found = np.array([*(CODES.get(str(word), -1) for word in own.words), -1], dtype=np.int64)[own.codes]
    if (found < 0).any():
        code = own.codes[np.argmin(found)]
        raise AnalysisError(f"no such end of a stay: '{own.words[code] if code >= 0 else 'empty'}'; results of another version?")
    return found


def risk(
    table: pd.DataFrame, by: Sequence[str] = ("scenario",), horizon: int | None = None, new_only: bool = False
) -> tuple[pd.DataFrame, survival.Risk]:
    """(groups, numbers at risk and ending per group) from a table of counts; ends in the order of ENDS.

    new_only leaves out stays that were open at the branch. Groups are rows of the first frame, in the order of the second's leading axis.
    """
    rows = table[table["entry_day"] == 0] if new_only else table
    keys = rows[list(by)]
    code = keys.groupby(list(by), observed=True, sort=True).ngroup().to_numpy(dtype=np.int64)
    first = np.unique(code, return_index=True)[1]
    groups = keys.iloc[first].reset_index(drop=True)
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
