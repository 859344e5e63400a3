"""Every number in the text can be found in a table of the same report, written the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis import load
from analysis.figures.numbers import MINUS, number, parse, percent
from analysis.report import build

NUMBER = re.compile(r"[+\u2212-]?\d[\d.,]*%?")


class _Page(HTMLParser):
    """Text outside and inside tables, and the data elements with where they say they are from."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})
    QUIET = frozenset({"style", "svg", "script", "pre", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.text: list[str] = []
        self.table = ""
        self.cells: dict[str, list[list[str]]] = {}
        self.cited: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        self.path.append(tag)
        named = dict(attrs)
        if tag == "table":
            self.table = str(named["id"])
            self.cells[self.table] = []
        elif tag == "tr" and "tbody" in self.path:
            self.cells[self.table].append([])
        elif tag in ("td", "th") and "tbody" in self.path:
            self.cells[self.table][-1].append("")
        elif tag == "data":
            self.cited.append((str(named["data-from"]), ""))

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.QUIET & set(self.path):
            return
        if "table" in self.path:
            if "tbody" in self.path and {"td", "th"} & set(self.path):
                self.cells[self.table][-1][-1] += data
        else:
            self.text.append(data)
        if self.path and self.path[-1] == "data":
            self.cited[-1] = (self.cited[-1][0], self.cited[-1][1] + data)


@pytest.fixture(scope="module")
def read(page: str) -> _Page:
    parser = _Page()
    parser.feed(page)
    return parser


def _bare(text: str) -> str:
    return text.strip().rstrip(".,").lstrip("+-" + MINUS)


def test_every_number_in_the_text_is_in_a_table(read: _Page) -> None:
    shown = {_bare(found) for rows in read.cells.values() for row in rows for cell in row for found in NUMBER.findall(cell)}
    notes = {"95%", "1.000", "1,000"}  # units and the level that notes under tables repeat; the method cites both from its own table
    missing = [found for found in NUMBER.findall(" ".join(read.text)) if _bare(found) not in shown | notes]
    assert not missing


def test_every_cited_number_is_the_cell_it_says(read: _Page, results_folder: Path, lang: str) -> None:
    report = build(load(results_folder), lang)
    tables = {table.name: table for table in report.all_tables()}
    assert len(read.cited) > 15
    for source, text in read.cited:
        name, row, column = source.split(" ")
        place = [one.key for one in tables[name].columns].index(column)
        assert _bare(read.cells[name][int(row)][place]) == _bare(text)


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
