"""A country as declared tables: a folder of CSV files that say which partnerships, areas, neighbours and special schools there are.

Shipped are `default` and `regions_2024`; a folder of one's own (`plek register` makes one) has the same files:

    country.toml           name, year, source
    areas.csv              area (0, 1, ...), name, province
    neighbours.csv         area, neighbour: nearest first; each area itself is understood
    partnerships.csv       swv (PO3008), sector (PO, VO), area, n_municipalities_2013, regular_sites, regular_pupils, sbo_sites, sbo_pupils,
                           so_vso_sites, so_vso_pupils
    special_schools.csv    may be left out (then schools are drawn from the sums): area, municipality, type (SBO, SO, VSO, SO/VSO), sites, pupils,
                           and where known places (empty: follows capacity.slack)
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import CountryError

PROVINCES = {
    20: "Groningen", 21: "Friesland", 22: "Drenthe", 23: "Overijssel", 24: "Flevoland", 25: "Gelderland", 26: "Utrecht", 27: "Noord-Holland",
    28: "Zuid-Holland", 29: "Zeeland", 30: "Noord-Brabant", 31: "Limburg",
}  # fmt: skip
SHIPPED = Path(__file__).parent / "shipped"
DEFAULT = "default"
COUNTS = ("n_municipalities_2013", "regular_sites", "regular_pupils", "sbo_sites", "sbo_pupils", "so_vso_sites", "so_vso_pupils")
COLUMNS = {
    "areas": ("area", "name", "province"),
    "neighbours": ("area", "neighbour"),
    "partnerships": ("swv", "sector", "area", *COUNTS),
    "special_schools": ("area", "municipality", "type", "sites", "pupils"),
}
OPTIONAL = {"special_schools": ("places", "name")}
TYPES = ("SBO", "SO", "VSO", "SO/VSO")
FILES = ("country.toml", *(f"{name}.csv" for name in COLUMNS))


@dataclass(frozen=True)
class Area:
    """number: place in the country. near: numbers of its neighbours, nearest first."""

    number: int
    name: str
    province: str
    near: tuple[int, ...]


@dataclass(frozen=True)
class Partnership:
    """counts: by the names of COUNTS."""

    code: str
    area: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Special:
    """Sites of one type in one municipality that are not told apart. places: seats of them together; None: not known."""

    area: int
    municipality: str
    type: str
    sites: int
    pupils: int
    places: int | None


@dataclass(frozen=True, eq=False)
class Country:
    """A folder's tables, checked; one object for each content. special: None where schools are drawn from the partnerships' sums."""

    name: str
    hash: str
    areas: tuple[Area, ...]
    partnerships: tuple[Partnership, ...]
    special: tuple[Special, ...] | None


def folder_of(name: str) -> Path:
    """Where a country lies: a shipped one's name, or a path."""
    shipped = SHIPPED / name
    return shipped if name.isidentifier() and shipped.is_dir() else Path(name)


