"""Sequential Monte Carlo: from the uniform prior over the unit cube to what an emulator leaves plausible, by tempering."""

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.emulator import Array, Emulator

KEEP = 0.5
MOVES = 12
PARTICLES = 1500


def sample(emulator: Emulator, observed: Array, spread: Array, n: int, seed: int) -> Array:
    """n points [point, prior] with density proportional to exp(-sum(((emulator(u) - observed) / spread)^2) / 2) on the cube.

    Tempered so that each step keeps half of the effective particles; after each, Metropolis moves with steps as wide as the particles lie,
    reflected at the walls of the cube. The same seed gives the same points.
    """
    draw = np.random.default_rng(seed)
    d = emulator.weights.shape[0]
    n_priors = int((np.sqrt(8 * d + 1) - 3) / 2)
    u = draw.random((PARTICLES, n_priors))
    cost = _cost(emulator, u, observed, spread)
    heat = 0.0
    while heat < 1:
        step = _next(cost, heat)
        weights = np.exp(-(step - heat) * (cost - cost.min()))
        rows = _systematic(weights / weights.sum(), PARTICLES, draw)
        u, cost, heat = u[rows], cost[rows], step
        u, cost = _move(emulator, u, cost, heat, observed, spread, draw)
    return np.asarray(u[_systematic(np.full(PARTICLES, 1 / PARTICLES), n, draw)] if n <= PARTICLES else u[draw.integers(PARTICLES, size=n)])


def _cost(emulator: Emulator, u: Array, observed: Array, spread: Array) -> Array:
    return np.asarray(0.5 * (((emulator(u) - observed) / spread) ** 2).sum(axis=1))


def _next(cost: Array, heat: float) -> float:
    """The heat at which half of the particles still count, at most 1."""
    low, high = heat, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        weights = np.exp(-(middle - heat) * (cost - cost.min()))
        if weights.sum() ** 2 / (weights**2).sum() > KEEP * len(cost):
            low = middle
        else:
            high = middle
    return 1.0 if low > 1 - 1e-6 else low


def _move(
    emulator: Emulator, u: Array, cost: Array, heat: float, observed: Array, spread: Array, draw: np.random.Generator
) -> tuple[Array, Array]:
    """Metropolis moves; the step grows or shrinks with how many are taken."""
    centred = u - u.mean(axis=0)
    root = np.linalg.cholesky(centred.T @ centred / len(u) + 1e-6 * np.eye(u.shape[1]))
    step = 2.38 / np.sqrt(u.shape[1])
    for _ in range(MOVES):
        new = u + step * draw.standard_normal(u.shape) @ root.T
        new = 1 - np.abs(1 - np.mod(new, 2))  # reflected at 0 and 1
        there = _cost(emulator, new, observed, spread)
        taken = np.log(draw.random(len(u))) < heat * (cost - there)
        u, cost = np.where(taken[:, None], new, u), np.where(taken, there, cost)
        step *= float(np.exp(taken.mean() - 0.25))
    return u, cost


def _systematic(weights: Array, n: int, draw: np.random.Generator) -> NDArray[np.intp]:
    """n row numbers in proportion to weights, by systematic resampling of a shuffled order."""
    order = draw.permutation(len(weights))
    at = (draw.random() + np.arange(n)) / n
    found = np.searchsorted(np.cumsum(weights[order]), at * (1 - 1e-12))
    return np.asarray(order[np.minimum(found, len(order) - 1)])


def contraction(u: Array) -> Array:
    """Share by which the standard deviation of each column is smaller than the prior's; 0: the data say nothing of it."""
    return np.asarray(1 - u.std(axis=0, ddof=1) * np.sqrt(12))
