"""Report -> one HTML file that asks nothing of any network."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from analysis.figures.words import Words
from analysis.report.model import Report, Table


def page(report: Report, drawings: Mapping[str, str]) -> str:
    """The page. `drawings`: figure name -> its `<svg>` text."""
    words = report.words
    return _template().render(
        report=report,
        words=words,
        lang=words.lang,
        style=Markup(_own("report.css")),
        say=lambda said: Markup(said.html(words)),
        table=lambda one: Markup(as_table(one, words)),
        icon=Markup(_icon()),
        drawing=lambda picture: Markup(_named(drawings[picture.name], picture.name)),
        cited=lambda said: said.tables(),
    )


@cache
def _template():
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(_own("report.html.j2"))


def _own(name: str) -> str:
    return files("analysis.report").joinpath(name).read_text("utf-8")


def _icon() -> str:
    """A favicon in the page itself, so that no browser asks for one."""
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b3c5d"/>'
        '<path d="M4 13V7l4-4 4 4v6" fill="none" stroke="#fff" stroke-width="1.6"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def _named(svg: str, name: str) -> str:
    """The figure's ids made its own (several figures share a page), hidden from readers aloud: the text beside it speaks."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def as_table(table: Table, words: Words) -> str:
    """A data table: caption, headings with scope, the leading text columns of a row as its headings."""
    heads = "".join(f'<th scope="col"{_side(column.kind)}>{Markup.escape(column.heading)}</th>' for column in table.columns)
    leading = next((i for i, column in enumerate(table.columns) if column.kind != "text"), 1)
    if all(column.kind == "text" for column in table.columns):
        leading = 1
    rows = []
    for texts in table.texts(words.lang):
        cells = [
            f'<th scope="row">{Markup.escape(text)}</th>'
            if place < leading
            else f"<td{_side(table.columns[place].kind)}>{Markup.escape(text)}</td>"
            for place, text in enumerate(texts)
        ]
        rows.append("<tr>" + "".join(cells) + "</tr>")
    note = f'<p class="note">{Markup.escape(table.note)}</p>' if table.note else ""
    if not rows:
        return note
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{Markup.escape(table.title)}">'
        f'<table id="{table.name}"><caption>{Markup.escape(table.title)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{note}"
    )


def _side(kind: str) -> str:
    return "" if kind == "text" else ' class="n"'
