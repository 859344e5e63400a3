"""A sheet to fill in, with what is known and what the model draws.

    plek sheet region=PO3008,VO3008 out=mine.xlsx

region    codes of partnerships, with commas between
out       a new workbook (.xlsx), or a folder of CSV files
country   whose tables (as for a run)

Fill in `yours` where you know better, leave empty what you don't; then: plek region=... numbers=mine.xlsx ...
"""

import csv
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.sheets.rows import Rows, rows
from sim.country.numbers import COLUMNS
from sim.errors import NumbersError, PlekError


def main(words: Sequence[str] | None = None) -> int:
    """Write the sheet and say where; 2 and one line on stderr where that can't be done, with nothing written."""
    given = list(sys.argv[1:] if words is None else words)
    if not given or {"-h", "--help"} & set(given):
        print(__doc__)
        return 0
    try:
        keys = _read(given)
        out = Path(keys["out"])
        if out.exists():
            raise NumbersError(f"{out} is there already: name another with out=")
        write(rows([code for code in keys["region"].split(",") if code], keys.get("country")), out)
    except PlekError as error:
        print(f"plek sheet: {error}", file=sys.stderr)
        return 2
    print(out)
    return 0


def write(found: Rows, out: Path) -> None:
    """The rows as a workbook (.xlsx), else as a folder of CSV files; whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        (_workbook if out.suffix == ".xlsx" else _folder)(found, part)
        part.rename(out)
    except OSError as error:
        raise NumbersError(f"can't write '{out}': {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)


def _workbook(found: Rows, path: Path) -> None:
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise NumbersError("a workbook needs openpyxl: pip install 'plek[export]'; or name a folder with out=") from error
    book = openpyxl.Workbook()
    told = book.active
    told.title = "read_me"
    for line in (__doc__ or "").strip().splitlines():
        told.append([line])
    for kind, own in found.items():
        sheet = book.create_sheet(kind)
        sheet.append(list(COLUMNS))
        sheet.freeze_panes = "A2"
        for row in own:
            sheet.append([row[column] for column in COLUMNS])
        for letter, width in zip("ABCDEFGH", (22, 34, 20, 44, 10, 10, 30, 14), strict=True):
            sheet.column_dimensions[letter].width = width
    book.save(path)


def _folder(found: Rows, path: Path) -> None:
    path.mkdir()
    for kind, own in found.items():
        with (path / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            lines.writeheader()
            lines.writerows(own)


def _read(words: Sequence[str]) -> dict[str, str]:
    keys = {word.partition("=")[0]: word.partition("=")[2] for word in words}
    for word in words:
        if word.partition("=")[0] not in ("region", "out", "country") or "=" not in word:
            raise NumbersError(f"'{word}': there is region, out and country")
    if not keys.get("region") or not keys.get("out"):
        raise NumbersError("say whose sheet and where to: plek sheet region=PO3008,VO3008 out=mine.xlsx")
    return keys


if __name__ == "__main__":
    sys.exit(main())
