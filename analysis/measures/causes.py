"""Where days at home go: the exact decomposition by cause, and its change between two regimes, cause by cause."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.errors import AnalysisError
from analysis.measures.basis import CAUSES, Meta, Tables
from analysis.measures.tally import tally


def by_cause(sums: pd.DataFrame, stays: str = "new") -> pd.DataFrame:
    """Days at home by what was going on: days, less is better. Long form of a tally: keys, groups, cause, days.

    stays: `new` (began after the branch: all their days), `open` (open at the branch: their days before it too), `all`. Sums exactly to the
    length
    of those stays. A cause is what was going on, not what was missing: a day of search may be a day without a place; see blockers.
    """
    kinds = {"new": ("new",), "open": ("open",), "all": ("new", "open")}[stays]
    groups = [name for name in sums if not pd.api.types.is_numeric_dtype(sums[name]) or name in ("seed", "replicate", "area")]
    days = {cause: sum(sums[f"cause_{kind}_{cause}"] for kind in kinds) for cause in CAUSES}
    wide = pd.concat([sums[groups], pd.DataFrame(days)], axis=1)
    return wide.melt(id_vars=groups, value_vars=list(CAUSES), var_name="cause", value_name="days")


def change_by_cause(sums: pd.DataFrame, against: str, by: Sequence[str] = ()) -> pd.DataFrame:
    """Change in days at home against a reference, cause by cause: days per run, less is better. Keys, by..., cause, days, change.

    Exact: changes over causes sum to the change in days at home after the branch, because days before it are the same in both.
    AnalysisError where
    they aren't (the runs don't share their branch). A fall in one cause may be a shift to the next one in line, not a gain.
    """
    keys = ["scenario", "replicate", *by]
    total = sums.groupby(keys, observed=True)["before"].sum().unstack("scenario", fill_value=0)
    if against not in total:
        raise AnalysisError(f"no scenario '{against}' to compare with (there is: {', '.join(map(str, total))})")
    if (total.sub(total[against], axis=0) != 0).to_numpy().any():
        raise AnalysisError("days before the branch differ between scenarios: they don't start from the same state")
    days = by_cause(sums, "all").groupby([*keys, "cause"], observed=True)["days"].sum()
    wide = days.unstack("scenario", fill_value=0)
    change = wide.sub(wide[against], axis=0).stack().rename("change")
    joined = pd.concat([wide.stack().rename("days"), change], axis=1).reset_index()
    return joined[[*keys, "cause", "days", "change"]]


def causes_of(tables: Tables, meta: Meta, by: Sequence[str] = (), stays: str = "new") -> pd.DataFrame:
    """by_cause straight from the tables of runs."""
    return by_cause(tally(tables, meta, by), stays)
