"""Results for other tools: SPSS, Stata, R, Excel, DuckDB, SQLite; labels and a codebook go with them.

Every table is read and written in pieces, so that national results take no more memory than small ones. Nothing is left half-written: the
export is made beside its place and moved there when it is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.export import book, codebook, database, dta, sav, text
from analysis.export.labels import LANGUAGES
from analysis.export.reading import Source
from analysis.export.variable import Variable
from analysis.load import Results, load

FORMATS = ("sav", "dta", "csv", "xlsx", "duckdb", "sqlite")
FOLDERS = ("sav", "dta", "csv")

__all__ = ["FORMATS", "export"]


def export(
    results: Results | str | Path, to: str, *, tables: Sequence[str] = (), lang: str = "nl", csv: str = "en", out: str | Path | None = None,
    overwrite: bool = False,
) -> Path:  # fmt: skip
    """Write tables (all that are there, unless named) in the format `to`; where. A folder with a file per table and its codebook for sav,
    dta and csv, one file for the others; without `out` beside the results.

    lang: of the labels. csv: "nl" for Excel with Dutch settings. AnalysisError, and nothing written, where that can't be done.
    """
    found = results if isinstance(results, Results) else load(results)
    _check(to, lang, csv)
    sources = [Source(found, table) for table in _chosen(found, tables)]
    if to == "xlsx":
        book.check(sources)
    place = Path(out) if out is not None else found.path / (f"export-{to}" if to in FOLDERS else f"export.{to}")
    if place.exists() and not overwrite:
        raise AnalysisError(f"{place} is there already: name another with out=, or say overwrite=true")
    made = [(source, source.variables(to, lang)) for source in sources]
    told = {source.table: variables for source, variables in made}
    extra = {"codebook": codebook.codebook(told, to, lang), "codebook_values": codebook.values(told, found, lang)}
    _whole(place, lambda part: _write(made, extra, part, to, csv, f"plek: {found.path.name}"))
    return place


def _check(to: str, lang: str, csv: str) -> None:
    for key, value, known in (("to", to, FORMATS), ("lang", lang, LANGUAGES), ("csv", csv, tuple(text.STYLES))):
        if value not in known:
            raise AnalysisError(f"{key}={value}: must be one of {', '.join(known)}")


def _chosen(results: Results, tables: Sequence[str]) -> list[str]:
    there = results.tables
    for table in tables:
        if table not in there:
            raise AnalysisError(f"no table '{table}' in {results.path} (there is: {', '.join(there)})")
    return [table for table in there if table in tables] if tables else there


def _write(
    made: list[tuple[Source, list[Variable]]], extra: dict[str, pd.DataFrame], part: Path, to: str, csv: str, label: str
) -> None:
    if to == "xlsx":
        book.write_book(made, extra, part)
    elif to == "duckdb":
        database.write_duckdb(made, extra, part)
    elif to == "sqlite":
        database.write_sqlite(made, extra, part)
    else:
        part.mkdir()
        for source, variables in made:
            path = part / f"{source.table}.{to}"
            if to == "csv":
                text.write_table(source, variables, path, csv)
            else:
                (sav if to == "sav" else dta).write_table(source, variables, path, f"{label} {source.table}")
        style = csv if to == "csv" else "en"
        for name, frame in extra.items():
            frame.to_csv(part / f"{name}.csv", index=False, encoding="utf-8-sig" if style == "nl" else "utf-8", **text.STYLES[style])


def _whole(place: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file or folder beside `place`, then put it there; on any failure nothing is left."""
    part = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        write(part)
        old = place.with_name(f".{place.name}.old")
        _remove(old)
        if place.exists():
            place.rename(old)
        part.rename(place)
        _remove(old)
    except OSError as error:
        raise AnalysisError(f"can't write '{place}': {error.strerror or error}") from error
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
