"""`key=value` words of every command but plek itself, which has a grammar of its own."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from analysis.errors import AnalysisError

RESULTS = ("folder of results", "folders of results")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


def parse(
    argv: Sequence[str], known: Mapping[str, str | None], told: str | None, positional: int = 1, what: tuple[str, str] = RESULTS
) -> tuple[list[str], dict[str, str | None]]:
    """Split words into positional ones and keys with defaults.

    -h and --help print `told` (the command's docstring) with the defaults, and leave with exit status 0. AnalysisError for a key not in
    `known` (with the nearest right one), a key given twice, or another number of positional words; `what` they are, one and many.
    """
    if {"-h", "--help"} & set(argv):
        defaults = " ".join(f"{key}={value}" for key, value in known.items() if value is not None)
        print((told or "") + (f"\ndefaults: {defaults}" if defaults else ""))
        raise SystemExit(0)
    places: list[str] = []
    given: dict[str, str] = {}
    for word in argv:
        key, sign, value = word.partition("=")
        if word.startswith("-"):
            raise AnalysisError(f"no option '{word}': words are key=value, --help lists them")
        if not sign:
            places.append(word)
        elif key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else f" (known: {', '.join(known)})"
            raise AnalysisError(f"no key '{key}'{hint}")
        elif key in given:
            raise AnalysisError(f"key '{key}' is given twice")
        else:
            given[key] = value
    if len(places) != positional:
        raise AnalysisError(f"expected {positional} {what[positional != 1]}, got {len(places)}")
    return places, {**known, **given}


def number(key: str, value: str | None, *, low: float, high: float = float("inf")) -> float:
    """The value as a finite number between low and high; AnalysisError otherwise."""
    try:
        found = float(str(value))
    except ValueError:
        raise AnalysisError(f"{key}={value}: not a number") from None
    if not low <= found <= high or found in (float("inf"), float("-inf")):
        raise AnalysisError(f"{key}={value}: must lie between {low:g} and {high:g}")
    return found


def truth(key: str, value: str | None) -> bool:
    """true or false; AnalysisError for any other word."""
    word = str(value).lower()
    if word not in _YES + _NO:
        raise AnalysisError(f"{key}={value}: must be true or false")
    return word in _YES
