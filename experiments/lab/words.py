"""The texts of the page, Dutch and English side by side, from `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nl", "en")


@cache
def texts() -> dict[str, dict[str, str]]:
    """Dotted key -> {language: text}."""
    found: dict[str, dict[str, str]] = {}
    _collect(tomllib.loads(files("experiments.lab").joinpath("words.toml").read_text("utf-8")), "", found)
    return found


def _collect(tree: dict[str, Any], prefix: str, found: dict[str, dict[str, str]]) -> None:
    if any(isinstance(value, str) for value in tree.values()):
        found[prefix] = {lang: str(text).strip() for lang, text in tree.items()}
        return
    for key, branch in tree.items():
        _collect(branch, f"{prefix}.{key}" if prefix else key, found)


class Words:
    """The texts in one language; calling it fills in `{names}`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        text = texts()[key][self.lang]
        return text.format(**values) if values else text

    def name(self, group: str, value: str) -> str:
        """The word for a value of a group, such as `name("choice", "director")`; the value itself, spaced, if there is none."""
        entry = texts().get(f"{group}.{value}")
        return entry[self.lang] if entry else value.replace("_", " ")

    def number(self, value: float) -> str:
        """A number as its readers write it, without zeros that say nothing."""
        text = f"{value:,.6g}" if abs(value) < 1_000_000 else f"{value:,.0f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "nl" else text


def span(seconds: float, words: Words) -> str:
    """Seconds as a person would say them."""
    if seconds < 1.5:
        return words("span.second")
    if seconds < 90:
        return words("span.seconds", n=round(seconds))
    return words("span.minutes", n=round(seconds / 60)) if seconds < 5400 else words("span.hours", n=words.number(round(seconds / 3600, 1)))
