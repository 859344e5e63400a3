"""What a measure is: one declaration, from the sums it is made of to the sentence that says what it hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.measures.basis import Meta, Tables


@dataclass(frozen=True)
class Rate:
    """scale * (sum of the columns `part`) / (column `whole`) of a tally."""

    part: tuple[str, ...]
    whole: str
    scale: float = 1.0


@dataclass(frozen=True)
class Measure:
    """A scalar column of `summary`. direction: -1 less is better, +1 more is better, 0 neither. hides: what a reader could overlook.

    What it is made of: a `rate` of sums, which then has intervals by group too; or `of`, a function of one run's tables and what is known of
    the run, called where the run kept the tables that it `needs`; or neither, where `scalars` computes a family of measures in one go.
    """

    name: str
    unit: str
    direction: int
    nl: str
    en: str
    hides_nl: str
    hides_en: str
    primary: bool = False
    rate: Rate | None = None
    of: Callable[[Tables, Meta], float] | None = None
    needs: tuple[str, ...] = ()


YEARLY = "share per year"
PER_1000, PER_CHILD, SHARE, PUPILS, DAYS = "days per 1,000 regular pupils", "days per child", "share", "pupils", "days"
MILLIONS = "million euro per year"
UNITS_NL = {
    PER_1000: "dagen per 1.000 leerlingen in het regulier onderwijs",
    PER_CHILD: "dagen per kind",
    SHARE: "aandeel",
    PUPILS: "leerlingen",
    DAYS: "dagen",
    "children per 1,000 regular pupils": "kinderen per 1.000 leerlingen in het regulier onderwijs",
    "placements per 1,000 regular pupils": "plaatsingen per 1.000 leerlingen in het regulier onderwijs",
    "uses per partnership per year": "keer per samenwerkingsverband per jaar",
    "index 0-1": "index 0-1",
    "share per year": "aandeel per jaar",
    "pupils per year": "leerlingen per jaar",
    "waiting per place": "wachtenden per plek",
    MILLIONS: "miljoen euro per jaar",
}
REGULAR = "regular_pupils"
"""The sum that rates per 1,000 pupils divide by."""
