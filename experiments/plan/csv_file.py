"""A table from a CSV file as people save it: every way in which it isn't one is said in one line."""

import csv
from pathlib import Path

from experiments.errors import InputError


def table_of(where: str, path: Path) -> tuple[list[str], list[list[str]]]:
    """(header, rows of as many cells), blanks around cells and empty rows left out. InputError, beginning with `where`, where it is none."""
    return parsed(where, path, read(where, path))


def read(where: str, path: Path) -> bytes:
    """The file's bytes."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: can't read '{path}': {getattr(error, 'strerror', None) or error}") from error


def parsed(where: str, path: Path, content: bytes) -> tuple[list[str], list[list[str]]]:
    """As table_of, of bytes that were read already."""
    try:
        lines = list(csv.reader(content.decode("utf-8-sig").splitlines(), strict=True))
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: '{path}' is not UTF-8 text (byte {error.start + 1}): save it as CSV UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{where}: '{path}' can't be read as CSV: {error}") from error
    rows = [[cell.strip() for cell in line] for line in lines if any(cell.strip() for cell in line)]
    if not rows:
        raise InputError(f"{where}: '{path}' is empty; it needs a header")
    header, *rows = rows
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        sign = "semicolons" if ";" in header[0] else "tabs"
        raise InputError(f"{where}: '{path}' is separated by {sign}: save it with commas between cells and points in numbers")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputError(f"{where}: '{path}': the column '{twice[0]}' is there twice")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise InputError(f"{where}: '{path}', row {number} has {len(row)} cells and the header of keys {len(header)}: rows need as many values")
    return header, rows
