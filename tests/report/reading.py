"""A report's page as a test reads it: text, tables, and the numbers that say which cell they are."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from analysis.figures.numbers import MINUS

NUMBER = re.compile(r"[+\u2212-]?\d[\d.,]*%?")
NOTES = {"95%", "1.000", "1,000"}  # units and the level that notes under tables repeat; the method cites both from its own table


class Page(HTMLParser):
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


def read(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    return parser


def bare(text: str) -> str:
    """A number without its sign and the full stop after it."""
    return text.strip().rstrip(".,").lstrip("+-" + MINUS)


def in_no_table(page: Page) -> list[str]:
    """Numbers of the text that no table of the page shows."""
    shown = {bare(found) for rows in page.cells.values() for row in rows for cell in row for found in NUMBER.findall(cell)}
    return [found for found in NUMBER.findall(" ".join(page.text)) if bare(found) not in shown | NOTES]
