"""Which partnerships a region holds. Po and vo partnerships that share municipalities form an area: children move from one to the other.

Which areas there are and which are near each other, a country's tables declare (declared.py). In the shipped default areas are an assumption to
record: 69 po and vo codes coincide; every other partnership joins the area whose number is nearest within its province (the first two digits
of the code). Areas of one province are connected: children move and are placed between them, never beyond.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.country.declared import COUNTS, DEFAULT, PROVINCES, SHIPPED, Country, country, folder_of, hash_of
from sim.errors import ScenarioError, did_you_mean

if TYPE_CHECKING:  # checking a region does without
    import numpy.typing as npt
    import pandas as pd

NAMED = ("tiny", "one_area", "half", "netherlands")


def country_of(region: Mapping[str, Any]) -> Country:
    """The declared tables of a canonical region; ScenarioError when they are not those that the scenario was made with."""
    given = region.get("country")
    found = country(given["folder"] if given else DEFAULT)
    if given and found.hash != given["hash"]:
        raise ScenarioError(f"country={given['folder']}: its tables have changed since this scenario was made")
    return found


def partnerships(own: Country | None = None) -> "pd.DataFrame":
    """The partnerships of a country (the shipped default without one), by area, primary ones first, by number: `sector, swv`, the counts of
    `declared.COUNTS`, `number, province, area`."""
    import pandas as pd

    own = own or country()
    rows = sorted(own.partnerships, key=lambda part: (part.area, part.code))
    columns: dict[str, list[Any]] = {"sector": [part.code[:2] for part in rows], "swv": [part.code for part in rows]}
    columns |= {name: [part.counts[name] for part in rows] for name in COUNTS}
    columns["number"] = [int(part.code[2:]) for part in rows]
    columns["province"] = [own.areas[part.area].province for part in rows]
    return pd.DataFrame(columns | {"area": [part.area for part in rows]})


def check_region(given: dict[str, Any]) -> dict[str, Any]:
    """Canonical region: {name, scale, areas}, `country: {folder, hash}` where it isn't the shipped default, `numbers: {file, hash}`; `areas` is
    empty for all.

    Raises ScenarioError.
    """
    name = given.get("name")
    for key in given:
        if key not in ("name", "scale", "areas", "country", "numbers"):
            raise ScenarioError(f'no key "{key}" under region{did_you_mean(str(key), ("name", "scale", "areas"))}')
    own, tables = _check_country(given.get("country"))
    choices = (*NAMED, *PROVINCES.values())
    if given.get("areas"):
        areas = sorted(int(a) for a in given["areas"])
        last = len(tables.areas) - 1
        if areas[0] < 0 or areas[-1] > last:
            raise ScenarioError(f"region.areas must lie between 0 and {last}, not {areas}")
    elif name not in choices:
        raise ScenarioError(f"region={name!r} is not one of {', '.join(choices)}{did_you_mean(str(name), choices)}")
    else:
        areas = _area_numbers(str(name), tables)
    scale = given.get("scale", 0.35 if name == "tiny" else 1.0)
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0.01 <= scale <= 1.0:
        raise ScenarioError(f"region.scale must be a share between 0.01 and 1, not {scale!r}")
    mine = _check_numbers(given.get("numbers"), float(scale))
    found = {"name": str(name), "scale": float(scale), "areas": areas, "country": own, "numbers": mine}
    return {key: value for key, value in found.items() if value is not None}


def _check_numbers(given: Any, scale: float) -> dict[str, str] | None:
    """{file, hash} of numbers of one's own; None without them."""
    if given is None:
        return None
    from sim.country.numbers import numbers  # most scenarios have none

    name = given.get("file") if isinstance(given, Mapping) else given
    if not isinstance(name, str):
        raise ScenarioError(f"numbers must be a file or a folder, not {given!r}")
    if scale != 1.0:
        raise ScenarioError("numbers: a fraction of a region has no numbers of its own; take a whole one, such as region=one_area")
    found = {"file": str(Path(name).resolve()), "hash": numbers(name).hash}
    if isinstance(given, Mapping) and given.get("hash") not in (None, found["hash"]):
        raise ScenarioError(f"numbers={name}: its numbers have changed since this scenario was made")
    return found


def _check_country(given: Any) -> tuple[dict[str, str] | None, Country]:
    """({folder, hash}, tables) of a country by name, by folder, or as it was made canonical before; None for the default."""
    name = given.get("folder") if isinstance(given, Mapping) else given
    if name in (None, DEFAULT):
        return None, country()
    if not isinstance(name, str):
        raise ScenarioError(f"country must be a name or a folder, not {given!r}")
    folder = name if folder_of(name).is_relative_to(SHIPPED) else str(Path(name).resolve())
    found = {"folder": folder, "hash": hash_of(folder_of(folder))}
    if isinstance(given, Mapping) and given.get("hash") not in (None, found["hash"]):
        raise ScenarioError(f"country={name}: its tables have changed since this scenario was made")
    return found, country(folder)


def _area_numbers(name: str, tables: Country) -> list[int]:
    if name == "netherlands":
        return []
    if name in ("tiny", "one_area"):
        # learning and tests: the po and vo partnership of Helmond-Peelland; tiny is a fraction of it
        return [next((part.area for part in tables.partnerships if part.code == "PO3008"), 0)]
    wanted = list(PROVINCES.values())[::2] if name == "half" else [name]
    found = [area.number for area in tables.areas if area.province in wanted]
    if not found:
        raise ScenarioError(f"region={name!r}: no area of this country lies there")
    return found


@cache
def ledger(own: Country | None = None) -> "npt.NDArray[Any]":
    """`partnerships()` as records of whole numbers, in the same order, read-only: its counts and `number, area`; province by its place in
    PROVINCES; sector 0 primary, 1 secondary."""
    import numpy as np  # checking a region's name must not wait for it

    table = partnerships(own)
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

    table = ledger(country_of(region))
    return table[np.isin(table["area"], region["areas"])] if region["areas"] else table
