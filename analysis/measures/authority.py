"""How often authority is used, per partnership per year, in the survey's answers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.basis import YEAR, Meta, Tables, column, is_in, keyed, split, table
from analysis.measures.coded import coded

BANDS = ("never", "1_2", "3_5", "6_10", "11_15", "more")
EDGES = (0.0, 2.5, 5.5, 10.5, 15.5)


def uses(tables: Tables, meta: Meta, *, holders: Collection[str] | None = None) -> pd.DataFrame:
    """Uses of authority per partnership and per year after the branch: uses a year, neither more nor fewer is better.

    Columns: partnership, uses, per_year. Rounds and duties are not uses; a use that ends without a place is one. holders: the partnerships
    asked (default all that
    `areas` names); the survey asked only those with the power. Few uses may mean no need, no place to point at, or a shadow that works.
    """
    return pd.concat([keyed(key, _uses(own, meta, holders)) for key, own in split(tables, meta)], ignore_index=True)


def _uses(tables: Tables, meta: Meta, holders: Collection[str] | None) -> pd.DataFrame:
    asked, found, per_year = counted(tables, meta, holders)
    return pd.DataFrame({"partnership": asked, "uses": found, "per_year": per_year})


def counted(
    tables: Tables, meta: Meta, holders: Collection[str] | None = None
) -> tuple[list[str], NDArray[np.int64], NDArray[np.float64]]:  # fmt: skip
    """The columns of `uses` of one run: partnerships, uses, uses a year."""
    rows = table(tables, "interventions")
    taken = is_in(rows["kind"], ("authority",)) & (column(rows, "day") >= meta["branch_day"])
    own = coded(rows["partnership"])
    counts = dict(zip(map(str, own.words), np.bincount(own.codes[taken], minlength=len(own.words)).tolist(), strict=True))
    asked = sorted(set(_partnerships(tables) if holders is None else holders))
    found = np.array([counts.get(name, 0) for name in asked], dtype=np.int64)
    return asked, found, found / max((meta["end_day"] - meta["branch_day"]) / YEAR, 1e-9)


def _partnerships(tables: Tables) -> list[str]:
    """Codes in `areas` (comma or space between those of one area), else those that appear among stays."""
    if "areas" in tables and "partnerships" in tables["areas"]:
        return [
            code
            for text in tables["areas"]["partnerships"].astype(str)
            for code in text.replace(",", " ").replace(";", " ").replace("+", " ").split()
        ]
    return [str(code) for code in table(tables, "spells")["partnership"].unique()]


def use_bands(tables: Tables, meta: Meta, *, holders: Collection[str] | None = None) -> pd.DataFrame:
    """Partnerships by how often they use their authority a year, in the survey's answers: partnerships and share. Columns: band, n, share.

    `never` is never in all years after the branch; otherwise the yearly mean rounded to the nearest band. Bands: evidence use_band_edges.
    """
    rows = uses(tables, meta, holders=holders)
    band = np.where(rows["uses"] == 0, 0, np.searchsorted(EDGES[1:], rows["per_year"], side="right") + 1)
    frame = rows[["scenario", "seed", "replicate"]].assign(band=pd.Categorical.from_codes(np.minimum(band, len(BANDS) - 1), list(BANDS)))
    counts = frame.groupby(["scenario", "seed", "replicate", "band"], observed=False).size().rename("n").reset_index()
    whole = counts.groupby(["scenario", "seed", "replicate"])["n"].transform("sum")
    counts = counts[whole > 0].reset_index(drop=True)
    return counts.assign(share=counts["n"] / whole[whole > 0].to_numpy())
