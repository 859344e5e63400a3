"""What a report is made of: tables, and sentences whose numbers are cells of those tables.

A sentence holds no number of its own. It names cells, and writes each exactly as its table does, so a reader can always find it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from analysis.figures.numbers import MINUS, NOTHING, number, percent
from analysis.figures.words import Words


@dataclass(frozen=True)
class Column:
    """A column of a table: `key` in the frame, heading, kind (text, number, percent), decimals, and whether a plus is written.

    `meaning` is its line in the codebook; `unit` its unit there.
    """

    key: str
    heading: str
    kind: str = "number"
    digits: int = 0
    sign: bool = False
    unit: str = ""
    meaning: str = ""

    def text(self, value: Any, lang: str) -> str:
        """The value as the table shows it."""
        if self.kind == "text":
            return NOTHING if value is None or value != value else str(value)
        write = percent if self.kind == "percent" else number
        return write(float(value), lang, self.digits, sign=self.sign)


@dataclass(frozen=True)
class Table:
    """A table of the report: `frame` has one column per Column, and key columns that are not shown."""

    name: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    note: str = ""

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def texts(self, lang: str) -> list[list[str]]:
        """All cells as shown, row by row."""
        return [
            [column.text(value, lang) for column, value in zip(self.columns, row, strict=True)]
            for row in self.frame[[column.key for column in self.columns]].itertuples(index=False, name=None)
        ]

    def cell(self, column: str, **where: object) -> Cell:
        """The cell of `column` in the one row where every key column has that value; KeyError without such a row, or with more."""
        rows = self.frame
        for key, value in where.items():
            rows = rows[rows[key] == value]
        if len(rows) != 1:
            raise KeyError(f"table {self.name}: {len(rows)} rows where {where}")
        return Cell(self, int(self.frame.index.get_loc(rows.index[0])), column)


@dataclass(frozen=True)
class Cell:
    """One number of a table. With `bare` it is written without its sign, for sentences that say "fewer" themselves."""

    table: Table
    row: int
    column: str
    bare: bool = False

    @property
    def value(self) -> float:
        return float(self.table.frame[self.column].iloc[self.row])

    def text(self, lang: str) -> str:
        shown = self.table.column(self.column).text(self.value, lang)
        return shown.lstrip("+" + MINUS) if self.bare else shown

    def without_sign(self) -> Cell:
        return Cell(self.table, self.row, self.column, bare=True)


@dataclass(frozen=True)
class Said:
    """A sentence: the key of its template, the cells it cites and the names (never numbers) it mentions; `tail` are templates that follow,
    separated by blanks; one that begins with a semicolon goes on in the same sentence."""

    template: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    tail: str = ""

    def plain(self, words: Words) -> str:
        """The sentence as text."""
        return self._filled(words, lambda cell: cell.text(words.lang), str)

    def html(self, words: Words) -> str:
        """The sentence as HTML: each number a `<data>` that says which table and row it is from."""
        return self._filled(words, lambda cell: _marked(cell, words.lang), lambda text: escape(text, quote=False))

    def tables(self) -> list[Table]:
        """The tables it cites, each once."""
        return list({cell.table.name: cell.table for cell in self.cells.values()}.values())

    def _whole(self, words: Words) -> str:
        text = words(self.template)
        for key in self.tail.split():
            more = words(key)
            text = text.rstrip(".") + more if more.startswith(";") else f"{text} {more}"
        return text

    def _filled(self, words: Words, of_cell: Callable[[Cell], str], of_text: Callable[[str], str]) -> str:
        template = of_text(self._whole(words))
        filled = {name: of_cell(cell) for name, cell in self.cells.items()} | {name: of_text(text) for name, text in self.names.items()}
        text = template.format(**filled)
        return text[0].upper() + text[1:] if not text.startswith("<") else text


def _marked(cell: Cell, lang: str) -> str:
    value = cell.value
    return f'<data value="{value:.10g}" data-from="{cell.table.name} {cell.row} {cell.column}">{cell.text(lang)}</data>'


@dataclass(frozen=True)
class Picture:
    """A figure in the report: its name in FIGURES, what is drawn, the table with the same numbers, and words about it."""

    name: str
    title: str
    drawn: pd.DataFrame
    table: Table
    says: Sequence[Said]
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Report:
    """Everything a report says, before it is HTML, Word or Excel."""

    words: Words
    title: str
    subtitle: str
    asked: Sequence[str]
    answer: Sequence[Said]
    more: Sequence[Said]
    overview: Table
    pictures: Sequence[Picture]
    method: Sequence[Said]
    limits: Sequence[str]
    tables: Sequence[Table]
    assumptions: Table
    changed: Sequence[Table]
    provenance: Table
    command: str

    def all_tables(self) -> list[Table]:
        """Every table once, in the order of the page."""
        drawn = [picture.table for picture in self.pictures]
        found = [self.overview, *drawn, *self.tables, *self.changed, self.assumptions, self.provenance]
        return list({table.name: table for table in found}.values())

    def sentences(self) -> list[Said]:
        """Every sentence with numbers."""
        return [*self.answer, *self.more, *(said for picture in self.pictures for said in picture.says), *self.method]
