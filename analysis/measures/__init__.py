"""Measures: pure functions from tables to tidy frames, one row per (scenario, replicate[, group]).

Every function takes the tables it needs and `meta` (at least branch_day and end_day), works on one run or on many
stacked ones, and keeps `scenario, replicate` as its first columns. `by` names group columns (see `groups.GROUPS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.measures.registry import MEASURES, Measure, label

__all__ = ["MEASURES", "Measure", "cells", "label", "summary"]


def summary(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> pd.DataFrame:
    """Every scalar measure: `scenario, seed, replicate`, then one float column per name in MEASURES; one row per run."""
    raise NotImplementedError


def cells(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> pd.DataFrame:
    """Additive sums per (scenario, replicate, area, sector, profile, care_need, position): enough for any paired comparison by group.

    Columns: province, n_children, n_stays, days_home, days_out (and both within 1, 3, 10 years), `cause_<name>`, `blocked_<class>`, n_placed, n_failed_1y, ...
    Written beside `summary` by runs; computed from spells where it is absent.
    """
    raise NotImplementedError
