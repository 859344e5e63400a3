"""The document and the workbook open again and hold the same sentences and numbers as the page."""

from __future__ import annotations

import math
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document

from analysis import load
from analysis.report import build
from analysis.report.model import Report

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture(scope="module")
def report(results_folder: Path, lang: str) -> Report:
    return build(load(results_folder), lang)


@pytest.fixture(scope="module")
def book(reports: dict[str, list[Path]], lang: str) -> dict[str, list[list[str | float]]]:
    return _sheets(reports[lang][2])


def _sheets(path: Path) -> dict[str, list[list[str | float]]]:
    """Sheet -> rows of values, read from the file's XML."""
    with zipfile.ZipFile(path) as parts:
        strings = [
            "".join(text.text or "" for text in item.iter(f"{{{_NS['m']}}}t"))
            for item in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        names = [sheet.attrib["name"] for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).find("m:sheets", _NS) or []]
        found = {}
        for number, name in enumerate(names, start=1):
            tree = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = [[_value(cell, strings) for cell in row] for row in tree.iter(f"{{{_NS['m']}}}row")]
    return found


def _value(cell: ElementTree.Element, strings: list[str]) -> str | float:
    text = cell.findtext("m:v", namespaces=_NS)
    if text is None:
        return ""
    return strings[int(text)] if cell.attrib.get("t") == "s" else float(text)


def test_workbook_has_a_sheet_per_table_and_a_codebook(report: Report, book: dict[str, list[list[str | float]]], lang: str) -> None:
    names = [table.name for table in report.all_tables()]
    assert list(book) == ["antwoord" if lang == "nl" else "answer", *names, "codeboek" if lang == "nl" else "codebook"]
    rows = list(book.values())[-1][1:]
    assert len(rows) == sum(len(table.columns) for table in report.all_tables())
    assert all(row[4] for row in rows)


def test_workbook_holds_the_same_numbers(report: Report, book: dict[str, list[list[str | float]]]) -> None:
    for table in report.all_tables():
        numbers = [value for row in book[table.name][1:] for value in row if isinstance(value, float)]
        kept = [
            float(value)
            for column in table.columns
            if column.kind != "text"
            for value in table.frame[column.key]
            if math.isfinite(float(value))
        ]
        assert sorted(numbers) == pytest.approx(sorted(kept), rel=1e-12)


def test_workbook_says_the_same(report: Report, book: dict[str, list[list[str | float]]]) -> None:
    said = [row[0] for row in next(iter(book.values()))]
    assert [text.plain(report.words) for text in report.answer] == said[1:4]


def test_document_holds_the_same_sentences_and_tables(report: Report, reports: dict[str, list[Path]], lang: str) -> None:
    document = Document(str(reports[lang][1]))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    for said in report.answer:
        assert said.plain(report.words) in paragraphs
    first = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert first[1:] == report.overview.texts(lang)
    with zipfile.ZipFile(reports[lang][1]) as parts:
        body = parts.read("word/document.xml").decode()
    assert len(re.findall(r'descr="[^"]{60,}"', body)) == len(document.inline_shapes) == 3


def test_figures_lie_in_a_folder_with_their_numbers(reports: dict[str, list[Path]], lang: str) -> None:
    folder = reports[lang][3]
    drawn = sorted(path.stem for path in folder.glob("*.svg"))
    assert drawn == sorted(["blocked", "causes", "change", "drop_out", "ends", "gains", "partnerships", "survival", "trust", "waits"])
    for name in drawn:
        assert (folder / f"{name}.png").stat().st_size > 10_000
        assert (folder / f"{name}.csv").read_text("utf-8").count("\n") > 1
