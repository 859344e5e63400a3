"""What each scalar measure is called, in which unit, which way is better, and what it hides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A scalar column of `summary`. direction: -1 less is better, +1 more is better, 0 neither."""

    name: str
    unit: str
    direction: int
    nl: str
    en: str
    hides_nl: str
    hides_en: str
    primary: bool = False


MEASURES: dict[str, Measure] = {}


def label(name: str, lang: str = "nl") -> str:
    """The measure's label; the bare name when it is not registered."""
    measure = MEASURES.get(name)
    return name if measure is None else getattr(measure, lang)
