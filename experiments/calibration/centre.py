"""The centre: one country near all fitted figures, for runs that are not over the ensemble.

Medians of single quantities, put together, need not be a plausible country. So a point is looked for where the emulators see every fitted figure
met, run on the whole country, and moved a little to where the emulators, set right by what they were off there, see them met; until all figures are
within their tolerance.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from experiments.calibration import smc
from experiments.calibration.emulator import Array, Emulator
from experiments.calibration.priors import Prior

NEAR = 0.3
TRIES = 10
POINTS = 200
STEP = 0.12
WALL = 0.01


def centre(found: Emulator, own: tuple[Prior, ...], nation: Callable[[int, Array], Array], seed: int) -> tuple[Array, Array]:
    """(point, its distances from the fitted targets on the whole country).

    nation: (number of the try, point) -> distances [fitted target] of the country there. Effects that are only asserted are none.
    """
    none = np.array([prior.kind in ("zero_or", "net") for prior in own])
    points = smc.sample(found, np.zeros(found.weights.shape[1]), np.full(found.weights.shape[1], NEAR), POINTS, seed)
    points[:, none] = 0.5
    best = points[np.argmin((found(points) ** 2).sum(axis=1))]
    reached, step = nation(0, best), STEP
    for k in range(1, TRIES):
        if np.abs(reached).max() <= 1:
            break
        point = _moved(found, best, reached - found(best[None, :])[0], ~none, step)
        there = nation(k, point)
        if (there**2).sum() < (reached**2).sum():
            best, reached = point, there
        else:
            step *= 0.6
    return best, reached


def _moved(found: Emulator, point: Array, off: Array, free: NDArray[np.bool_], step: float) -> Array:
    """The point near this one at which the emulators, `off` as they are here, see the figures met best; only what is free moves."""

    def at(x: Array) -> Array:
        u = point.copy()
        u[free] = x
        return u

    def cost(x: Array) -> float:
        return float((((found(at(x)[None, :])[0] + off) / NEAR) ** 2).sum() + (((x - point[free]) / step) ** 2).sum())

    start = np.clip(point[free], WALL, 1 - WALL)
    return at(minimize(cost, start, method="L-BFGS-B", bounds=[(WALL, 1 - WALL)] * len(start), options={"maxfun": 20_000}).x)
