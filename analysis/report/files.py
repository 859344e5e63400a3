"""The files of a report: one page, a document, a workbook, and every figure with its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from xlsxwriter.exceptions import FileCreateError

from analysis.errors import AnalysisError
from analysis.figures.drawn import Drawn
from analysis.figures.painter import painter
from analysis.load import Results, load
from analysis.report import extras
from analysis.report.assemble import build, check, texts
from analysis.report.excel import write_workbook
from analysis.report.facts import Facts
from analysis.report.html import page
from analysis.report.model import Report
from analysis.report.word import SHOWN, write_document

NAMES = {"nl": "rapport", "en": "report"}


def write(results: Results | str | Path, *, lang: str = "nl", out: str | Path | None = None) -> list[Path]:
    """Write the report of `results` beside it (or into `out`); the files, the page first.

    AnalysisError, one line, where that can't be done.
    """
    found = results if isinstance(results, Results) else load(results)
    facts = Facts(found)
    words = texts(found, lang)
    folder = Path(out) if out is not None else found.path
    _free(folder, NAMES[words.lang])
    with painter() as paint:
        check(facts)
        drawn: dict[str, Future[Drawn]] = {}

        def begin(name: str, numbers: pd.DataFrame) -> None:
            drawn[name] = paint(name, numbers, words)

        others, left = extras.others(facts, begin)  # before the report: their numbers come from the disk, and are soon known
        report = build(facts, lang, begin)
        try:
            return _written(report, others, left, drawn, folder)
        except (OSError, FileCreateError) as error:
            raise AnalysisError(f"can't write the report to '{folder}': {getattr(error, 'strerror', None) or error}") from error


def _free(folder: Path, name: str) -> None:
    """AnalysisError, before anything is drawn, where a file of the report can't be written: on Windows, one that another program has open."""
    for file in [folder / f"{name}.{kind}" for kind in ("html", "docx", "xlsx")]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if file.exists():
                file.open("r+b").close()
        except OSError as error:
            raise AnalysisError(
                f"can't write the report to '{folder}': {file.name}: {error.strerror or error}; close it where it is open, or choose another folder"
            ) from None


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A place to write a file, which is then put where it belongs: whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _written(
    report: Report, others: Mapping[str, pd.DataFrame], left: Mapping[str, str], drawn: Mapping[str, Future[Drawn]], folder: Path
) -> list[Path]:
    """The files, those first that wait for the fewest figures. others: figures that the report leaves out."""
    name = NAMES[report.words.lang]
    folder.mkdir(parents=True, exist_ok=True)
    sheet, document, book = (folder / f"{name}.{kind}" for kind in ("html", "docx", "xlsx"))
    with _whole(book) as place:
        write_workbook(report, place)
    with _whole(document) as place:
        write_document(report, {key: one.result().png for key, one in drawn.items() if key in SHOWN}, place)
    with _whole(sheet) as place:
        place.write_text(page(report, {picture.name: drawn[picture.name].result().svg for picture in report.pictures}), "utf-8")
    figures = folder / (f"{name}-figuren" if report.words.lang == "nl" else f"{name}-figures")
    figures.mkdir(exist_ok=True)
    for key, numbers in {**{picture.name: picture.drawn for picture in report.pictures}, **others}.items():
        drawn[key].result().save(figures / key)
        numbers.to_csv(figures / f"{key}.csv", index=False)
    note = figures / "left-out.txt"
    if left:
        note.write_text("".join(f"{key}: {why}\n" for key, why in left.items()), "utf-8")
    elif note.exists():
        note.unlink()
    return [sheet, document, book, figures]
