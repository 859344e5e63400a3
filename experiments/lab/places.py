"""The regions a question may be about, how many pupils they have, and where they stand on the tile map."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from experiments import CONFIGS

WHOLE = "netherlands"
NOT_OFFERED = ("tiny", "half")
LABELS = {
    WHOLE: {"nl": "Heel Nederland", "en": "The whole country"},
    "one_area": {"nl": "Helmond-Peelland (één gebied)", "en": "Helmond-Peelland (one area)"},
}
# The provinces as tiles, roughly where they lie: (column, row).
TILES = {
    "friesland": (2, 0), "groningen": (3, 0), "noord_holland": (1, 1), "flevoland": (2, 1), "drenthe": (3, 1), "zuid_holland": (1, 2),
    "utrecht": (2, 2), "overijssel": (3, 2), "zeeland": (0, 3), "noord_brabant": (1, 3), "gelderland": (2, 3), "limburg": (2, 4),
}  # fmt: skip
CODES = {
    20: "Groningen", 21: "Friesland", 22: "Drenthe", 23: "Overijssel", 24: "Flevoland", 25: "Gelderland", 26: "Utrecht", 27: "Noord-Holland",
    28: "Zuid-Holland", 29: "Zeeland", 30: "Noord-Brabant", 31: "Limburg",
}  # fmt: skip
HELMOND = ("PO3008", "VO3008")


@dataclass(frozen=True)
class Place:
    """A region: the name of its configuration, its label, and its pupils in regular schools."""

    name: str
    labels: Mapping[str, str]
    pupils: int
    tile: tuple[int, int] | None


@cache
def places() -> dict[str, Place]:
    """By name: the country, then provinces by their label, then the one area."""
    found = []
    for file in sorted((CONFIGS / "region").glob("*.yaml")):
        if file.stem not in NOT_OFFERED:
            own = str(yaml.safe_load(file.read_text("utf-8"))["name"])
            found.append(Place(file.stem, LABELS.get(file.stem, {"nl": own, "en": own}), _pupils(file.stem, own), TILES.get(file.stem)))
    order = {WHOLE: 0, "one_area": 2}
    return {place.name: place for place in sorted(found, key=lambda place: (order.get(place.name, 1), place.labels["nl"]))}


def _pupils(name: str, province: str) -> int:
    """Pupils in regular schools of the region's partnerships."""
    rows = csv.DictReader(files("sim").joinpath("evidence", "partnerships.csv").read_text("utf-8").splitlines())
    return sum(int(row["regular_pupils"]) for row in rows if _is_in(row["swv"], name, province))


def _is_in(code: str, name: str, province: str) -> bool:
    if name in (WHOLE, "one_area"):
        return name == WHOLE or code in HELMOND
    return CODES[int(code[2:4])] == province
