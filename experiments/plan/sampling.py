"""Rows of numbers in [0, 1]: the designs that sample."""

from collections.abc import Iterator

import numpy as np
from scipy.stats import qmc

from experiments.errors import InputError


def even(samples: int) -> list[float]:
    """So many evenly spaced numbers, both ends included; one is in the middle."""
    return np.linspace(0, 1, samples).tolist() if samples > 1 else [0.5]


def rows(design: str, n: int, samples: int, levels: int, seed: int) -> Iterator[tuple[float, ...]]:
    """The rows of a design (`latin`, `sobol`, `morris`) for n intervals. InputError where a number doesn't fit the design."""
    makers = {"latin": _latin, "sobol": _saltelli, "morris": _morris}
    return map(tuple, makers[design](n, samples, levels, np.random.default_rng(seed)).tolist())


def _latin(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    return qmc.LatinHypercube(d=n, rng=rng).random(samples)


def _saltelli(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    """Sobol's scheme for first-order and total indices (Saltelli 2010): per base sample A, B and A with column i of B; (n+2) rows."""
    if samples & (samples - 1):
        raise InputError(f"samples: {samples} is not a power of 2, which the design 'sobol' needs")
    both = qmc.Sobol(d=2 * n, rng=rng).random(samples)
    a, b = both[:, :n], both[:, n:]
    mixed = np.repeat(a[:, None, :], n, axis=1)
    mixed[:, np.arange(n), np.arange(n)] = b
    return np.concatenate([a[:, None, :], b[:, None, :], mixed], axis=1).reshape(-1, n)


def _morris(n: int, samples: int, levels: int, rng: np.random.Generator) -> np.ndarray:
    """Morris' trajectories (1991): from a random grid point each factor moves once, in random order, by levels/(2(levels-1))."""
    if levels < 2 or levels % 2:
        raise InputError(f"levels: {levels} is not an even number from 2, which the design 'morris' needs")
    step = levels / (2 * (levels - 1))
    rows = []
    for _ in range(samples):
        point = rng.integers(0, levels // 2, n) / (levels - 1)
        signs = rng.choice([-1.0, 1.0], n)
        point = np.where(signs < 0, point + step, point)
        rows.append(point.copy())
        for i in rng.permutation(n):
            point[i] += signs[i] * step
            rows.append(point.copy())
    return np.clip(np.array(rows), 0, 1)
