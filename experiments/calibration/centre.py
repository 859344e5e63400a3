"""The centre: one country near all fitted figures, for runs that are not over the ensemble.

The medians of single quantities, put together, need not make a plausible country. So the search begins where the emulators see every fitted figure
met, and runs the whole country there. The emulators are then corrected by what they missed in all runs nearby, and the next try is the point close
to the best one where the corrected emulators see the figures met best: further away after a success, nearer after a failure. After a few tries a
cloud of runs around the best point shows which way the misses change. The search ends when every figure is well within its tolerance.

Runs that were used to choose a point make it look better than it is. So the choice is checked by runs with other luck; where they disagree, the
search goes on from the best point, each try with luck of its own. How far off the centre is in the end is measured by runs that had no part in the
search.
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
FIRST = 4
WIDER, NARROWER = 1.5, 0.5  # what a better and a worse try do to how far the next one may go
LUCKS = 4  # runs of the country a try, of the same luck in every try: what differs is the point's
WELL = 0.95  # the worst figure is near enough to stop
MORE, BOLD, SURE = 6, 0.35, 0.85  # afterwards: runs a try, of lucks of their own, how far they go (WIDER after the first), and what is near enough
FRESH = 20  # runs that tell how far its best is off: luck moves some figures by a third of a tolerance
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


def centre(found: Emulator, own: tuple[Prior, ...], nation: Callable[[str, Array], Array], seed: int, tries: int) -> tuple[Array, Array]:
    """(point, its distances from the fitted targets on the whole country, a mean over FRESH runs that it was not chosen by).

    nation: (a name, points [run, prior]) -> distances [run, fitted target] of the country there; the same luck for "around" and for names that are a
    number, for all others their own. tries: at most so many of either kind. Effects that are only asserted are none.
    """
    none = np.array([prior.kind in ("zero_or", "net") for prior in own])
    n_targets = found.weights.shape[1]
    points = smc.sample(found, np.zeros(n_targets), np.full(n_targets, NEAR), POINTS, seed)
    points[:, none] = 0.5
    best = points[np.argmin((found(points) ** 2).sum(axis=1))]
    run, z = np.empty((0, len(own))), np.empty((0, n_targets))

    def look(name: str, u: Array) -> Array:
        nonlocal run, z
        there = nation(name, u)
        run, z = np.vstack([run, u]), np.vstack([z, there])
        return np.asarray(there.mean(axis=0))

    def search(kind: str, runs: int, width: float, enough: float) -> None:
        """From the best so far: runs there, and at points that all runs so far make likely to be better."""
        nonlocal best
        point, reached = best, np.full(n_targets, np.inf)
        for k in range(1, tries + 1):
            there = look(f"{kind}{k}", np.repeat(point[None, :], runs, axis=0))
            if badness(there) < badness(reached):
                best, reached, width = point, there, width * WIDER
            else:
                width *= NARROWER
            if np.abs(reached).max() <= enough:
                return
            if kind == "" and k == FIRST:
                steps = np.random.default_rng(seed).standard_normal((AROUND, len(own))) * STEP
                look("around", np.clip(best + np.where(none, 0.0, steps), WALL, 1 - WALL))
            point = _met(_nearby(found, best, run, z), ~none, width)

    search("", LUCKS, 2 * STEP, WELL)
    search("more-", MORE, BOLD, SURE)
    return best, np.asarray(nation("fresh", np.repeat(best[None, :], FRESH, axis=0)).mean(axis=0))


def badness(z: Array) -> float:
    """Of figures that are off by z [statistic]: less is better, the worst above all."""
    return float(((z / WELL) ** 4).sum())


def _nearby(found: Emulator, point: Array, run: Array, z: Array) -> Nearby:
    """A ridge regression of the emulators' misses on where the runs lie, with distances z [run, statistic]; the nearer, the more a run counts."""
    x, off = (run - point) / STEP, z - found(run)
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
        return badness(model(at(x))) + float((((x - model.point[free]) / width) ** 2).sum())

    start = np.clip(model.point[free], WALL, 1 - WALL)
    return at(minimize(cost, start, method="L-BFGS-B", bounds=[(WALL, 1 - WALL)] * len(start), options={"maxfun": 20_000}).x)
