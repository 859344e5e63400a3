"""What the sources of levers and proposals say, so that each is one click away: mechanisms M01 to M88, and the table L1 to L15 of what is varied."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from experiments.lab.words import Words, texts

ID = re.compile(r"\b[LM]\d{1,2}\b")


@dataclass(frozen=True)
class Source:
    """title and text as they stand in the evidence (English), or of our own table in the reader's language; strength: how well it is supported."""

    id: str
    title: str
    text: str
    strength: str
    lang: str


def sources(words: Words) -> list[Source]:
    """All of them, the table first."""
    table = [key for key in texts() if key.startswith("source.L")]
    own = [Source(key.removeprefix("source."), words(key), "", "", words.lang) for key in table]
    return [*own, *(Source(row["id"], row["title"], row["summary"], row["strength"], "en") for row in _mechanisms())]


def first(source: str) -> str:
    """The id of the first source named, for a link; empty where none is on the page."""
    found = ID.search(source)
    return found.group() if found else ""


@cache
def _mechanisms() -> list[dict[str, str]]:
    return list(csv.DictReader(files("sim").joinpath("evidence", "mechanisms.csv").read_text("utf-8").splitlines()))
