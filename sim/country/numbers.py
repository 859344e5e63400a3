"""Numbers of one's own: a sheet (Excel, or a folder of CSV files) in which a partnership, ministry or researcher says what it knows.

A row is one quantity of one partnership, special school, provider or municipality. What is filled in under `yours` takes the place of what was drawn
or counted; all else stays as it was, draw for draw. Rows whose `use` is `compared` are never imposed.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.errors import NumbersError, did_you_mean

COLUMNS = ("id", "name", "quantity", "unit", "use", "known", "source", "yours")
HOLDERS = ("none", "director", "board_of_partnership", "committee", "municipality", "pact_broker")
BAND = 5
"""Counts of children below it are never written out."""


@dataclass(frozen=True)
class Quantity:
    """unit, meaning: as the sheet says them. low, high: what may be filled in. whole: no fractions. imposed: False: only compared.

    words: what may be filled in instead of a number; their places are the values.
    """

    unit: str
    meaning: str
    low: float
    high: float
    whole: bool = True
    imposed: bool = True
    words: tuple[str, ...] = ()


QUANTITIES = {
    "partnerships": {
        "pupils": Quantity("pupils", "in regular education", 60, 200_000),
        "arrangement_places": Quantity("places", "of education and care, held at once", 0, 5_000),
        "arrangement_hours": Quantity("hours a week", "of staff for arrangements", 0, 50_000),
        "meetings": Quantity("meetings a month", "at which cases are settled", 0, 200, whole=False),
        "income": Quantity("euro a year", "support budget", 0, 500_000_000),
        "reserve": Quantity("euro", "reserve on day 0", 0, 500_000_000),
        "regular_room": Quantity("places", "that its boards keep for pupils with support, together", 0, 20_000),
        "holder": Quantity("word", "who may decide over a place in education", 0, 5, words=HOLDERS),
        "mandate": Quantity("word", "the holder's right to decide: on paper only, or real", 0, 1, words=("paper", "real")),
        "agreement": Quantity("word", "municipalities bound by its agreement", 0, 2, words=("none", "part", "all")),
        "at_home": Quantity("children", "at home today", 0, 5_000, imposed=False),
    },
    "special_schools": {
        "places": Quantity("places", "in all", 1, 2_000),
        "pupils": Quantity("pupils", "on day 0", 0, 2_000),
        "waiting": Quantity("children", "on the waitlist today", 0, 1_000, imposed=False),
    },
    "providers": {
        "slots": Quantity("slots", "treatments at once", 1, 5_000),
        "waiting": Quantity("children", "on the waitlist today", 0, 5_000, imposed=False),
    },
    "municipalities": {"decision_days": Quantity("days", "to a decision on youth care", 0, 364)},
}
IMPOSED = {(kind, name) for kind, own in QUANTITIES.items() for name, quantity in own.items() if quantity.imposed}


@dataclass(frozen=True)
class Filled:
    """One cell that was filled in. where: file, sheet and row, for messages."""

    kind: str
    id: str
    quantity: str
    value: float
    where: str


@dataclass(frozen=True, eq=False)
class Numbers:
    """What a sheet says. hash: of kinds, ids, quantities and values, whatever the file looks like."""

    filled: tuple[Filled, ...]
    hash: str

    def of(self, kind: str, quantity: str) -> dict[str, float]:
        """id -> value."""
        return {own.id: own.value for own in self.filled if (own.kind, own.quantity) == (kind, quantity)}


def numbers(path: str | Path) -> Numbers:
    """A sheet, checked cell by cell. NumbersError, in one line, that says where, what was found and what would be right."""
    place = Path(path)
    try:
        stamp = tuple(
            (file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in (sorted(place.glob("*.csv")) if place.is_dir() else [place])
        )
    except OSError as error:
        raise NumbersError(f"numbers={path}: {error.strerror}") from None
    if not stamp:
        raise NumbersError(f"numbers={path}: no .csv files in this folder")
    return _read(place, stamp)


@lru_cache(maxsize=8)
def _read(place: Path, stamp: object) -> Numbers:
    found: dict[tuple[str, str, str], Filled] = {}
    seen: dict[tuple[str, str, str], str] = {}
    for kind, where, cells in _csv_rows(place) if place.is_dir() else _excel_rows(place):
        own = _filled(kind, where, cells)
        key = (kind, str(cells["id"]), str(cells["quantity"]))
        if key in seen:
            raise NumbersError(f"{where}: {key[2]} of {key[1]} stands there already ({seen[key]}); keep one of them")
        seen[key] = where
        if own is not None:
            found[key] = own
    _contradictions(found)
    told = json.dumps(sorted((kind, id_, quantity, own.value) for (kind, id_, quantity), own in found.items()))
    return Numbers(tuple(found.values()), hashlib.sha256(told.encode()).hexdigest())


def _excel_rows(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise NumbersError("numbers= needs openpyxl: pip install 'plek[export]'") from error
    try:
        book = openpyxl.load_workbook(path)
    except Exception as error:  # openpyxl raises whatever its unpacking meets
        raise NumbersError(f"numbers={path}: not a workbook that can be read ({type(error).__name__}); save it as .xlsx") from None
    for name in book.sheetnames:
        if name == "read_me":
            continue
        if name not in QUANTITIES:
            raise NumbersError(f"{path}, sheet '{name}': not a sheet of this kind{did_you_mean(name, QUANTITIES)}; there is {', '.join(QUANTITIES)}")
        sheet = book[name]
        if sheet.merged_cells.ranges:
            raise NumbersError(f"{path}, sheet '{name}': cells {min(map(str, sheet.merged_cells.ranges))} are merged; split them")
        rows = sheet.iter_rows()
        heads = _heads(f"{path}, sheet '{name}'", [cell.value for cell in next(rows, ())])
        for number, row in enumerate(rows, 2):
            where = f"{path}, sheet '{name}', row {number}"
            cells = {}
            for head, cell in zip(heads, row, strict=False):
                if cell.data_type == "f":
                    raise NumbersError(f"{where}, column {head}: a formula ({cell.value}); put in its value")
                cells[head] = cell.value
            if any(value is not None for value in cells.values()):
                yield name, where, cells


def _csv_rows(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in QUANTITIES:
            raise NumbersError(f"{path}: not a file of this kind{did_you_mean(path.stem, QUANTITIES)}; there is {', '.join(QUANTITIES)}")
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise NumbersError(f"{path}: not UTF-8; save it as CSV UTF-8") from None
        sign = ";" if lines and ";" in lines[0] else ","
        rows = csv.reader(lines, delimiter=sign)
        heads = _heads(str(path), next(rows, []))
        for number, row in enumerate(rows, 2):
            if len(row) != len(heads):
                raise NumbersError(f"{path}, row {number}: {len(row)} cells where {len(heads)} are right")
            cells = {head: cell if cell != "" else None for head, cell in zip(heads, row, strict=True)}
            cells["yours"] = _typed(cells["yours"], sign)
            yield path.stem, f"{path}, row {number}", cells


def _typed(text: str | None, sign: str) -> Any:
    if text is None:
        return None
    try:
        return float(text.replace(",", ".") if sign == ";" else text)
    except ValueError:
        return text


def _heads(where: str, found: list[Any]) -> list[str]:
    heads = [str(head).strip() if head is not None else "" for head in found]
    while heads and not heads[-1]:
        heads.pop()
    for column in COLUMNS:
        if heads.count(column) != 1:
            wrong = "twice a column" if column in heads else "no column"
            raise NumbersError(f"{where}, row 1: {wrong} '{column}'{did_you_mean(column, heads)}; the columns are {', '.join(COLUMNS)}")
    return heads


def _filled(kind: str, where: str, cells: dict[str, Any]) -> Filled | None:
    name = str(cells.get("quantity") or "")
    own = QUANTITIES[kind].get(name)
    if own is None:
        near = did_you_mean(name, QUANTITIES[kind])
        raise NumbersError(f"{where}, column quantity: '{name}' is none{near}; there is {', '.join(QUANTITIES[kind])}")
    if not isinstance(cells.get("id"), str) or not cells["id"].strip():
        raise NumbersError(f"{where}, column id: '{cells.get('id')}' is no id; leave that column as the sheet had it")
    value = cells.get("yours")
    if value is None:
        return None
    if own.words:
        if value not in own.words:
            raise NumbersError(f"{where}, column yours: '{value}' where {', '.join(own.words)} or nothing would be right")
        return Filled(kind, cells["id"].strip(), name, float(own.words.index(value)), where)
    right = f"a {'whole ' if own.whole else ''}number from {own.low:,g} to {own.high:,g} ({own.unit}), or nothing"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NumbersError(f"{where}, column yours: '{value}' where {right} would be right")
    if not own.low <= value <= own.high or (own.whole and value != int(value)):
        raise NumbersError(f"{where}, column yours: {value:g} where {right} would be right")
    return Filled(kind, cells["id"].strip(), name, float(value), where)


def _contradictions(found: dict[tuple[str, str, str], Filled]) -> None:
    for (kind, id_, name), own in found.items():
        if (kind, name) == ("special_schools", "pupils"):
            places = found.get((kind, id_, "places"))
            if places is not None and own.value > places.value:
                raise NumbersError(f"{own.where}: {own.value:g} pupils in {id_}, which has {places.value:g} places; one of them is wrong")
            waiting = found.get((kind, id_, "waiting"))
            if places is not None and waiting is not None and waiting.value and own.value < places.value:
                free = places.value - own.value
                raise NumbersError(f"{waiting.where}: {waiting.value:g} wait for {id_}, which has {free:g} free places; one is wrong")
        if (kind, name) == ("partnerships", "arrangement_hours"):
            places = found.get((kind, id_, "arrangement_places"))
            if places is not None and bool(places.value) != bool(own.value):
                raise NumbersError(f"{own.where}: {own.value:g} hours for {places.value:g} arrangements of {id_}; either both are 0 or neither")
