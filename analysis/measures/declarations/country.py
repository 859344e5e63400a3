"""What figures of the country are held against."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.measures.country import failing_after_stay, secondary_share
from analysis.measures.measure import PUPILS, SHARE, YEARLY, Measure

SCHOOLS = {"sbo": ("sbo", "sbo"), "so": ("so", "so"), "vso": ("vso", "vso")}
PLACES = {
    "special": ("speciale scholen", "special schools"),
    "care": ("jeugdhulp", "youth care"),
    "arrangement": ("arrangementen", "arrangements"),
    "room": ("ruimte op gewone scholen", "room in regular schools"),
}


def country() -> Iterator[Measure]:
    """What figures of the country are held against (country.py)."""
    drift = ("Een rechte lijn door enkele jaren: ruis bij kleine regio's.", "A straight line through a few years: noise in small regions.")
    stock = ("Een stand zegt niets over in- en uitstroom.", "A stock says nothing of flows.")
    yield Measure("lrv_growth", YEARLY, 0, "Langdurig relatief verzuim: groei per jaar", "Enrolled, unauthorised absence: growth a year", *drift)
    yield Measure(
        "share_secondary_october", SHARE, 0, "Aandeel voortgezet onderwijs onder wie thuis is op 1 oktober",
        "Share of secondary education among those at home on 1 October", *stock, of=secondary_share, needs=("spells",),
    )  # fmt: skip
    yield Measure("exempt_october", PUPILS, -1, "Vrijgesteld van leerplicht (5a) op 1 oktober", "Exempt (5a) on 1 October", *stock)
    yield Measure("exempt_growth", YEARLY, -1, "Vrijgesteld van leerplicht: groei per jaar", "Exempt: growth a year", *drift)
    for name, (nl, en) in SCHOOLS.items():
        yield Measure(f"inflow_{name}", "pupils per year", 0, f"Instroom in {nl}", f"Inflow into {en}", *stock)
        yield Measure(f"stock_{name}", PUPILS, 0, f"Leerlingen in {nl} op 1 oktober", f"Pupils in {en} on 1 October", *stock)
        yield Measure(f"growth_{name}", YEARLY, 0, f"Leerlingen in {nl}: groei per jaar", f"Pupils in {en}: growth a year", *drift)
        yield Measure(f"return_{name}", YEARLY, 0, f"Terugkeer uit {nl} naar regulier", f"Return from {en} to regular school", *stock)
    yield Measure(
        "share_failed_after_stay_1y", SHARE, -1, "Plaatsingen na een thuisperiode die binnen een jaar mislukken",
        "Placements after a stay at home that fail within a year", "Kinderen die thuis zaten zijn moeilijker te plaatsen dan andere.",
        "Children who were at home are harder to place than others.", of=failing_after_stay, needs=("placements",),
    )  # fmt: skip
    for kind, (nl, en) in PLACES.items():
        hides = ("Een gemiddelde verbergt volle en lege plekken naast elkaar.", "A mean hides full and empty places side by side.")
        yield Measure(f"occupancy_{kind}", SHARE, 0, f"Bezetting: {nl}", f"Occupancy: {en}", *hides)
        if kind != "room":
            yield Measure(f"waiting_per_place_{kind}", "waiting per place", -1, f"Wachtenden per plek: {nl}", f"Waiting per place: {en}", *hides)
    few = ("Een model-jaar van een houder telt als een antwoord.", "A model year of a holder counts as an answer.")
    yield Measure("holders_never", SHARE, 0, "Houders die in een jaar geen macht gebruiken", "Holders that use no authority in a year", *few)
    yield Measure("holders_1_2", SHARE, 0, "Houders die een of twee keer per jaar macht gebruiken", "Holders that use it once or twice a year", *few)
    yield Measure("holders_over_10", SHARE, 0, "Houders die vaker dan tien keer per jaar macht gebruiken", "Holders that use it over ten times", *few)
    yield Measure(
        "holders_uses_per_year", "uses per partnership per year", 0, "Gebruik van macht per houder per jaar", "Uses of authority per holder a year",
        *few,
    )  # fmt: skip
