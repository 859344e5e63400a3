"""What columns and their words are called, from `labels.toml`; loaded when first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from analysis.measures.registry import MEASURES, label, unit

LANGUAGES = ("nl", "en")
Text = dict[str, str]  # language -> text


@cache
def tree() -> dict[str, Any]:
    """The file as it is: `column`, `pattern`, `missing`, `vocabulary`, `words`, `codebook`."""
    return tomllib.loads(files("analysis.export").joinpath("labels.toml").read_text("utf-8"))


def words(group: str) -> dict[str, Text]:
    """Word -> text of one list; a word's code is its place."""
    found: dict[str, Text] = tree()["words"][group]
    return found


def vocabulary(table: str, column: str) -> str | None:
    """Name of the list that this column's words come from; None for free text."""
    lists = tree()["vocabulary"]
    found: str | None = lists.get(f"{table}.{column}", lists.get(column))
    return found


def missing(table: str, column: str) -> Text | None:
    """What -1 says in this column; None where it is a number like any other, or can't be there."""
    found: Text | None = tree()["missing"].get(f"{table}.{column}")
    return found


def column(name: str, lang: str) -> str:
    """The label of a column, with its unit where it is a measure; the bare name of a column nobody knows, such as a sweep's factor."""
    if name in MEASURES:
        return f"{label(name, lang)} ({unit(name, lang)})"
    known = tree()["column"].get(name) or _patterns().get(name)
    return str(known[lang]) if known else name


@cache
def _patterns() -> dict[str, Text]:
    """Every column that a pattern stands for, such as `days_search`; of two patterns for one name the first counts."""
    found: dict[str, Text] = {}
    for pattern, texts in tree()["pattern"].items():
        group = next(name for _, name, _, _ in Formatter().parse(pattern) if name)
        for word, named in words(group).items():
            own = {lang: texts[lang].format(**{group: named[lang]}) for lang in LANGUAGES}
            found.setdefault(pattern.format(**{group: word}), own)
    return found
