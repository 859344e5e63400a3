"""What each scalar measure is called, in which unit, which way is better, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.measures.basis import CAUSES, ENDS, HORIZONS, KINDS
from analysis.measures.blockers import CLASSES
from analysis.measures.contributions import WAITS
from analysis.measures.terms import term


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


def _spans() -> dict[str, tuple[str, str]]:
    found = {f"{years}y": (f"binnen {years} jaar", f"within {years} year" + ("s" if years > 1 else "")) for years in HORIZONS}
    return found | {"run": ("in de hele periode", "over the whole period")}


def _primary() -> Iterator[Measure]:
    for span, (nl, en) in _spans().items():
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
        )
        yield Measure(
            f"days_out_per_child_{span}",
            PER_CHILD,
            -1,
            f"Dagen thuis of vrijgesteld per kind, {nl}",
            f"Days at home or exempt per child, {en}",
            "Stijgt als juist korte thuisperioden worden voorkomen.",
            "Rises when it is the short stays that are prevented.",
        )
        yield Measure(
            f"children_{span}",
            "children per 1,000 regular pupils",
            -1,
            f"Kinderen die thuis zaten, {nl}",
            f"Children with a stay, {en}",
            "Telt een dag even zwaar als een jaar.",
            "Counts a day like a year.",
        )
    for years in (1, 2):
        nl, en = f"binnen {years} jaar", f"within {years} year" + ("s" if years > 1 else "")
        yield Measure(
            f"share_failed_{years}y",
            SHARE,
            -1,
            f"Plaatsingen die {nl} weer mislukken",
            f"Placements that fail {en}",
            "Gunstig voor wie weinig en alleen makkelijk plaatst; alleen plaatsingen die zo lang gevolgd zijn.",
            "Flatters regimes that place few and easy pupils; only placements followed that long.",
            True,
        )
        yield Measure(
            f"failures_{years}y",
            "placements per 1,000 regular pupils",
            -1,
            f"Aantal plaatsingen dat {nl} mislukt",
            f"Number of placements that fail {en}",
            "Stijgt mee met het aantal plaatsingen.",
            "Grows with the number of placements.",
        )
        yield Measure(
            f"share_imposed_failed_{years}y",
            SHARE,
            -1,
            f"Opgelegde plaatsingen die {nl} mislukken",
            f"Imposed placements that fail {en}",
            "Opgelegde plaatsingen betreffen andere kinderen dan de overige.",
            "Imposed placements are of other children than the rest.",
        )


def _stocks() -> Iterator[Measure]:
    lengths = {
        "": ("", ""),
        "over_4_weeks_": (" langer dan 4 weken", " for over 4 weeks"),
        "over_3_months_": (" langer dan 3 maanden", " for over 3 months"),
        "over_1_year_": (" langer dan een jaar", " for over a year"),
    }
    for name, (nl, en) in lengths.items():
        yield Measure(
            f"at_home_{name}october",
            PUPILS,
            -1,
            f"Leerlingen{nl} thuis op 1 oktober",
            f"Pupils at home{en} on 1 October",
            "Een stand op een dag weegt lange thuisperioden zwaar en zegt niets over in- en uitstroom.",
            "A stock on one day overweights long stays and says nothing of flows.",
        )
    statuses = {
        "lrv": ("langdurig relatief verzuim", "enrolled, unauthorised absence"),
        "av": ("absoluut verzuim", "absence without enrolment"),
    }
    counts = {
        "cases": ("gevallen in het schooljaar", "cases in the school year"),
        "over_3_months": ("langer dan 3 maanden", "over 3 months"),
        "start_stock": ("stand bij begin schooljaar", "stock at the start of the year"),
        "new": ("nieuw in het schooljaar", "new in the year"),
    }
    hides = (
        "Alleen wat geregistreerd wordt; ziekte en behandeling tellen niet mee.",
        "Only what is registered; illness and treatment are left out.",
    )
    for status, words in statuses.items():
        for name, (nl, en) in counts.items():
            yield Measure(f"{status}_{name}", PUPILS, -1, f"{words[0].capitalize()}: {nl}", f"{words[1].capitalize()}: {en}", *hides)
        nl, en = "aandeel terug naar school binnen het schooljaar", "share back in school within the year"
        yield Measure(f"{status}_share_returned", SHARE, 1, f"{words[0].capitalize()}: {nl}", f"{words[1].capitalize()}: {en}", *hides)


def _stays() -> Iterator[Measure]:
    hides = (
        "Gunstig voor wie snel en slecht plaatst: nooit alleen lezen.",
        "Flatters regimes that place fast and badly: never read alone.",
    )
    yield Measure("still_home_91d", SHARE, -1, "Na 3 maanden nog thuis", "Still at home after 3 months", *hides)
    yield Measure("still_home_364d", SHARE, -1, "Na een jaar nog thuis", "Still at home after a year", *hides)
    yield Measure(
        "mean_stay_1y",
        DAYS,
        -1,
        "Gemiddeld aantal dagen thuis in het eerste jaar van een thuisperiode",
        "Mean days at home in the first year of a stay",
        *hides,
    )
    yield Measure("median_stay", DAYS, -1, "Mediane duur van een thuisperiode", "Median length of a stay", *hides)
    for end in ENDS:
        solved = end.startswith("placed_")
        yield Measure(
            f"ended_{end}_1y",
            SHARE,
            1 if solved else (0 if end == "left" else -1),
            f"Binnen een jaar geëindigd: {term(end, 'nl')}",
            f"Ended within a year: {term(end, 'en')}",
            "Zegt niet of de plaatsing standhoudt." if solved else "Beëindigt de thuisperiode zonder plek: geen oplossing.",
            "Does not say whether the placement holds." if solved else "Ends the stay without a place: no solution.",
        )


def _decompositions() -> Iterator[Measure]:
    for cause in CAUSES:
        yield Measure(
            f"cause_{cause}",
            PER_1000,
            -1,
            f"Dagen thuis door: {term(cause, 'nl')}",
            f"Days at home by cause: {term(cause, 'en')}",
            "Wat er gaande was, niet wat er ontbrak; telt van thuisperioden die al liepen ook de dagen ervoor.",
            "What was going on, not what was missing; of stays open at the branch the earlier days too.",
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
        )


def _placements_and_waits() -> Iterator[Measure]:
    few = ("Hoeveel het er zijn zegt niet of ze passen.", "How many says nothing of fit.")
    for kind in KINDS:
        yield Measure(
            f"placed_{kind}",
            "placements per 1,000 regular pupils",
            0,
            f"Plaatsingen: {term(kind, 'nl')}",
            f"Placements: {term(kind, 'en')}",
            *few,
        )
    yield Measure("share_imposed", SHARE, 0, "Aandeel opgelegde plaatsingen", "Share of placements imposed", *few)
    only = (
        "Alleen wie zo wachtte, en ook wie nog wacht; een kind dat nooit in de rij komt telt niet.",
        "Only those who waited so, those still waiting included; a child that never queues is not in it.",
    )
    yield Measure("mean_lag_to_start", DAYS, -1, "Dagen van afgesproken tot echte start", "Days from agreed to actual start", *only)
    for cause in WAITS:
        yield Measure(f"mean_{cause}", DAYS, -1, f"Gemiddelde duur: {term(cause, 'nl')}", f"Mean time: {term(cause, 'en')}", *only)
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
    )
    yield Measure(
        "supply_cost",
        MILLIONS,
        -1,
        "Wat de plekken kosten die de wet toevoegt",
        "What the places cost that a law adds",
        "Prijzen zijn aangenomen; plekken die scholen op wachtlijsten of een garantie toevoegen en wat een macht kost tellen niet mee.",
        "Prices are assumed; leaves out places that schools add for waitlists or a guarantee, and what a power costs.",
    )


SCHOOLS = {"sbo": ("sbo", "sbo"), "so": ("so", "so"), "vso": ("vso", "vso")}
PLACES = {
    "special": ("speciale scholen", "special schools"),
    "care": ("jeugdhulp", "youth care"),
    "arrangement": ("arrangementen", "arrangements"),
    "room": ("ruimte op gewone scholen", "room in regular schools"),
}


def _country() -> Iterator[Measure]:
    """What figures of the country are held against (country.py)."""
    drift = ("Een rechte lijn door enkele jaren: ruis bij kleine regio's.", "A straight line through a few years: noise in small regions.")
    stock = ("Een stand zegt niets over in- en uitstroom.", "A stock says nothing of flows.")
    yield Measure("lrv_growth", YEARLY, 0, "Langdurig relatief verzuim: groei per jaar", "Enrolled, unauthorised absence: growth a year", *drift)
    yield Measure(
        "share_secondary_october", SHARE, 0, "Aandeel voortgezet onderwijs onder wie thuis is op 1 oktober",
        "Share of secondary education among those at home on 1 October", *stock,
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
        "Children who were at home are harder to place than others.",
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


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for part in (_primary(), _stocks(), _stays(), _decompositions(), _placements_and_waits(), _country())
    for measure in part
}


def label(name: str, lang: str = "nl") -> str:
    """The measure's label; the bare name when it is not registered."""
    measure = MEASURES.get(name)
    return name if measure is None else str(getattr(measure, lang))


def unit(name: str, lang: str = "nl") -> str:
    """The measure's unit in words; empty when it is not registered."""
    measure = MEASURES.get(name)
    return "" if measure is None else (UNITS_NL[measure.unit] if lang == "nl" else measure.unit)
