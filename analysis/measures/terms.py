"""Words for the values that appear in tables: causes, blockers, ends, kinds, groups, bands; Dutch and English."""

from __future__ import annotations

TERMS: dict[str, tuple[str, str]] = {
    # causes
    "unowned": ("niemand verantwoordelijk", "nobody responsible"), "idle": ("verantwoordelijke doet niets", "owner does nothing"),
    "search": ("zoeken naar een plek", "search for a place"), "consultation": ("overleg", "consultation"), "decision": ("wachten op een besluit", "awaiting a decision"),
    "admissibility": ("toelaatbaarheidsverklaring", "admissibility decision"), "offer": ("aanbod bij de ouders", "offer with the parents"),
    "start_agreed": ("start afgesproken", "start agreed"), "wait_special": ("wachtlijst speciaal onderwijs", "waitlist for special education"),
    "wait_arrangement": ("wachten op een onderwijszorgarrangement", "waiting for an arrangement"), "dispute": ("onenigheid over wie betaalt", "dispute over who pays"),
    "wait_care": ("wachtlijst jeugdhulp", "waitlist for youth care"), "in_care": ("in behandeling", "in treatment"),
    "wait_choice": ("wachten op de school van eigen keuze", "waiting for the school of choice"), "refused": ("aanbod geweigerd", "offer refused"),
    # blockers
    "nobody": ("niemand verantwoordelijk", "nobody responsible"), "unwilling": ("bestuur wil niet", "board unwilling"), "no_place": ("geen passende plek vrij", "no fitting place free"),
    "money": ("onenigheid over geld", "dispute over money"), "care_slot": ("geen plek in de jeugdhulp", "no care slot"), "not_ready": ("nog niet klaar met behandeling", "still in treatment"),
    "consent": ("ouders stemmen niet in", "parents do not consent"), "procedure": ("termijn of afgesproken start loopt", "a term or an agreed start runs"), "holiday": ("vakantie", "holiday"),
    # classes of blocker sets
    "power": ("alleen macht", "power alone"), "place": ("alleen een plek", "a place alone"), "care": ("alleen zorg", "care alone"),
    "calendar": ("alleen tijd (termijn, vakantie)", "time alone (term, holiday)"), "joint_power_place": ("macht én een plek", "power and a place"),
    "joint": ("andere combinaties", "other combinations"), "none": ("geen", "none"),
    # ends
    "open": ("nog thuis", "still at home"), "placed_regular": ("regulier onderwijs", "regular school"), "placed_special": ("speciaal onderwijs", "special school"),
    "placed_arrangement": ("onderwijszorgarrangement", "arrangement of education and care"), "placed_out_of_region": ("plek buiten de regio", "place outside the region"),
    "placed_temporary": ("tijdelijke plek", "temporary place"), "exempt": ("vrijstelling", "exemption"), "aged_out": ("leerplicht voorbij", "past compulsory age"),
    "left": ("vertrokken", "left"),
    # kinds of placement
    "regular": ("regulier", "regular"), "special": ("speciaal", "special"), "arrangement": ("onderwijszorgarrangement", "arrangement"),
    "out_of_region": ("buiten de regio", "out of region"), "temporary": ("tijdelijk", "temporary"),
    # groups
    "po": ("primair onderwijs", "primary"), "vo": ("voortgezet onderwijs", "secondary"), "learning": ("leren", "learning"), "work_attitude": ("werkhouding", "work attitude"),
    "externalising": ("externaliserend", "externalising"), "internalising": ("internaliserend", "internalising"), "gifted": ("hoogbegaafd en vastgelopen", "gifted and stuck"),
    "physical": ("lichamelijk of verstandelijk", "physical or intellectual"), "concurrent": ("zorg naast onderwijs", "care beside education"), "first": ("eerst zorg", "care first"),
    "supported": ("ouders met onafhankelijke steun", "parents with independent support"), "finds_the_way": ("ouders vinden de weg", "parents find their way"),
    "in_between": ("ouders vinden de weg soms", "parents find their way at times"), "loses_the_way": ("ouders vinden de weg niet", "parents lose their way"),
    "small": ("kleine regio", "small region"), "middle": ("middelgrote regio", "middle-sized region"), "large": ("grote regio", "large region"),
    "acted_on": ("macht of plicht gebruikt", "acted on"), "displaced": ("zelfde school of tafel", "displaced"), "background": ("overige kinderen", "background"),
    # answer bands and lengths
    "never": ("nooit", "never"), "1_2": ("1-2 keer", "1-2 times"), "3_5": ("3-5 keer", "3-5 times"), "6_10": ("6-10 keer", "6-10 times"), "11_15": ("11-15 keer", "11-15 times"),
    "more": ("meer dan 15 keer", "more than 15 times"), "lasting": ("blijvend", "lasting"), "out_within_1_year": ("binnen 1 jaar uitgevallen", "out within 1 year"),
    "out_in_1_to_2_years": ("na 1-2 jaar uitgevallen", "out after 1-2 years"), "out_later": ("later uitgevallen", "out later"), "unknown": ("onbekend", "unknown"),
    "under_4_weeks": ("korter dan 4 weken", "under 4 weeks"), "4_weeks_to_3_months": ("4 weken tot 3 maanden", "4 weeks to 3 months"),
    "3_to_6_months": ("3 tot 6 maanden", "3 to 6 months"), "6_to_12_months": ("6 tot 12 maanden", "6 to 12 months"), "1_to_2_years": ("1 tot 2 jaar", "1 to 2 years"),
    "over_2_years": ("langer dan 2 jaar", "over 2 years"),
    # ideals
    "boards_willing": ("besturen werken mee", "boards willing"), "places_unlimited": ("plekken genoeg", "places unlimited"),
    "care_immediate": ("zorg meteen", "care at once"), "parents_consent": ("ouders stemmen in", "parents consent"),
}  # fmt: skip


def term(name: str, lang: str = "nl") -> str:
    """The word for a value in a table; the value itself where there is none."""
    return TERMS[name][lang == "en"] if name in TERMS else name
