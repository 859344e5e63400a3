"""Days at home and out of school, by window, cause and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.measures.basis import CAUSES, HORIZONS
from analysis.measures.blockers import CLASSES
from analysis.measures.measure import PER_1000, PER_CHILD, REGULAR, SHARE, Measure, Rate
from analysis.measures.terms import term


def spans() -> dict[str, tuple[str, str]]:
    """Windows of time after the branch and their words, Dutch and English."""
    found = {f"{years}y": (f"binnen {years} jaar", f"within {years} year" + ("s" if years > 1 else "")) for years in HORIZONS}
    return found | {"run": ("in de hele periode", "over the whole period")}


def by_window() -> Iterator[Measure]:
    """The primary measures, per window."""
    for span, (nl, en) in spans().items():
        main = span != "run"
        yield Measure(
            f"days_home_{span}",
            PER_1000,
            -1,
            f"Dagen thuis {nl}",
            f"Days at home {en}",
            "Vrijgestelde dagen tellen niet mee, en slechte plaatsingen ook niet: lees naast de dagen met vrijstelling en de uitval.",
            "Leaves out exempt days and says nothing of bad placements: read beside days out of school and drop-out.",
            main,
            rate=Rate((f"home_{span}",), REGULAR, 1000),
        )
        yield Measure(
            f"days_out_{span}",
            PER_1000,
            -1,
            f"Dagen thuis of vrijgesteld {nl}",
            f"Days at home or exempt {en}",
            "Telt een dag vrijstelling als een dag thuis, ook waar die goed gekozen is.",
            "Counts an exempt day as a day at home, also where it was chosen well.",
            main,
            rate=Rate((f"out_{span}",), REGULAR, 1000),
        )
        yield Measure(
            f"days_home_per_child_{span}",
            PER_CHILD,
            -1,
            f"Dagen thuis per kind dat thuis zat, {nl}",
            f"Days at home per child with a stay, {en}",
            "Stijgt als juist korte thuisperioden worden voorkomen.",
            "Rises when it is the short stays that are prevented.",
            main,
            rate=Rate((f"home_{span}",), f"children_{span}"),
        )
        yield Measure(
            f"days_out_per_child_{span}",
            PER_CHILD,
            -1,
            f"Dagen thuis of vrijgesteld per kind, {nl}",
            f"Days at home or exempt per child, {en}",
            "Stijgt als juist korte thuisperioden worden voorkomen.",
            "Rises when it is the short stays that are prevented.",
            rate=Rate((f"out_{span}",), f"children_out_{span}"),
        )
        yield Measure(
            f"children_{span}",
            "children per 1,000 regular pupils",
            -1,
            f"Kinderen die thuis zaten, {nl}",
            f"Children with a stay, {en}",
            "Telt een dag even zwaar als een jaar.",
            "Counts a day like a year.",
            rate=Rate((f"children_{span}",), REGULAR, 1000),
        )


def by_reason() -> Iterator[Measure]:
    """Days by cause, and shares of days by what would have to change."""
    for cause in CAUSES:
        yield Measure(
            f"cause_{cause}",
            PER_1000,
            -1,
            f"Dagen thuis door: {term(cause, 'nl')}",
            f"Days at home by cause: {term(cause, 'en')}",
            "Wat er gaande was, niet wat er ontbrak; telt van thuisperioden die al liepen ook de dagen ervoor.",
            "What was going on, not what was missing; of stays open at the branch the earlier days too.",
            rate=Rate((f"cause_new_{cause}", f"cause_open_{cause}"), REGULAR, 1000),
        )
    for name in CLASSES:
        yield Measure(
            f"share_{name}",
            SHARE,
            0,
            f"Aandeel dagen thuis: {term(name, 'nl')}",
            f"Share of days at home: {term(name, 'en')}",
            "Wat er die dag zou moeten veranderen; wat een regime ermee doet is iets anders.",
            "What would have to change that day; what a regime makes of it is another matter.",
            rate=Rate((f"blocked_{name}",), "home_run"),
        )
    for name in ("power", "place", "joint_power_place"):
        yield Measure(
            f"share_{name}_open",
            SHARE,
            0,
            f"Aandeel dagen thuis: {term(name, 'nl')}, vakantie en termijnen weggedacht",
            f"Share of days at home: {term(name, 'en')}, holidays and terms aside",
            "Rekent vakantie en lopende termijnen niet als belemmering.",
            "Does not count holidays and running terms as blockers.",
            rate=Rate((f"bound_{name}",), "home_run"),
        )
