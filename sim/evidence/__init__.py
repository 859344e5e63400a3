"""The ledger that parameters cite: facts of the sources, in our own words, with where they stand.

`fact(id)` gives one fact; ids that begin with `pf_` are national figures (figures.csv), all others survey and
evaluation facts (survey.csv). Files are read at first use. What the columns mean: README.md in this folder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.errors import EvidenceError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

SURVEY = "survey.csv"
FIGURES = "figures.csv"
PARTNERSHIPS = "partnerships.csv"
MECHANISMS = "mechanisms.csv"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `value`, `low`, `high` in `unit` (None: not stated); `n` is the number asked (None: not stated)."""

    id: str
    topic: str
    statement: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    n: float | None
    sector: str
    year: str
    quality: str
    role: str
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism that the sources assert: id M01-M88, title, one line, and how well it is supported."""

    id: str
    title: str
    summary: str
    strength: str


def _open(name: str) -> io.StringIO:
    return io.StringIO(files(__name__).joinpath(name).read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_open(name))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _fact(row: dict[str, str], quality: str, role: str) -> Fact:
    return Fact(
        id=row["id"],
        topic=row["topic"],
        statement=row["statement"],
        value=_number(row["value"]),
        unit=row["unit"],
        low=_number(row["low"]),
        high=_number(row["high"]),
        n=_number(row.get("n", "")),
        sector=row["sector"],
        year=row["year"],
        quality=quality,
        role=role,
        source=row["source"],
        where=row["where"],
    )


@lru_cache(maxsize=1)
def _ledger() -> dict[str, Fact]:
    """All facts by id, survey first, in file order; facts of the five documents are `primary` (read in the original)."""
    survey = (_fact(row, "primary", row["role"]) for row in _rows(SURVEY))
    figures = (_fact(row, row["quality"], "context") for row in _rows(FIGURES))
    return {fact.id: fact for group in (survey, figures) for fact in group}


def ids() -> tuple[str, ...]:
    """Every id that `fact` knows, in file order."""
    return tuple(_ledger())


def fact(id: str) -> Fact:
    """The fact with this id; EvidenceError, with the nearest id, if there is none."""
    try:
        return _ledger()[id]
    except KeyError:
        raise EvidenceError(f'no evidence "{id}"{did_you_mean(id, _ledger())}') from None


def partnerships() -> pd.DataFrame:
    """The regional partnerships, columns and order of the file: `sector` PO or VO, code `swv`, then counts (int64)."""
    import pandas as pd  # the ledger itself does without

    table = pd.read_csv(_open(PARTNERSHIPS))
    # A vo partnership has no sbo: its cells are empty, which means none.
    counts = table.columns[2:]
    table[counts] = table[counts].fillna(0).astype("int64")
    return table


@lru_cache(maxsize=1)
def mechanisms() -> tuple[Mechanism, ...]:
    """M01 to M88 in order."""
    return tuple(Mechanism(**row) for row in _rows(MECHANISMS))
