"""The rows of a sheet, one for each quantity of each partnership, school, provider and municipality."""

from collections.abc import Sequence

import numpy as np

from sim import Scenario
from sim.country import imposed
from sim.country.numbers import BAND, COLUMNS, QUANTITIES
from sim.country.population.institutions import draw_institutions
from sim.country.regions import country_of
from sim.errors import NumbersError, did_you_mean
from sim.machine.codes import SCHOOL_PROFILE, SECTOR

Rows = dict[str, list[dict[str, object]]]
DRAWN = "drawn anew in each replicate"


def rows(codes: Sequence[str], country: str | None = None) -> Rows:
    """kind -> rows of the named partnerships and of what lies in their areas. NumbersError for a code that the country lacks.

    What is known (counted in a register) stands under `known` and under `yours`; what is drawn stays empty under both.
    """
    scenario = Scenario.from_dict({"region": "netherlands", "country": country})
    own = country_of(scenario["region"])
    known = {part.code: part for part in own.partnerships}
    for code in codes:
        if code not in known:
            raise NumbersError(f"region={code}: no such partnership{did_you_mean(code, known)}")
    areas = sorted({known[code].area for code in codes})
    inst = draw_institutions(Scenario.from_dict({"region": {"name": "netherlands", "areas": areas}, "country": country}), 0)
    named = imposed.ids(inst)
    place = {int(area): own.areas[int(area)].name for area in inst["areas"]["id"]}
    area_of = [place[int(inst["areas"]["id"][x])] for x in range(len(inst["areas"]))]
    found: Rows = {kind: [] for kind in QUANTITIES}
    for code in codes:
        pupils = known[code].counts["regular_pupils"]
        found["partnerships"] += _of("partnerships", code, f"{code}, area {own.areas[known[code].area].name}", {"pupils": pupils}, own.name)
    for kind in ("special_schools", "providers", "municipalities"):
        table = inst[imposed.KINDS[kind]]
        for x, name in enumerate(named[kind]):
            found[kind] += _of(kind, name, _told(kind, table[x], area_of), {}, own.name)
    return found


def _told(kind: str, row: np.void, area_of: list[str]) -> str:
    area = area_of[int(row["area"])]
    return f"{SECTOR[row['level']]}, {SCHOOL_PROFILE[row['profile']]}, area {area}" if kind == "special_schools" else f"area {area}"


def _of(kind: str, id_: str, name: str, known: dict[str, int], source: str) -> list[dict[str, object]]:
    """Rows of one thing. A known count of children under BAND is left out."""
    found: list[dict[str, object]] = []
    for quantity, told in QUANTITIES[kind].items():
        value = known.get(quantity)
        value = None if value is None or value < BAND else value
        use = "set" if told.imposed else "compared"
        unit = f"{', '.join(told.words)}: {told.meaning}" if told.words else f"{told.unit} {told.meaning}"
        where = f"country {source}" if value is not None else DRAWN if told.imposed else "beside the run, never imposed"
        found.append(dict(zip(COLUMNS, (id_, name, quantity, unit, use, value, where, value), strict=True)))
    return found
