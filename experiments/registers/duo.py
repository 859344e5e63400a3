"""DUO's open files as they come: `;` between columns, UTF-8 with its mark or windows-1252, either line end, `<5` for one to four pupils, other years
each year. Which file is which is seen from its columns."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from sim.errors import RegisterError, did_you_mean

FEW = 2
"""What `<5` counts as, here and in sim/evidence/geo: the middle of 1 to 4, rounded down."""
KINDS = {"BO": "BO", "SBO": "SBO", "SO": "SO", "VSO": "VSO", "SO/VSO": "SO/VSO"}
SITE, KIND, CODE, NAME = "VESTIGINGSCODE", "SOORT_VESTIGING", "GEMEENTECODE_VESTIGING", "GEMEENTENAAM_VESTIGING"
POSTCODE = "POSTCODE"
_PUPILS = re.compile(r"LEERLINGEN_(\d{4})")


@dataclass(frozen=True)
class Site:
    """A site with pupils in the year. postcode: its four figures, where the list of addresses has it."""

    code: str
    kind: str
    municipality_code: str
    municipality: str
    pupils: int
    postcode: str | None


def sites(files: list[Path], year: int) -> list[Site]:
    """Every site with pupils on 1 October of the year. RegisterError, one line with counts, for files that aren't what they should be."""
    tables = {path: _table(path) for path in files}
    history = [path for path, rows in tables.items() if any(_PUPILS.fullmatch(name) for name in rows[0])]
    addresses = [path for path in files if path not in history]
    if len(history) != 1:
        raise RegisterError(f"{len(history)} files with pupils by year (columns LEERLINGEN_2025 and so on) where one is needed: DUO's number 06")
    known: dict[str, str] = {}
    for path in addresses:
        known |= _addresses(path, tables[path])
    return _sites(history[0], tables[history[0]], year, known)


def _table(path: Path) -> list[dict[str, str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegisterError(f"{path}: {error.strerror}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = csv.reader(text.splitlines(), delimiter=";")
    heads = [head.strip().strip('"').upper() for head in next(lines, [])]
    if len(heads) < 2:
        raise RegisterError(f"{path}: no columns with ';' between them in the first line; is it DUO's CSV?")
    rows, wrong = [], []
    for number, cells in enumerate(lines, 2):
        if len(cells) == len(heads):
            rows.append(dict(zip(heads, (cell.strip() for cell in cells), strict=True)))
        elif cells:
            wrong.append(number)
    if wrong:
        raise RegisterError(f"{path}: {len(wrong)} lines with another number of cells than the first (line {wrong[0]}); cut off?")
    if not rows:
        raise RegisterError(f"{path}: no lines below the first")
    return rows


def _need(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    there = list(rows[0])
    for column in columns:
        if column not in there:
            raise RegisterError(f"{path}: no column {column}{did_you_mean(column, there)}")


def _addresses(path: Path, rows: list[dict[str, str]]) -> dict[str, str]:
    _need(path, rows, (SITE, POSTCODE))
    found = {}
    for row in rows:
        if re.fullmatch(r"\d{4} ?[A-Z]{2}", row[POSTCODE]):
            found[row[SITE]] = row[POSTCODE][:4]
    return found


def _sites(path: Path, rows: list[dict[str, str]], year: int, postcodes: dict[str, str]) -> list[Site]:
    years = sorted(int(match[1]) for name in rows[0] if (match := _PUPILS.fullmatch(name)))
    if year not in years:
        raise RegisterError(f"{path}: no pupils of {year}; it has {years[0]} to {years[-1]}")
    _need(path, rows, (SITE, KIND, CODE, NAME))
    _once(path, [row[SITE] for row in rows])
    _kinds(path, [row[KIND] for row in rows])
    found = []
    for number, row in enumerate(rows, 2):
        pupils = _count(path, number, row[f"LEERLINGEN_{year}"])
        if pupils:
            code = row[CODE].lstrip("0") or row[CODE]
            found.append(Site(row[SITE], KINDS[row[KIND]], code, row[NAME], pupils, postcodes.get(row[SITE])))
    if not found:
        raise RegisterError(f"{path}: no site has pupils in {year}")
    return found


def _once(path: Path, codes: list[str]) -> None:
    twice = sorted({code for code, n in _counted(codes).items() if n > 1})
    if twice:
        raise RegisterError(f"{path}: {len(twice)} sites stand there more than once ({', '.join(twice[:3])}): pupils would count twice")


def _kinds(path: Path, kinds: list[str]) -> None:
    other = {kind: n for kind, n in _counted(kinds).items() if kind not in KINDS}
    if other:
        told = ", ".join(f"'{kind}' {n} times" for kind, n in sorted(other.items())[:3])
        raise RegisterError(f"{path}, {KIND}: {told}; known are {', '.join(KINDS)}")


def _count(path: Path, line: int, cell: str) -> int:
    if cell == "<5":
        return FEW
    if cell in ("", "-"):
        return 0
    if not cell.isascii() or not cell.isdigit():
        raise RegisterError(f"{path}, line {line}: '{cell}' is no number of pupils (a whole number, 0 or <5)")
    return int(cell)


def _counted(words: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found
