"""Screening by Morris' elementary effects: which uncertain quantities move any of the targets."""

from pathlib import Path

import numpy as np

from experiments.calibration.priors import Array, Prior
from experiments.calibration.statistics import Target, distances
from experiments.calibration.waves import Country, run
from experiments.errors import InputError

LEVELS = 4


def trajectories(n_priors: int, n: int, seed: int) -> Array:
    """Morris' trajectories over the unit cube: n x (priors + 1) points."""
    try:
        from SALib.sample import morris
    except ImportError as error:
        raise InputError("screening needs SALib: pip install 'plek[sensitivity]'") from error
    problem = {"num_vars": n_priors, "names": [str(k) for k in range(n_priors)], "bounds": [[0.0, 1.0]] * n_priors}
    return np.asarray(morris.sample(problem, n, num_levels=LEVELS, seed=seed))


def effects(u: Array, z: Array) -> Array:
    """Mean absolute elementary effect [prior, statistic] of trajectories in order; z: statistics in units of their tolerance."""
    k = u.shape[1]
    found = np.zeros((k, z.shape[1]))
    n = np.zeros(k)
    for first in range(0, len(u), k + 1):
        for step in range(first, first + k):
            change = u[step + 1] - u[step]
            moved = int(np.argmax(np.abs(change)))
            effect = np.abs((z[step + 1] - z[step]) / change[moved])
            if np.isfinite(effect).all():
                found[moved] += effect
                n[moved] += 1
    return np.asarray(found / np.maximum(n, 1)[:, None])


def screen(folder: Path, own: tuple[Prior, ...], n: int, seed: int, country: Country, targets: tuple[Target, ...]) -> Array:
    """Elementary effects on the fitted targets, in tolerances per width of the prior: [prior, fitted target]. All points have one seed, so an
    effect is not luck."""
    u = trajectories(len(own), n, seed)
    reached = run(folder, "screen", own, u, np.full(len(u), seed), country, targets)
    return effects(u, distances(reached, targets)[:, [t.fitted for t in targets]])
