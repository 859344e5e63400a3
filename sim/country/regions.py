"""Which partnerships a region holds. Po and vo partnerships that share municipalities form an area: children move from one to the other.

Areas are an assumption to record: 69 po and vo codes coincide; every other partnership joins the area whose number is nearest within its
province (the first two digits of the code). Areas of one province are connected: children move and are placed between them, never beyond.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from sim import evidence
from sim.errors import ScenarioError, did_you_mean

if TYPE_CHECKING:  # checking a region does without
    import numpy.typing as npt
    import pandas as pd

PROVINCES = {
    20: "Groningen", 21: "Friesland", 22: "Drenthe", 23: "Overijssel", 24: "Flevoland", 25: "Gelderland", 26: "Utrecht", 27: "Noord-Holland",
    28: "Zuid-Holland", 29: "Zeeland", 30: "Noord-Brabant", 31: "Limburg",
}  # fmt: skip
NAMED = ("tiny", "one_area", "half", "netherlands")


@cache
def _sectors() -> dict[int, tuple[str, ...]]:
    """Number of each partnership's code and the sectors (PO, VO) in which it stands."""
    found: dict[int, tuple[str, ...]] = {}
    for code, sector in evidence.codes():
        found[int(code[2:])] = (*found.get(int(code[2:]), ()), sector)
    return dict(sorted(found.items()))


@cache
def area_of() -> dict[int, int]:
    """The area of each partnership, by the number of its code."""
    both = [number for number, sectors in _sectors().items() if {"PO", "VO"} <= set(sectors)]

    def nearest(number: int) -> int:
        own = [n for n in both if n // 100 == number // 100]
        return min(own, key=lambda n: (abs(n - number), n)) if own else number

    anchors = {n: n if n in both else nearest(n) for n in _sectors()}
    order = {n: i for i, n in enumerate(sorted(set(anchors.values())))}
    return {number: order[anchor] for number, anchor in anchors.items()}


@cache
def partnerships() -> "pd.DataFrame":
    """The regional partnerships with their area and province: columns of the ledger and `number, province, area`."""
    table = evidence.partnerships().copy()
    table["number"] = table.swv.str[2:].astype(int)
    table["province"] = (table.number // 100).map(PROVINCES)
    table["area"] = table.number.map(area_of())
    return table.sort_values(["area", "sector", "number"]).reset_index(drop=True)


def check_region(given: dict[str, Any]) -> dict[str, Any]:
    """Canonical region: {name, scale, areas}; `areas` is empty for all. Raises ScenarioError."""
    name = given.get("name")
    for key in given:
        if key not in ("name", "scale", "areas"):
            raise ScenarioError(f'no key "{key}" under region{did_you_mean(str(key), ("name", "scale", "areas"))}')
    choices = (*NAMED, *PROVINCES.values())
    if given.get("areas"):
        areas = sorted(int(a) for a in given["areas"])
        last = max(area_of().values())
        if areas[0] < 0 or areas[-1] > last:
            raise ScenarioError(f"region.areas must lie between 0 and {last}, not {areas}")
    elif name not in choices:
        raise ScenarioError(f"region={name!r} is not one of {', '.join(choices)}{did_you_mean(str(name), choices)}")
    else:
        areas = list(_area_numbers(str(name)))
    scale = given.get("scale", 0.35 if name == "tiny" else 1.0)
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0.01 <= scale <= 1.0:
        raise ScenarioError(f"region.scale must be a share between 0.01 and 1, not {scale!r}")
    return {"name": str(name), "scale": float(scale), "areas": areas}


@cache
def _area_numbers(name: str) -> tuple[int, ...]:
    if name == "netherlands":
        return ()
    if name in ("tiny", "one_area"):
        # learning and tests: the po and vo partnership of Helmond-Peelland; tiny is a fraction of it
        return (area_of()[3008],)
    wanted = list(PROVINCES.values())[::2] if name == "half" else [name]
    return tuple(sorted({area for number, area in area_of().items() if PROVINCES[number // 100] in wanted}))


@cache
def ledger() -> "npt.NDArray[Any]":
    """`partnerships()` as records of whole numbers, in the same order, read-only: its counts and `number, area`; province by its place in
    PROVINCES; sector 0 primary, 1 secondary."""
    import numpy as np  # checking a region's name must not wait for it

    table = partnerships()
    counts = [name for name in table.columns if name not in ("sector", "swv", "province")]
    found = np.zeros(len(table), [(name, "i8") for name in (*counts, "sector", "province")])
    for name in counts:
        found[name] = table[name].to_numpy()
    found["sector"] = (table.sector == "VO").to_numpy()
    found["province"] = table.province.map(list(PROVINCES.values()).index).to_numpy()
    found.setflags(write=False)
    return found


def chosen(region: dict[str, Any]) -> "npt.NDArray[Any]":
    """Rows of `ledger()` that a canonical region holds."""
    import numpy as np

    table = ledger()
    return table[np.isin(table["area"], region["areas"])] if region["areas"] else table
