"""What is run to see whether numbers moved: words for plek, by the name of a case.

Parameters are those of configs/ in this folder, whatever plek's own default country is; regimes and options are named, so that a new one
needs no new digests.
"""

REGIMES = "landscape,geen,doorzettingskracht,doorzettingsmacht,macht_en_kracht,puzzelplicht,plaatsingsplicht,doorbraakaanpak,zorgplicht_maximaal"
OPTIONS = (
    "s00_today,s01_nothing,s02_kracht_by_law,s03_macht_education_only,s04_and_places_10,s04_macht_open_frames,s05_macht_committee,"
    "s06_separate_powers,s07_and_care_slots_10,s07_and_everything_10,s07_joint_power,s08_joint_power_po_vo,s09_puzzelplicht,"
    "s10_puzzelplicht_backstop,s11_plaatsingsplicht,s11_plaatsingsplicht_growth,s12_doorbraakaanpak,s13_zorgplicht_enforced,s14_arrangements_10,"
    "s14_arrangements_5,s14_care_slots_10,s14_care_slots_5,s14_everything_10,s14_places_10,s14_places_5,s14_regular_room_10,"
    "s14_regular_room_5,s15_announced_law"
)
POWERS = "landscape,geen,doorzettingskracht,doorzettingsmacht"

COUNTRY = ("population=baseline", "behaviour=baseline", "capacity=baseline", "funding=baseline", "calendar=school", "landscape=survey_2025")
TINY = (*COUNTRY, "region=tiny", "horizon.burn_in_years=1", "horizon.years=1")
AREA = (*COUNTRY, "region=one_area", "horizon.burn_in_years=4", "horizon.years=3")
PLAUSIBLE = ("ensemble=baseline", "region=tiny", "horizon.burn_in_years=1", "horizon.years=1")


def branches(regimes: str, options: str = "") -> tuple[str, ...]:
    """A plan over these regimes and options, with the first regime once more for the churn that means nothing."""
    chosen = (f"plan.regimes=[{regimes}]", f"plan.aa=[{regimes.split(',')[0]}]")
    return (*chosen, f"plan.options=[{options}]") if options else chosen


QUICK = {
    "tiny": (*TINY, *branches(REGIMES, OPTIONS)),
    "voluntary": (*TINY, "anchoring=voluntary", *branches(REGIMES)),
    "survey_2018": (*TINY, "landscape=survey_2018", *branches(POWERS)),
    "no_powers": (*TINY, "landscape=geen", *branches(POWERS)),
    "plain_calendar": (*TINY, "calendar=plain", *branches(POWERS)),
    "power_or_places": (*TINY, "experiment=power_or_places", "keep=spells", "ensemble=none", "region=tiny", "replicates=1", "report=false"),
    "all_parameters": (*PLAUSIBLE, "replicates=3", *branches("landscape,doorzettingsmacht,plaatsingsplicht")),
    "corners": (*PLAUSIBLE, "experiment=corners", "ensemble=baseline", "region=tiny", "replicates=1"),
    "sobol": (*TINY, "experiment=sensitivity", "region=tiny", "plan.samples=2"),
    "precision": (*TINY, "keep=summary", "precision.measure=days_home_1y", "precision.between=[geen,landscape]", "precision.half_width=1",
                  "precision.max_replicates=8", *branches("landscape,geen")),
    "one_run": (*AREA, "regime=doorzettingsmacht", "seed=7", "trace=longest"),
    "one_area": (*AREA, *branches(REGIMES, "s07_joint_power,s15_announced_law")),
}  # fmt: skip

LARGE = {
    "one_area_ten_years": (*AREA, "horizon.burn_in_years=6", "horizon.years=10", "replicates=2", *branches(REGIMES, OPTIONS)),
    "one_area_voluntary": (*AREA, "anchoring=voluntary", "horizon.years=10", *branches(REGIMES, OPTIONS)),
    "plausible_areas": (*PLAUSIBLE, "region=one_area", "horizon.burn_in_years=4", "horizon.years=3", "replicates=6", *branches(REGIMES)),
    "morris": (*AREA, "experiment=sensitivity", "region=one_area", "plan.design=morris", "plan.samples=2"),
    "power_or_places_area": (*AREA, "experiment=power_or_places", "keep=all", "ensemble=none", "region=one_area", "replicates=2", "report=false"),
    "flevoland": (*COUNTRY, "region=flevoland", "horizon=default", *branches(REGIMES)),
    "netherlands": (*COUNTRY, "region=netherlands", "horizon=default", "horizon.years=3", "threads=2", *branches(POWERS)),
}
