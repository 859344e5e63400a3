"""Report -> a workbook: one sheet per table of the report, a codebook, the sentences."""

from __future__ import annotations

import math
from pathlib import Path

import xlsxwriter

from analysis.report.model import Column, Report, Table

_WIDEST = 60


def write_workbook(report: Report, path: Path) -> Path:
    """Numbers are written as numbers (shares as percentages), shown with the decimals of the report."""
    words = report.words
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"title": report.title, "subject": report.subtitle})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _sentences(book, report, bold, wrap)
        for table in report.all_tables():
            _sheet(book, table, bold)
        _codebook(book, report, bold, wrap, words("xlsx.codebook"))
    return path


def _sentences(book: xlsxwriter.Workbook, report: Report, bold: object, wrap: object) -> None:
    words = report.words
    sheet = book.add_worksheet(words("xlsx.answer"))
    sheet.set_column(0, 0, 110)
    sheet.write(0, 0, report.title, bold)
    for row, said in enumerate([*report.answer, *report.more], start=1):
        sheet.write_string(row, 0, said.plain(words), wrap)


def _sheet(book: xlsxwriter.Workbook, table: Table, bold: object) -> None:
    sheet = book.add_worksheet(table.name[:31])
    formats = {column.key: book.add_format({"num_format": _format(column)}) for column in table.columns}
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.heading, bold)
        widths = [len(str(value)) for value in table.frame[column.key]] if column.kind == "text" else [10]
        sheet.set_column(place, place, min(max([*widths, min(len(column.heading), 18)]) + 2, _WIDEST))
        for row, value in enumerate(table.frame[column.key], start=1):
            if column.kind == "text":
                sheet.write_string(row, place, "" if value is None or value != value else str(value))
            elif math.isfinite(float(value)):
                sheet.write_number(row, place, float(value), formats[column.key])
    sheet.freeze_panes(1, 1)
    if len(table.frame):
        sheet.autofilter(0, 0, len(table.frame), len(table.columns) - 1)


def _format(column: Column) -> str:
    decimals = "0" if not column.digits else "0." + "0" * column.digits
    plain = decimals + "%" if column.kind == "percent" else "#,##" + decimals
    return f"+{plain};-{plain};{plain}" if column.sign else plain


def _codebook(book: xlsxwriter.Workbook, report: Report, bold: object, wrap: object, name: str) -> None:
    words = report.words
    sheet = book.add_worksheet(name)
    for place, (key, width) in enumerate((("sheet", 16), ("table", 50), ("column", 34), ("unit", 30), ("meaning", 70))):
        sheet.write_string(0, place, words(f"xlsx.{key}"), bold)
        sheet.set_column(place, place, width)
    row = 1
    for table in report.all_tables():
        for column in table.columns:
            for place, text in enumerate((table.name[:31], table.title, column.heading, column.unit, column.meaning)):
                sheet.write_string(row, place, text, wrap)
            row += 1
    sheet.freeze_panes(1, 0)
