"""Codes of the engine as the words of a table."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim.machine.state import State


@cache
def _dtype(names: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(names))


def words(codes: Any, names: Any) -> pd.Categorical:
    """Codes as categories. The codes are the engine's own: checking them again costs more than making the table."""
    return pd.Categorical.from_codes(np.asarray(codes, np.int16), dtype=_dtype(tuple(names)), validate=False)


def part_codes(plain: State) -> list[str]:
    return [f"{'VO' if p['sector'] else 'PO'}{p['id'] // 10}" for p in plain.partnerships]
