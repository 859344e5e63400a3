"""Rows in order: by several whole numbers at once, packed into one where they fit, for that is sorted several times as fast."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.machine.state import State

BITS = 63
ROOM_OF_YEAR = 100_000
"""Ids of one area and school year of entry are neighbours, and so are its pupils: see population/traits.py."""

Rows = np.ndarray[Any, np.dtype[np.int64]]


def in_order(*keys: np.ndarray) -> bool:
    """Whether rows stand by the first key, then the next."""
    later, same = np.zeros(max(len(keys[0]) - 1, 0), bool), np.ones(max(len(keys[0]) - 1, 0), bool)
    for key in keys:
        later |= same & (key[1:] > key[:-1])
        same &= key[1:] == key[:-1]
    return bool((later | same).all())


def sorted_by(*keys: np.ndarray) -> Rows:
    """Row numbers by the first key, then the next; rows alike stay in their order. Keys are whole numbers."""
    n = len(keys[0])
    if n == 0:
        return np.zeros(0, np.int64)
    packed: list[Rows] = []
    free = 0
    for key in (*keys, np.arange(n)):
        low = int(key.min())
        width = (int(key.max()) - low).bit_length()
        if packed and width <= free:
            packed[-1] = packed[-1] << width | (key.astype(np.int64) - low)
            free -= width
        else:
            packed.append(key.astype(np.int64) - low)
            free = BITS - width
    if len(packed) == 1:
        return np.sort(packed[0]) & ((1 << (n - 1).bit_length()) - 1)
    return np.lexsort(packed[::-1])


def rows_of(plain: State, ids: np.ndarray) -> Rows:
    """Where the pupils of these ids (which must be there) stand among the state's."""
    known = plain.pupils["id"]
    block = known // ROOM_OF_YEAR
    first = np.flatnonzero(np.diff(block, prepend=-1))
    start = np.zeros(int(block.max(initial=0)) + 1, np.int64)
    start[block[first]] = first
    return start[ids // ROOM_OF_YEAR] + ids % ROOM_OF_YEAR


def numbered(values: np.ndarray, span: int) -> tuple[Rows, Rows]:
    """(Values from 0 to span that occur, in order; which of them each is)."""
    seen = np.zeros(span, bool)
    seen[values] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[values]


def first_of_each(*columns: np.ndarray) -> Rows:
    """Numbers of the rows that differ from the row before in any of these columns."""
    new = np.ones(len(columns[0]), bool)
    new[1:] = np.any([np.diff(column) != 0 for column in columns], axis=0)
    return np.flatnonzero(new)


def united(tables: Sequence[np.ndarray]) -> np.ndarray:
    """The distinct ids of several columns, in order; -1 stands for nobody."""
    if not any(len(table) for table in tables):
        return np.zeros(0, np.int64)
    ids = np.sort(np.concatenate(tables))
    return ids[first_of_each(ids)][int(ids[0] < 0) :]
