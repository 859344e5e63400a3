"""Placements and whether they hold, waits, uses of authority, what places cost."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.measures.areas import inequality, supply_cost
from analysis.measures.basis import KINDS
from analysis.measures.contributions import WAITS
from analysis.measures.measure import DAYS, MILLIONS, REGULAR, SHARE, Measure, Rate
from analysis.measures.terms import term


def failing() -> Iterator[Measure]:
    """Placements that fail."""
    for years in (1, 2):
        nl, en = f"binnen {years} jaar", f"within {years} year" + ("s" if years > 1 else "")
        yield Measure(
            f"share_failed_{years}y",
            SHARE,
            -1,
            f"Plaatsingen die {nl} weer mislukken",
            f"Placements that fail {en}",
            "Gunstig voor wie weinig en alleen makkelijk plaatst; alleen plaatsingen die zo lang gevolgd zijn.",
            "Makes regimes that place few and easy pupils look good; counts only placements that were followed that long.",
            True,
            rate=Rate((f"failed_{years}y",), f"followed_{years}y"),
        )
        yield Measure(
            f"failures_{years}y",
            "placements per 1,000 regular pupils",
            -1,
            f"Aantal plaatsingen dat {nl} mislukt",
            f"Number of placements that fail {en}",
            "Stijgt mee met het aantal plaatsingen.",
            "Grows with the number of placements.",
            rate=Rate((f"failures_{years}y",), REGULAR, 1000),
        )
        yield Measure(
            f"share_imposed_failed_{years}y",
            SHARE,
            -1,
            f"Opgelegde plaatsingen die {nl} mislukken",
            f"Imposed placements that fail {en}",
            "Opgelegde plaatsingen betreffen andere kinderen dan de overige.",
            "Imposed placements are of other children than the rest.",
            rate=Rate((f"imposed_failed_{years}y",), f"imposed_followed_{years}y"),
        )


def placements_and_waits() -> Iterator[Measure]:
    """How many are placed, and how long is waited for what."""
    few = ("Hoeveel het er zijn zegt niet of ze passen.", "How many says nothing of fit.")
    for kind in KINDS:
        yield Measure(
            f"placed_{kind}",
            "placements per 1,000 regular pupils",
            0,
            f"Plaatsingen: {term(kind, 'nl')}",
            f"Placements: {term(kind, 'en')}",
            *few,
            rate=Rate((f"n_{kind}",), REGULAR, 1000),
        )
    imposed = Rate(("n_imposed",), "n_placed")
    yield Measure("share_imposed", SHARE, 0, "Aandeel opgelegde plaatsingen", "Share of placements imposed", *few, rate=imposed)
    only = (
        "Alleen wie zo wachtte, en ook wie nog wacht; een kind dat nooit in de rij komt telt niet.",
        "Only those who waited so, those still waiting included; a child that never queues is not in it.",
    )
    lag = Rate(("lag_to_start",), "n_agreed")
    yield Measure("mean_lag_to_start", DAYS, -1, "Dagen van afgesproken tot echte start", "Days from agreed to actual start", *only, rate=lag)
    for cause in WAITS:
        made = Rate((f"cause_new_{cause}",), f"n_{cause}")
        yield Measure(f"mean_{cause}", DAYS, -1, f"Gemiddelde duur: {term(cause, 'nl')}", f"Mean time: {term(cause, 'en')}", *only, rate=made)


def powers_and_places() -> Iterator[Measure]:
    """How often a power is used, how regions differ, what added places cost."""
    shadow = (
        "Weinig gebruik kan geen nood, geen plek of een werkende schaduw betekenen.",
        "Few uses may mean no need, no place, or a shadow that works.",
    )
    yield Measure(
        "uses_per_partnership_year",
        "uses per partnership per year",
        0,
        "Gebruik van doorzettingsmacht per jaar",
        "Uses of authority per year",
        *shadow,
    )
    yield Measure(
        "share_never_used", SHARE, 0, "Samenwerkingsverbanden die hem nooit gebruikten", "Partnerships that never used authority", *shadow
    )
    yield Measure("share_uses_no_place", SHARE, -1, "Gebruik dat strandt omdat er geen plek is", "Uses that end without a place", *shadow)
    yield Measure(
        "gini_regions",
        "index 0-1",
        -1,
        "Ongelijkheid tussen regio's in dagen thuis",
        "Inequality between regions in days at home",
        "Kleine regio's verschillen al door toeval; gelijk kan ook even slecht zijn.",
        "Small regions differ by chance alone; equal may be equally bad.",
        of=inequality,
        needs=("spells", "areas"),
    )
    yield Measure(
        "supply_cost",
        MILLIONS,
        -1,
        "Wat de plekken kosten die de wet toevoegt",
        "What the places cost that a law adds",
        "Prijzen zijn aangenomen; plekken die scholen op wachtlijsten of een garantie toevoegen en wat een macht kost tellen niet mee.",
        "Prices are assumed; leaves out places that schools add for waitlists or a guarantee, and what a power costs.",
        of=supply_cost,
        needs=("areas",),
    )
