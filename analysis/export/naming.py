"""Names that another tool accepts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPSS = set("all and by eq ge gt le lt ne not or to with".split())
LIMITS = {"dta": 32, "sav": 64}
"""Letters in a name; the other formats take any."""


def names(columns: Sequence[str], to: str) -> list[str]:
    """One name per column: letters, figures and `_` only, within the format's limit, no word the tool keeps for itself, all different
    whatever their capitals. A column that is fine as it is keeps its name. Formats without a limit keep every name."""
    if to not in LIMITS:
        return list(columns)
    limit, kept = LIMITS[to], _kept(to)
    found: list[str] = []
    taken: set[str] = set()
    for column in columns:
        stem = name = _legal(column, limit, kept)
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{stem[: limit - len(str(number)) - 1]}_{number}"
        taken.add(name.lower())
        found.append(name)
    return found


def _legal(column: str, limit: int, kept: set[str]) -> str:
    name = re.sub(r"\W", "_", column, flags=re.ASCII)
    if not name[:1].isalpha():
        name = f"v_{name.lstrip('_')}"
    name = name[:limit].rstrip("_")  # SPSS keeps a last underscore for itself
    return f"{name}_var" if name.lower() in kept else name


def _kept(to: str) -> set[str]:
    """Words that no variable may be called; Stata's are those of pandas, which would rename such a variable itself."""
    if to == "sav":
        return _SPSS
    from pandas.io.stata import StataParser

    return {word.lower() for word in StataParser().RESERVED_WORDS}
