"""All scalar measures in the order of the columns of `summary`."""

from __future__ import annotations

from analysis.measures.declarations import country, days, placements, stays
from analysis.measures.measure import UNITS_NL, Measure, Rate

PARTS = (
    days.by_window, placements.failing, stays.stocks, stays.lengths, days.by_reason, placements.placements_and_waits,
    placements.powers_and_places, country.country,
)  # fmt: skip
MEASURES: dict[str, Measure] = {measure.name: measure for part in PARTS for measure in part()}
RATES: dict[str, Rate] = {name: measure.rate for name, measure in MEASURES.items() if measure.rate is not None}


def label(name: str, lang: str = "nl") -> str:
    """The measure's label; the bare name when it is not registered."""
    measure = MEASURES.get(name)
    return name if measure is None else str(getattr(measure, lang))


def unit(name: str, lang: str = "nl") -> str:
    """The measure's unit in words; empty when it is not registered."""
    measure = MEASURES.get(name)
    return "" if measure is None else (UNITS_NL[measure.unit] if lang == "nl" else measure.unit)
