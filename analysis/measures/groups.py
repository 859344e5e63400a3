"""Group columns: sector, region, profile, care need, the parents' position, beside each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.measures.basis import Tables, column, table

GROUPS = ("area", "province", "sector", "partnership", "regime", "profile", "care_need", "position", "size")
POSITIONS = ("supported", "finds_the_way", "in_between", "loses_the_way")
SIZES = ("small", "middle", "large")


def position(pupils: pd.DataFrame) -> pd.Categorical:
    """The parents' position: with independent support; without it by ability to find their way, cut at one and two thirds of its scale
    0..1."""
    ability = column(pupils, "ability").astype(float)
    code = np.where(ability >= 2 / 3, 1, np.where(ability >= 1 / 3, 2, 3))
    return pd.Categorical.from_codes(np.where(column(pupils, "supported").astype(bool), 0, code), list(POSITIONS))


def size(areas: pd.DataFrame) -> pd.Categorical:
    """Size of the region by its regular pupils, in thirds of the regions of the run."""
    pupils = column(areas, "regular_pupils").astype(float)
    ranks = np.argsort(np.argsort(pupils, kind="stable"), kind="stable")
    return pd.Categorical.from_codes((ranks * 3) // max(len(pupils), 1), list(SIZES))


def attach(rows: pd.DataFrame, tables: Tables, by: Sequence[str]) -> pd.DataFrame:
    """Rows of one run with the group columns named in `by`; AnalysisError for a name that is none.

    What the rows lack comes from their pupil (`profile, care_need, position`), their area (`province, size`) or the stay they belong to.
    """
    for name in by:
        if name not in GROUPS:
            raise AnalysisError(f"no group '{name}' (known: {', '.join(GROUPS)})")
    if {"area", "sector", "partnership", "regime", "province", "size"} & set(by) - set(rows) and "area" not in rows:
        rows = _beside_stay(rows, table(tables, "spells"))
    missing = [name for name in by if name not in rows]
    found: dict[str, object] = {}
    if {"profile", "care_need", "position"} & set(missing):
        found |= _of_pupils(rows, table(tables, "pupils"), missing)
    if {"province", "size"} & set(missing):
        areas = table(tables, "areas").assign(size=size)
        place = pd.Index(areas["area"]).get_indexer(pd.Index(rows["area"]))
        _all_found(place, "area", "areas")
        found |= {name: areas[name].take(place).array for name in ("province", "size") if name in missing}
    return rows.assign(**found)


def _of_pupils(rows: pd.DataFrame, pupils: pd.DataFrame, missing: Sequence[str]) -> dict[str, object]:
    pupils = pupils.assign(position=position(pupils)) if "position" in missing else pupils
    ids = column(pupils, "pupil")
    sorting = np.argsort(ids, kind="stable")
    wanted = column(rows, "pupil")
    spot = np.minimum(np.searchsorted(ids[sorting], wanted), max(len(ids) - 1, 0))
    place = sorting[spot] if len(ids) else np.full(len(wanted), -1)
    _all_found(np.where(ids[place] == wanted, 0, -1) if len(ids) else place, "pupil", "pupils")
    return {name: pupils[name].take(place).array for name in ("profile", "care_need", "position") if name in missing}


def _beside_stay(rows: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    own = pd.MultiIndex.from_arrays([column(spells, "pupil"), column(spells, "spell_no")])
    place = own.get_indexer(pd.MultiIndex.from_arrays([column(rows, "pupil"), column(rows, "spell_no")]))
    _all_found(place, "stay", "spells")
    columns = {name: spells[name].take(place).array for name in ("area", "sector", "partnership", "regime") if name not in rows}
    return rows.assign(**columns)


def _all_found(place: np.ndarray, what: str, where: str) -> None:
    if len(place) and place.min() < 0:
        raise AnalysisError(f"a {what} of this run is not in table '{where}'; were tables of different runs mixed?")
