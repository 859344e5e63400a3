"""The texts of figures and report, Dutch and English, from `words.toml`; loaded when first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("nl", "en")


@cache
def texts() -> dict[str, dict[str, str]]:
    """Dotted key -> {language: text}, for every entry of the words file."""
    tree = tomllib.loads(files("analysis.figures").joinpath("words.toml").read_text("utf-8"))
    found: dict[str, dict[str, str]] = {}
    _collect(tree, "", found)
    return found


def _collect(tree: Mapping, prefix: str, found: dict[str, dict[str, str]]) -> None:
    if any(isinstance(value, str) for value in tree.values()):
        found[prefix] = {lang: str(text).strip() for lang, text in tree.items()}
        return
    for key, branch in tree.items():
        _collect(branch, f"{prefix}.{key}" if prefix else key, found)


class Words:
    """The texts in one language; `labels` are names that a result brings itself (its regimes), which win.

    `labels`: scenario -> {language: label}.
    """

    def __init__(self, lang: str = "nl", labels: Mapping[str, Mapping[str, str]] | None = None) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"lang={lang}: there are texts in {' and '.join(LANGUAGES)}")
        self.lang = lang
        self.labels = dict(labels or {})

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `{names}` filled in."""
        text = texts()[key][self.lang]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in texts()

    def name(self, group: str, value: object) -> str:
        """The word for a value of a column, such as `name("cause", "wait_special")`; the value itself if there is none."""
        entry = texts().get(f"{group}.{value}")
        return entry[self.lang] if entry else str(value).replace("_", " ")

    def scenario(self, scenario: str) -> str:
        """A regime's label: the result's own, else the words file's, else its name."""
        own = self.labels.get(scenario, {}).get(self.lang)
        return own or self.name("scenario", scenario)

    def inline(self, scenario: str) -> str:
        """The label as it stands inside a sentence: without its capital, unless it is an abbreviation."""
        if self.has(f"inline.{scenario}"):
            return self(f"inline.{scenario}")
        label = self.scenario(scenario)
        return label[0].lower() + label[1:] if label[1:2].islower() else label
