"""Report -> a short Word document: the same sentences, the same tables, a few figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from analysis.report.model import Picture, Report, Table

SHOWN = ("change", "survival", "causes", "axes")
LONGEST = 40  # rows of a table: longer ones are in the page and the workbook
WIDTH, WIDEST, PADDING = Cm(16.6), 18, 45
_LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}


def write_document(report: Report, drawings: Mapping[str, bytes], path: Path) -> Path:
    """`drawings`: figure name -> PNG bytes, of the figures in SHOWN."""
    words = report.words
    document = Document()
    _settings(document, report)
    document.add_heading(report.title, 0)
    document.add_paragraph(report.subtitle)
    for heading, lines in (("asked", report.asked), ("answer", [said.plain(words) for said in [*report.answer, *report.more]])):
        document.add_heading(words(f"html.{heading}"), 1)
        for line in lines:
            document.add_paragraph(line)
    _table(document, report.overview, words.lang)
    document.add_heading(words("html.figures"), 1)
    for picture in report.pictures:
        if picture.name in SHOWN:
            _picture(document, picture, drawings[picture.name], report)
    document.add_heading(words("html.method"), 1)
    for said in report.method:
        document.add_paragraph(said.plain(words))
    for table in report.tables:
        if len(table.frame) <= LONGEST:
            _table(document, table, words.lang)
    document.add_heading(words("html.changed"), 1)
    _table(document, report.changed[0], words.lang)
    document.add_heading(words("html.assumptions"), 1)
    document.add_paragraph(words("report.assumptions"))
    _table(document, report.assumptions, words.lang)
    document.add_heading(words("html.origin"), 1)
    _table(document, report.provenance, words.lang)
    document.add_paragraph(report.command)
    document.save(str(path))
    return path


def _settings(document: Doc, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject, core.author, core.language = report.title, report.subtitle, "plek", _LANGUAGE[report.words.lang]
    core.created = core.modified = datetime(2000, 1, 1)  # the same bytes for the same results
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    run = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE[report.words.lang])
    run.append(language)
    for level in (1, 2):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x0B, 0x3C, 0x5D)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)


def _picture(document: Doc, picture: Picture, png: bytes, report: Report) -> None:
    document.add_heading(picture.title, 2)
    for said in picture.says:
        document.add_paragraph(said.plain(report.words))
    shape = document.add_picture(BytesIO(png), width=Cm(16.5))
    shape._inline.docPr.set("descr", picture.alt)
    document.add_paragraph(picture.caption).runs[0].font.size = Pt(9)


def _table(document: Doc, table: Table, lang: str) -> None:
    texts = table.texts(lang)
    if texts:
        document.add_paragraph(table.title, style="Caption")
        grid = document.add_table(rows=1, cols=len(table.columns), style="Light List Accent 1")
        _repeat(grid.rows[0])
        _pad(grid)
        grid.autofit = False
        rows = [[column.heading for column in table.columns], *texts]
        widths = _widths(rows)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        for row, values in enumerate(rows):
            cells = (grid.rows[0] if row == 0 else grid.add_row()).cells
            for cell, text, column, width in zip(cells, values, table.columns, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.add_run(text).font.size = Pt(7.5)
                if column.kind != "text":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if table.note:
        document.add_paragraph().add_run(table.note).font.size = Pt(9)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths of columns, so that no word is broken where there is room: by the longest word, or the whole text up to so many letters."""
    wanted = []
    for texts in zip(*rows, strict=True):
        words = [len(word) for text in texts for word in text.split()]
        wanted.append(2 + max(*words, min(max(len(text) for text in texts[1:]), WIDEST), 3))
    return [int(WIDTH * letters / sum(wanted)) for letters in wanted]


def _pad(grid) -> None:  # type: ignore[no-untyped-def]
    """Less room beside the text of a cell than Word leaves: eleven columns stand on a page."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(PADDING))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    grid._tbl.tblPr.append(margins)


def _repeat(row) -> None:  # type: ignore[no-untyped-def]
    """The heading row again on every page, and said to be one."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
