"""One workbook for Excel: a sheet a table, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.errors import AnalysisError
from analysis.export import values
from analysis.export.reading import Source
from analysis.export.variable import Variable

ROWS = 1_048_575
"""Rows of a sheet below its heading."""


def check(sources: list[Source]) -> None:
    """AnalysisError when a table has more rows than a sheet."""
    for source in sources:
        if source.rows > ROWS:
            others = ",".join(other.table for other in sources if other.rows <= ROWS)
            hint = f"tables={others} for the others, or " if others else ""
            raise AnalysisError(f"table '{source.table}' has {source.rows:,} rows and a sheet holds {ROWS:,}: {hint}to=csv, duckdb or sqlite")


def write_book(tables: list[tuple[Source, list[Variable]]], extra: dict[str, pd.DataFrame], path: Path) -> None:
    """The tables and, first, the sheets of `extra`. Nothing where there is no value; numbers as numbers, whatever Excel's language."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, frame in extra.items():
            sheet = _sheet(book, name, list(frame.columns), bold)
            for number, row in enumerate(frame.itertuples(index=False), 1):
                _write(sheet, number, row)
        for source, variables in tables:
            sheet = _sheet(book, source.table, [variable.name for variable in variables], bold)
            number = 0
            for batch in source.batches():
                for row in zip(*(column.to_pylist() for column in values.plain(batch, variables).columns), strict=True):
                    number += 1
                    _write(sheet, number, row)


def _sheet(book: Any, name: str, heads: list[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    return sheet


def _write(sheet: Any, number: int, row: Any) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(number, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        else:
            sheet.write_number(number, column, value)
