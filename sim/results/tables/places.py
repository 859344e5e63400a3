"""Tables of places and areas: weekly series, and what an area has in the mean."""

from typing import Any

import numpy as np
import pandas as pd

from sim.country import regions
from sim.machine.state import SERIES, State
from sim.results.tables import Columns
from sim.results.tables.words import part_codes, words

ADDED = ("added_special", "added_sbo", "added_room", "added_arrangements", "added_slots")
"""What the law of a partnership has added to places; less is below zero."""

PLACE_KINDS = ("special", "care", "arrangement", "room")


def _weeks(plain: State) -> tuple[int, int]:
    """First week after the branch, and the week after the last."""
    return max(0, int(plain.world[0]["branch_day"])) // 7, int(plain.world[0]["today"]) // 7


def series(plain: State, *, empty: bool) -> Columns:
    """Weeks after the branch, areas, measures: long."""
    first, last = _weeks(plain)
    if empty:
        last = first
    block = plain.series[first:last]
    weeks, areas, n = block.shape
    return {
        "week": np.repeat(np.arange(first, last, dtype=np.int32), areas * n),
        "area": np.tile(np.repeat(plain.areas["id"].astype(np.int16), n), weeks),
        "measure": words(np.tile(np.arange(n), weeks * areas), SERIES), "value": block.reshape(-1),
    }  # fmt: skip


def institution_names(plain: State) -> tuple[list[str], list[str]]:
    names = [f"school-{int(i)}" for i in plain.schools["id"]] + [f"provider-{int(i)}" for i in plain.providers["id"]]
    names += [f"arrangement-{int(i)}" for i in plain.partnerships["id"]] + [f"board-{int(i)}" for i in plain.boards["id"]]
    kinds = ["special"] * len(plain.schools) + ["provider"] * len(plain.providers)
    return names, kinds + ["arrangement"] * len(plain.partnerships) + ["board_room"] * len(plain.boards)


def series_places(plain: State, *, empty: bool) -> Columns:
    first, last = _weeks(plain)
    if empty:
        last = first
    names, kinds = institution_names(plain)
    block = plain.series_places[first:last]
    weeks, n, _ = block.shape
    kind_names = ["special", "provider", "arrangement", "board_room"]
    codes = np.array([kind_names.index(k) for k in kinds], np.int64)
    return {
        "week": np.repeat(np.arange(first, last, dtype=np.int32), n), "institution": words(np.tile(np.arange(n), weeks), names),
        "kind": words(np.tile(codes, weeks), kind_names), "places": block[:, :, 0].reshape(-1), "occupied": block[:, :, 1].reshape(-1),
        "waiting": block[:, :, 2].reshape(-1),
    }  # fmt: skip


def areas(plain: State) -> Columns:
    provinces = list(regions.PROVINCES.values())
    codes = np.array(part_codes(plain))
    n = len(plain.areas)
    pupils = np.zeros(n, np.int64)
    np.add.at(pupils, plain.partnerships["area"], plain.partnerships["pupils"])
    size = np.bincount(plain.pupils["area"][plain.pupils["where"] < 9], minlength=n)
    added = {name: np.zeros(n, np.int64) for name in ADDED}
    for name, count in added.items():
        np.add.at(count, plain.partnerships["area"], plain.partnerships[name])
    prices = supply_prices(plain.par[0])
    partnerships = [" ".join(codes[plain.partnerships["area"] == x]) for x in range(n)]
    return {
        "area": plain.areas["id"].astype(np.int16), "province": words(plain.areas["province"], provinces),
        "partnerships": pd.array(partnerships, dtype="str"), "regular_pupils": pupils.astype(np.int32),
        "population_size": size.astype(np.int32), **{name: count.astype(np.int32) for name, count in added.items()},
        "supply_cost": sum(count * prices[name] for name, count in added.items()), **_use_of_places(plain),
    }  # fmt: skip


def _use_of_places(plain: State) -> Columns:
    """Places, occupied and waiting by area, each the mean of the Mondays after the branch: `special_places`, `care_waiting` and so on."""
    first, last = _weeks(plain)
    means = plain.series_places[first:last].mean(axis=0, dtype=np.float64) if last > first else np.zeros(plain.series_places.shape[1:])
    area = [plain.schools["area"], plain.providers["area"], plain.partnerships["area"], plain.partnerships["area"][plain.boards["partnership"]]]
    cut = np.cumsum([0, *map(len, area)])
    n = len(plain.areas)
    return {
        f"{kind}_{what}": np.bincount(area[k], means[cut[k] : cut[k + 1], c], n).astype(np.float32)
        for k, kind in enumerate(PLACE_KINDS)
        for c, what in enumerate(("places", "occupied", "waiting"))
        if (kind, what) != ("room", "waiting")
    }


def supply_prices(par: Any) -> dict[str, int]:
    """Euros a year of one place of each kind that a minister adds. What is priced by the start is filled again as soon as it is free: a year
    holds 52 weeks over the mean length of starts."""
    return {
        "added_special": int(par["price_special"]), "added_sbo": int(par["price_sbo"]), "added_room": int(par["price_room"]),
        "added_arrangements": round(par["price_arrangement"] * 52 / par["arrangement_weeks"]),
        "added_slots": round(par["price_slot"] * 52 / par["treatment_weeks"]),
    }  # fmt: skip
