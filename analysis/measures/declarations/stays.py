"""Who is at home on a day, what the registers count, how long stays last."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.measures.basis import ENDS
from analysis.measures.measure import DAYS, PUPILS, SHARE, Measure
from analysis.measures.terms import term


def stocks() -> Iterator[Measure]:
    """Pupils at home on 1 October, and the national count."""
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


def lengths() -> Iterator[Measure]:
    """How long stays last and how they end."""
    hides = (
        "Gunstig voor wie snel en slecht plaatst: nooit alleen lezen.",
        "Makes regimes that place fast and badly look good: never read it alone.",
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
