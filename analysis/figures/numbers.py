"""Numbers as people write them: 1.234,5 in Dutch and 1,234.5 in English, with a real minus sign."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

MINUS = "\u2212"
NOTHING = "\u2013"
_SEPARATORS = {"nl": (".", ","), "en": (",", ".")}


def number(value: float, lang: str, digits: int = 0, *, sign: bool = False) -> str:
    """`value` rounded to `digits` decimals with the language's separators; an en dash for what is not a finite number.

    With `sign` a plus is written too. What rounds to zero is written without a sign: nobody reads "-0" as a loss.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    thousands, decimal = _SEPARATORS[lang]
    text = f"{abs(value):,.{digits}f}".replace(",", " ").replace(".", decimal).replace(" ", thousands)
    if not any(digit in text for digit in "123456789"):
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if sign else text


def parse(text: str, lang: str) -> float:
    """The number that `number` wrote; ValueError for anything else."""
    thousands, decimal = _SEPARATORS[lang]
    return float(text.replace(thousands, "").replace(decimal, ".").replace(MINUS, "-"))


def percent(share: float, lang: str, digits: int = 0, *, sign: bool = False) -> str:
    """A share (0..1) as a percentage."""
    text = number(share * 100 if share is not None else math.nan, lang, digits, sign=sign)
    return text if text == NOTHING else text + "%"


def decimals(*series: pd.Series) -> int:
    """As many decimals as the largest of the numbers needs for two or three digits that mean something."""
    values = np.concatenate([np.abs(one.to_numpy(dtype=float)) for one in series])
    largest = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
    return 0 if largest >= 30 else 1 if largest >= 3 else 2


def compact(value: float, lang: str) -> str:
    """An axis tick: as few decimals as the value needs, at most three."""
    for digits in (0, 1, 2, 3):
        if math.isclose(round(value, digits), value, abs_tol=1e-9):
            return number(value, lang, digits)
    return number(value, lang, 3)
