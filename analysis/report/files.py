"""The files of a report: one page, a document, a workbook, and every figure with its numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures import FIGURES, Words
from analysis.figures.style import png, save, svg
from analysis.load import Results, load
from analysis.report.build import build, drawn_alone
from analysis.report.excel import write_workbook
from analysis.report.html import page
from analysis.report.word import SHOWN, write_document

NAMES = {"nl": "rapport", "en": "report"}


def write(results: Results | str | Path, *, lang: str = "nl", out: str | Path | None = None) -> list[Path]:
    """Write the report of `results` beside it (or into `out`); the files, the page first.

    AnalysisError, one line, where that can't be done.
    """
    found = results if isinstance(results, Results) else load(results)
    report = build(found, lang)
    folder = Path(out) if out is not None else found.path
    name = NAMES[lang]
    figures = {picture.name: FIGURES[picture.name](picture.drawn, report.words) for picture in report.pictures}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / f"{name}.html"]
        written[0].write_text(page(report, {key: svg(figure) for key, figure in figures.items()}), "utf-8")
        written.append(write_document(report, {key: png(figures[key]) for key in SHOWN}, folder / f"{name}.docx"))
        written.append(write_workbook(report, folder / f"{name}.xlsx"))
        shown = {picture.name: picture.drawn for picture in report.pictures}
        written.append(_figures(found, report.words, folder / f"{name}-figuren" if lang == "nl" else folder / f"{name}-figures", shown))
    except OSError as error:
        raise AnalysisError(f"can't write the report to '{folder}': {error.strerror or error}") from error
    return written


def _figures(results: Results, words: Words, folder: Path, shown: dict[str, pd.DataFrame]) -> Path:
    """Every figure as SVG and PNG with its numbers as CSV; what can't be drawn is said in a text file."""
    folder.mkdir(parents=True, exist_ok=True)
    others, left = drawn_alone(results)
    for name, frame in (shown | others).items():
        save(FIGURES[name](frame, words), folder / name)
        frame.to_csv(folder / f"{name}.csv", index=False)
    note = folder / "left-out.txt"
    if left:
        note.write_text("".join(f"{name}: {why}\n" for name, why in left.items()), "utf-8")
    elif note.exists():
        note.unlink()
    return folder