def hash_of(folder: Path) -> str:
    """SHA-256 over the files of a country, line ends apart. CountryError where there is no country."""
    if not (folder / "country.toml").is_file():
        shipped = ", ".join(sorted(path.name for path in SHIPPED.iterdir()))
        raise CountryError(f"country={folder}: no folder with a country.toml (shipped: {shipped})")
    found = hashlib.sha256()
    for name in FILES:
        if (folder / name).is_file():
            found.update(f"{name}\n".encode() + (folder / name).read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def country(name: str = DEFAULT) -> Country:
    """The country of this name or folder, read once for each content. CountryError, with file and line, for tables that don't fit."""
    folder = folder_of(name)
    return _read(folder, hash_of(folder))


@lru_cache(maxsize=8)
def _read(folder: Path, digest: str) -> Country:
    try:
        told = tomllib.loads((folder / "country.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CountryError(f"{folder / 'country.toml'}: {error}") from None
    areas = _areas(folder)
    partnerships = _partnerships(folder, len(areas))
    special = _special(folder, len(areas)) if (folder / "special_schools.csv").is_file() else None
    for area in areas:
        sectors = {own.code[:2] for own in partnerships if own.area == area.number}
        if sectors != {"PO", "VO"}:
            raise CountryError(f"{folder / 'partnerships.csv'}: area {area.number} ({area.name}) needs a primary and a secondary partnership")
    return Country(str(told.get("name", folder.name)), digest, areas, partnerships, special)


class _Row:
    """One line of a table; what is wrong is said with file and line."""

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        self.where, self.cells = where, cells

    def word(self, name: str, known: tuple[str, ...] = ()) -> str:
        value = (self.cells[name] or "").strip()
        if not value or (known and value not in known):
            raise CountryError(f"{self.where}, {name}: '{value}'" + (f" is not one of {', '.join(known)}" if known else " is empty"))
        return value

    def count(self, name: str, most: int = 10_000_000) -> int:
        value = (self.cells[name] or "").strip()
        if not value.isascii() or not value.isdigit() or int(value) > most:
            raise CountryError(f"{self.where}, {name}: '{value}' is no whole number from 0 to {most:,}")
        return int(value)


def _rows(folder: Path, name: str) -> Iterator[_Row]:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            wanted, there = COLUMNS[name], tuple(lines.fieldnames or ())
            lacks = [column for column in wanted if column not in there]
            over = [column for column in there if column not in (*wanted, *OPTIONAL.get(name, ()))]
            if lacks or over or len(set(there)) < len(there):
                wrong = f"lacks column '{lacks[0]}'" if lacks else f"has a column '{over[0]}' too many" if over else "has a column twice"
                raise CountryError(f"{path} {wrong}; its columns are {', '.join(wanted)}")
            for cells in lines:
                if None in cells or None in cells.values():
                    raise CountryError(f"{path}, line {lines.line_num}: not {len(there)} cells")
                yield _Row(f"{path}, line {lines.line_num}", cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CountryError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _areas(folder: Path) -> tuple[Area, ...]:
    provinces = tuple(PROVINCES.values())
    found: list[tuple[str, str]] = []
    for row in _rows(folder, "areas"):
        if row.count("area") != len(found):
            raise CountryError(f"{row.where}, area: areas are numbered 0, 1, ...; this is {row.cells['area']} where {len(found)} would be right")
        found.append((row.word("name"), row.word("province", provinces)))
    if not found:
        raise CountryError(f"{folder / 'areas.csv'}: no areas")
    near: list[list[int]] = [[] for _ in found]
    for row in _rows(folder, "neighbours"):
        one, other = (row.count(name, len(found) - 1) for name in COLUMNS["neighbours"])
        if one == other or other in near[one]:
            raise CountryError(f"{row.where}: {one} and {other} are {'the same area' if one == other else 'there already'}")
        near[one].append(other)
    return tuple(Area(number, name, province, tuple(near[number])) for number, (name, province) in enumerate(found))


def _partnerships(folder: Path, areas: int) -> tuple[Partnership, ...]:
    found: dict[str, Partnership] = {}
    for row in _rows(folder, "partnerships"):
        code, sector = row.word("swv"), row.word("sector", ("PO", "VO"))
        if code[:2] != sector or len(code) != 6 or not code[2:].isdigit():
            raise CountryError(f"{row.where}, swv: '{code}' is no code of a {sector} partnership, such as {sector}3008")
        if code in found:
            raise CountryError(f"{row.where}, swv: {code} is there already")
        found[code] = Partnership(code, row.count("area", areas - 1), {name: row.count(name) for name in COUNTS})
        if found[code].counts["regular_sites"] < 1 or found[code].counts["regular_pupils"] < 1:
            raise CountryError(f"{row.where}: {code} has no regular pupils or no regular site")
    return tuple(sorted(found.values(), key=lambda own: (own.area, own.code)))


def _special(folder: Path, areas: int) -> tuple[Special, ...]:
    found = []
    for row in _rows(folder, "special_schools"):
        sites, pupils = row.count("sites"), row.count("pupils")
        if not sites:
            raise CountryError(f"{row.where}, sites: 0; leave the line out")
        places = row.count("places") if (row.cells.get("places") or "").strip() else None
        found.append(Special(row.count("area", areas - 1), row.word("municipality"), row.word("type", TYPES), sites, pupils, places))
    return tuple(found)
