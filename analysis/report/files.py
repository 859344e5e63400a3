"""The files of a report: one page, a document, a workbook, and every figure with its numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures import FIGURES, Words
from analysis.figures.style import Drawn, render
from analysis.load import Results, load
from analysis.report import extras
from analysis.report.build import build
from analysis.report.excel import write_workbook
from analysis.report.facts import Facts
from analysis.report.html import page
from analysis.report.word import SHOWN, write_document

NAMES = {"nl": "rapport", "en": "report"}


def write(results: Results | str | Path, *, lang: str = "nl", out: str | Path | None = None) -> list[Path]:
    """Write the report of `results` beside it (or into `out`); the files, the page first.

    AnalysisError, one line, where that can't be done.
    """
    found = results if isinstance(results, Results) else load(results)
    facts = Facts(found)
    report = build(facts, lang)
    folder = Path(out) if out is not None else found.path
    name = NAMES[lang]
    drawn = {picture.name: render(FIGURES[picture.name](picture.drawn, report.words)) for picture in report.pictures}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / f"{name}.html"]
        written[0].write_text(page(report, {key: one.svg for key, one in drawn.items()}), "utf-8")
        written.append(write_document(report, {key: drawn[key].png for key in SHOWN if key in drawn}, folder / f"{name}.docx"))
        written.append(write_workbook(report, folder / f"{name}.xlsx"))
        written.append(folder / (f"{name}-figuren" if lang == "nl" else f"{name}-figures"))
        written[-1].mkdir(exist_ok=True)
        for picture in report.pictures:
            _keep(drawn[picture.name], picture.drawn, written[-1] / picture.name)
        _others(facts, report.words, written[-1])
    except OSError as error:
        raise AnalysisError(f"can't write the report to '{folder}': {error.strerror or error}") from error
    return written


def _keep(drawn: Drawn, numbers: pd.DataFrame, path: Path) -> None:
    """A figure as SVG and PNG, and its numbers as CSV."""
    drawn.save(path)
    numbers.to_csv(path.with_suffix(".csv"), index=False)


def _others(facts: Facts, words: Words, folder: Path) -> None:
    """The figures that the report leaves out; what can't be drawn is said in a text file."""
    others, left = extras.others(facts)
    for name, frame in others.items():
        _keep(render(FIGURES[name](frame, words)), frame, folder / name)
    note = folder / "left-out.txt"
    if left:
        note.write_text("".join(f"{name}: {why}\n" for name, why in left.items()), "utf-8")
    elif note.exists():
        note.unlink()
