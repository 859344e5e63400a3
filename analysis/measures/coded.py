"""Groups of a run's rows as numbers: what `groups.attach` and `groups.numbered` find for cells, without a frame on the way.

A sweep makes the cells of ten thousand small runs; frames of a few hundred rows cost more than the runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.basis import Tables, column, table
from analysis.measures.groups import POSITIONS, all_found, position, where

CELL = ("area", "province", "sector", "profile", "care_need", "position")
OF_STAY, OF_AREA, OF_PUPIL = ("area", "sector"), ("province",), ("profile", "care_need", "position")


@dataclass(frozen=True)
class Coded:
    """A column as codes of its words (or numbers)."""

    codes: NDArray[np.intp]
    words: Sequence[Any]

    def take(self, rows: NDArray[np.intp]) -> Coded:
        return Coded(self.codes[rows], self.words)


def coded(values: pd.Series) -> Coded:
    """A column of words or whole numbers."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return Coded(values.cat.codes.to_numpy().astype(np.intp), list(values.cat.categories))
    codes, words = pd.factorize(values.to_numpy())
    return Coded(codes, list(words))


class Cells:
    """Finds the cell of rows of one run's tables: by their own columns, else by their stay, their area or their pupil."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._known: dict[tuple[str, str], Coded] = {}

    def of(self, rows: pd.DataFrame, some: NDArray[np.intp]) -> dict[str, Coded]:
        """{name of CELL: what these rows are}; AnalysisError where a pupil, stay or area of theirs is in none of the tables."""
        found = {name: coded(rows[name]).take(some) for name in CELL if name in rows}
        if not set(OF_STAY) <= set(found):
            own, wanted = (column(frame, "pupil") * 32768 + column(frame, "spell_no") for frame in (table(self.tables, "spells"), rows))
            found |= self._beside("spells", OF_STAY, where(own, wanted[some]), "stay", found)
        if not set(OF_AREA) <= set(found):
            numbers = np.asarray([int(word) for word in found["area"].words], dtype=np.int64)[found["area"].codes]
            found |= self._beside("areas", OF_AREA, where(column(table(self.tables, "areas"), "area").astype(np.int64), numbers), "area", found)
        if not set(OF_PUPIL) <= set(found):
            place = where(column(table(self.tables, "pupils"), "pupil"), column(rows, "pupil")[some])
            found |= self._beside("pupils", OF_PUPIL, place, "pupil", found)
        return found

    def _beside(self, name: str, wanted: Sequence[str], place: NDArray[np.intp], what: str, found: dict[str, Coded]) -> dict[str, Coded]:
        all_found(place, what, name)
        return {word: self._column(name, word).take(place) for word in wanted if word not in found}

    def _column(self, name: str, word: str) -> Coded:
        if (name, word) not in self._known:
            frame = table(self.tables, name)
            if word == "position":
                self._known[name, word] = Coded(position(frame).codes.astype(np.intp), list(POSITIONS))
            else:
                self._known[name, word] = coded(frame[word])
        return self._known[name, word]


def numbered(found: Sequence[dict[str, Coded]]) -> tuple[list[NDArray[np.intp]], dict[str, NDArray[Any]]]:
    """(The cell of each row of each table; what each cell is, by name of CELL): cells that occur, sorted, in one numbering for all tables."""
    ends = np.cumsum([len(own["area"].codes) for own in found])
    code, levels = np.zeros(ends[-1], dtype=np.int64), {}
    for name in CELL:
        kind = int if name == "area" else str
        columns = [Coded(own[name].codes, [kind(word) for word in own[name].words]) for own in found]
        levels[name] = sorted({word for own in columns for word in own.words})
        number = {word: k for k, word in enumerate(levels[name])}
        places = [np.array([number[word] for word in own.words], dtype=np.int64)[own.codes] for own in columns]
        code = code * len(levels[name]) + np.concatenate(places)
    cells, cell = np.unique(code, return_inverse=True)
    shape = tuple(max(len(levels[name]), 1) for name in CELL)
    codes = np.unravel_index(cells, shape)
    what = {name: np.array(levels[name], dtype=np.int64 if name == "area" else object)[own] for name, own in zip(CELL, codes, strict=True)}
    return np.split(cell, ends[:-1]), what
