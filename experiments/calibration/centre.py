"""The centre: one country near all fitted figures, for runs that are not over the ensemble.

Medians of single quantities, put together, need not be a plausible country. So a point is looked for where the emulators see every fitted figure
met, and the whole country is run there. How far the emulators are off, and which way that changes over all runs near it, is added to them; the point
close by at which they then see the figures met best is run, and so on (further from the best after a success, less far after a failure), with a cloud
of runs around the best after a few tries, until every figure is well within its tolerance. How far the point is off is then told by runs of other
luck: those it was chosen by flatter it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from experiments.calibration import smc
from experiments.calibration.emulator import Array, Emulator
from experiments.calibration.priors import Prior

# Settings of the search, found by trying; they change how soon a centre is found, not what counts as one. Lengths are shares of a prior's range,
# distances from figures are in tolerances.
NEAR, POINTS = 0.3, 200  # the first point: the best of so many at which the emulators see every figure about this near
STEP = 0.06  # within this length a line describes how the emulators miss
AROUND = 48  # runs in the cloud, STEP wide, after FIRST tries
FIRST, TRIES = 4, 20
WIDER, NARROWER = 1.5, 0.5  # what a better and a worse try do to how far the next one may go
LUCKS, FRESH = 4, 6  # runs of the country a try, and those that tell how far its best is off
WELL = 0.95  # the worst figure is near enough to stop
WALL = 0.01  # distance kept from the ends of a prior
PENALTY = 3.0  # of the ridge regression, in runs


@dataclass(frozen=True)
class Nearby:
    """Emulators set right near one point: their misses there, as a line through what was run. slope: [prior, statistic] per STEP."""

    found: Emulator
    point: Array
    level: Array
    slope: Array

    def __call__(self, u: Array) -> Array:
        """Distances [statistic] at one point."""
        return np.asarray(self.found(u[None, :])[0] + self.level + (u - self.point) / STEP @ self.slope)


def centre(found: Emulator, own: tuple[Prior, ...], nation: Callable[[str, Array], Array], seed: int) -> tuple[Array, Array]:
    """(point, its distances from the fitted targets on the whole country, a mean over FRESH runs that it was not chosen by).

    nation: (a name, points [run, prior]) -> distances [run, fitted target] of the country there; "fresh" has other luck.
    Effects that are only asserted are none.
    """
    none = np.array([prior.kind in ("zero_or", "net") for prior in own])
    n_targets = found.weights.shape[1]
    points = smc.sample(found, np.zeros(n_targets), np.full(n_targets, NEAR), POINTS, seed)
    points[:, none] = 0.5
    best = points[np.argmin((found(points) ** 2).sum(axis=1))]
    run, off, reached = np.empty((0, len(own))), np.empty((0, n_targets)), np.full(n_targets, np.inf)

    def look(name: str, u: Array) -> Array:
        nonlocal run, off
        there = nation(name, u)
        run, off = np.vstack([run, u]), np.vstack([off, there - found(u)])
        return np.asarray(there.mean(axis=0))

    point, width = best, 2 * STEP
    for k in range(TRIES):
        there = look(str(k + 1), np.repeat(point[None, :], LUCKS, axis=0))
        if (there**4).sum() < (reached**4).sum():
            best, reached, width = point, there, width * WIDER
        else:
            width *= NARROWER
        if np.abs(reached).max() <= WELL:
            break
        if k + 1 == FIRST:
            steps = np.random.default_rng(seed).standard_normal((AROUND, len(own))) * STEP
            look("around", np.clip(best + np.where(none, 0.0, steps), WALL, 1 - WALL))
        point = _met(_nearby(found, best, run, off), ~none, width)
    return best, look("fresh", np.repeat(best[None, :], FRESH, axis=0))


def _nearby(found: Emulator, point: Array, run: Array, off: Array) -> Nearby:
    """A ridge regression of the misses `off` [run, statistic] on where the runs lie; the nearer, the more a run counts."""
    x = (run - point) / STEP
    near = np.exp(-0.5 * (x**2).mean(axis=1))
    mean_x, mean_off = np.average(x, axis=0, weights=near), np.average(off, axis=0, weights=near)
    a = (x - mean_x) * near[:, None]
    slope = np.linalg.solve(a.T @ (x - mean_x) + PENALTY * np.eye(x.shape[1]), a.T @ (off - mean_off))
    return Nearby(found, point, mean_off - mean_x @ slope, slope)


def _met(model: Nearby, free: NDArray[np.bool_], width: float) -> Array:
    """The point about so far from the model's own at which it sees the figures met best, the worst above all; only what is free moves."""

    def at(x: Array) -> Array:
        u = model.point.copy()
        u[free] = x
        return u

    def cost(x: Array) -> float:
        return float(((model(at(x)) / WELL) ** 4).sum() + (((x - model.point[free]) / width) ** 2).sum())

    start = np.clip(model.point[free], WALL, 1 - WALL)
    return at(minimize(cost, start, method="L-BFGS-B", bounds=[(WALL, 1 - WALL)] * len(start), options={"maxfun": 20_000}).x)
