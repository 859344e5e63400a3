"""Group columns: sector, region, profile, care need, the parents' position, beside each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.measures.basis import Tables, column, in_order, table

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

    What the rows lack comes from their pupil (`profile, care_need, position`), their area (`province, size`) or the stay they belong to. A
    placement or exemption that ends no stay has the `regime` that its partnership has when the next stay begins there.
    """
    for name in by:
        if name not in GROUPS:
            raise AnalysisError(f"no group '{name}' (known: {', '.join(GROUPS)})")
    if {"area", "sector", "partnership", "regime", "province", "size"} & set(by) - set(rows) and "area" not in rows:
        rows = _beside_stay(rows, table(tables, "spells"), by)
    if "regime" in by and "regime" not in rows:
        rows = rows.assign(regime=_regimes(rows, table(tables, "spells")))
    missing = [name for name in by if name not in rows]
    found: dict[str, object] = {}
    if {"profile", "care_need", "position"} & set(missing):
        found |= _of_pupils(rows, table(tables, "pupils"), missing)
    if {"province", "size"} & set(missing):
        areas = table(tables, "areas").assign(size=size)
        place = pd.Index(areas["area"]).get_indexer(pd.Index(rows["area"]))
        all_found(place, "area", "areas")
        found |= {name: areas[name].take(place).array for name in ("province", "size") if name in missing}
    return rows.assign(**found)


def numbered(frames: Sequence[pd.DataFrame], by: Sequence[str]) -> tuple[list[NDArray[np.intp]], pd.DataFrame]:
    """(The group of each row of each frame, by its columns `by`; the groups that occur, sorted): one numbering for all frames."""
    ends = np.cumsum([len(frame) for frame in frames])
    code, groups = np.zeros(ends[-1], dtype=np.intp), pd.DataFrame(index=[0])
    for name in by:
        columns = [pd.Categorical(frame[name]) for frame in frames]
        found = pd.Index([word for own in columns for word in own.categories]).unique()
        levels = (found.astype(frames[0][name].dtype) if name == "area" else found.astype(str)).sort_values()
        places = [levels.get_indexer(own.categories.astype(levels.dtype))[own.codes] for own in columns]
        code = code * len(levels) + np.concatenate(places)
        seen = np.bincount(code, minlength=len(groups) * len(levels)) > 0
        parent, level = np.divmod(np.flatnonzero(seen), max(len(levels), 1))
        groups = groups.take(parent).reset_index(drop=True).assign(**{name: levels.take(level)})
        code = (np.cumsum(seen) - 1)[code]
    return np.split(code, ends[:-1]), groups


def _of_pupils(rows: pd.DataFrame, pupils: pd.DataFrame, missing: Sequence[str]) -> dict[str, object]:
    pupils = pupils.assign(position=position(pupils)) if "position" in missing else pupils
    place = where(column(pupils, "pupil"), column(rows, "pupil"))
    all_found(place, "pupil", "pupils")
    return {name: pupils[name].take(place).array for name in ("profile", "care_need", "position") if name in missing}


def _beside_stay(rows: pd.DataFrame, spells: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    own, wanted = (column(frame, "pupil") * 32768 + column(frame, "spell_no") for frame in (spells, rows))
    place = where(own, wanted)
    all_found(place, "stay", "spells")
    return rows.assign(**{name: spells[name].take(place).array for name in dict.fromkeys(("area", *by)) if name in spells and name not in rows})


def _regimes(rows: pd.DataFrame, spells: pd.DataFrame) -> pd.Categorical:
    """That of the stay a row belongs to; without one that of the next stay to begin in the same partnership, or else of the last; `unknown`
    where none began."""
    own, wanted = (column(frame, "pupil") * 32768 + column(frame, "spell_no") for frame in (spells, rows))
    place = where(own, wanted)
    place = np.where(place < 0, _next_stay(rows, spells), place)
    regimes = spells["regime"].astype("category").cat
    return pd.Categorical.from_codes(np.append(regimes.codes, len(regimes.categories))[place], [*regimes.categories.astype(str), "unknown"])


def _next_stay(rows: pd.DataFrame, spells: pd.DataFrame) -> NDArray[np.intp]:
    """Row of the first stay to begin in the same partnership from that day on, else of the last one before it; -1 where there is none."""
    theirs, ours = (frame["partnership"].astype("category").cat for frame in (rows, spells))
    code = ours.categories.astype(str).get_indexer(theirs.categories.astype(str))[theirs.codes]
    begun = ours.codes.to_numpy().astype(np.int64) << 32 | column(spells, "start_day").astype(np.int64)
    sorting = np.argsort(begun, kind="stable")
    after = np.searchsorted(begun, code.astype(np.int64) << 32 | column(rows, "start_day").astype(np.int64), sorter=sorting)
    known, found = np.append(ours.codes, -2), np.append(sorting, len(begun))
    following, last = found[after], found[after - 1]
    return np.where(known[following] == code, following, np.where(known[last] == code, last, -1))


def where(own: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.intp]:
    """Row of each wanted key among one's own, -1 where it is none of them."""
    if not len(own):
        return np.full(len(wanted), -1)
    sorting = in_order(own)
    place = sorting[np.minimum(np.searchsorted(own, wanted, sorter=sorting), len(own) - 1)]
    return np.where(own[place] == wanted, place, -1)


def all_found(place: np.ndarray, what: str, where: str) -> None:
    if len(place) and place.min() < 0:
        raise AnalysisError(f"a {what} of this run is not in table '{where}'; were tables of different runs mixed?")
