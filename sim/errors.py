"""Errors of plek: one root class; a message is one line that says what, where, and what would be right."""

import difflib
from collections.abc import Iterable


class PlekError(Exception):
    """Root of all errors that plek raises on purpose."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ScenarioError(PlekError, ValueError):
    """A configuration that cannot be run."""


class EvidenceError(PlekError, KeyError):
    """A fact that the ledger does not hold."""


class CountryError(ScenarioError):
    """Tables of a country that can't be read or don't fit each other."""


class NumbersError(ScenarioError):
    """A sheet of one's own numbers that can't be read, or that contradicts itself."""


class RegisterError(PlekError, ValueError):
    """A register that is not what it should be."""


class EngineError(PlekError, RuntimeError):
    """The engine found its state inconsistent: a defect, not a user's mistake."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'; did you mean "..."?' or ''."""
    close = difflib.get_close_matches(str(word), [str(k) for k in known], n=1)
    return f'; did you mean "{close[0]}"?' if close else ""
