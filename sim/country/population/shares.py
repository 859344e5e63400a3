"""Whole numbers split over parts of unequal size."""

from typing import Any

import numpy as np

from sim.machine import chance


def shares(total: int, n: int, key: Any, purpose: int, spread: float, first: int = 0) -> np.ndarray:
    """Split an integer total over n parts of unequal size: weights exp(spread * uniform), largest remainders. first: index of their draws."""
    weights = np.exp(spread * (chance.draws(np.full(n, key), purpose, np.arange(first, first + n)) - 0.5))
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(int)
    rest = total - whole.sum()
    whole[np.argsort(-(exact - whole), kind="stable")[:rest]] += 1
    return whole
