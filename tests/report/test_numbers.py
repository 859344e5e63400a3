"""Every number in the text can be found in a table of the same report, written the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis import load
from analysis.figures.numbers import MINUS, number, parse, percent
from analysis.report import build
from tests.report import reading


@pytest.fixture(scope="module")
def read(page: str) -> reading.Page:
    return reading.read(page)


def test_every_number_in_the_text_is_in_a_table(read: reading.Page) -> None:
    assert not reading.in_no_table(read)


def test_every_cited_number_is_the_cell_it_says(read: reading.Page, results_folder: Path, lang: str) -> None:
    report = build(load(results_folder), lang)
    tables = {table.name: table for table in report.all_tables()}
    assert len(read.cited) > 15
    for source, text in read.cited:
        name, row, column = source.split(" ")
        place = [one.key for one in tables[name].columns].index(column)
        assert reading.bare(read.cells[name][int(row)][place]) == reading.bare(text)


def test_no_template_holds_a_number_of_its_own() -> None:
    from analysis.figures.words import texts

    held = {
        key: text
        for key, entry in texts().items()
        if key.split(".")[0] in ("answer", "say", "method")
        for text in entry.values()
        if re.search(r"\d", text)
    }
    assert not held


def test_sentences_have_their_numbers(results_folder: Path, lang: str) -> None:
    report = build(load(results_folder), lang)
    assert len(report.answer) == 3
    for said in report.answer:
        assert said.cells
        assert "{" not in said.plain(report.words)
        for cell in said.cells.values():
            assert cell.text(lang) in said.plain(report.words)


@pytest.mark.parametrize(
    ("lang", "value", "digits", "text"),
    [
        ("nl", 1234.56, 1, "1.234,6"),
        ("en", 1234.56, 1, "1,234.6"),
        ("nl", -0.04, 1, "0,0"),
        ("en", -1234567, 0, MINUS + "1,234,567"),
        ("nl", float("nan"), 0, "\u2013"),
    ],
)
def test_numbers_are_written_as_the_language_does(lang: str, value: float, digits: int, text: str) -> None:
    assert number(value, lang, digits) == text


@pytest.mark.parametrize("value", [0.0, 12.5, -3456.75, 1e6])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_numbers_read_back(value: float, lang: str) -> None:
    assert parse(number(value, lang, 2, sign=True).lstrip("+"), lang) == value


def test_percentages() -> None:
    assert (percent(0.125, "nl", 1), percent(-0.125, "en", 1, sign=True)) == ("12,5%", MINUS + "12.5%")
