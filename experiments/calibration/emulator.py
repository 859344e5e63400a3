"""Emulators of the targets' distances: a weighted quadratic with all interactions, and how far it is off where it matters."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NEAR = 4.0
FAR = 30.0
PENALTIES = (1.0, 3.0, 10.0)
FOLDS = 8


@dataclass(frozen=True)
class Emulator:
    """weights: [feature, statistic]; error: standard deviation of its misses near the target, [statistic], by cross-validation."""

    weights: Array
    error: Array

    def __call__(self, u: Array) -> Array:
        """Predicted distances [point, statistic] at points [point, prior] of the unit cube."""
        return np.asarray(features(u) @ self.weights)


def features(u: Array) -> Array:
    """1, u, u squared and all products, centred: [point, feature]."""
    c = 2 * u - 1
    left, right = np.array(list(combinations(range(u.shape[1]), 2)), dtype=int).reshape(-1, 2).T
    return np.hstack([np.ones((len(u), 1)), c, c**2, c[:, left] * c[:, right]])


def fit(u: Array, z: Array) -> Emulator:
    """Fit to points u and distances z [point, statistic], NaN where a run failed. A run counts for more the nearer it is to a target; the
    penalty that predicts left-out runs best is taken, statistic by statistic."""
    every = features(u)
    weights = np.zeros((every.shape[1], z.shape[1]))
    error = np.zeros(z.shape[1])
    fold = np.arange(len(u)) % FOLDS
    for k in range(z.shape[1]):
        known = np.isfinite(z[:, k])
        x, y, part = every[known], np.clip(z[known, k], -FAR, FAR), fold[known]
        near = 1 / (1 + (y / NEAR) ** 2)
        misses = [_left_out(x, y, near, part, penalty) for penalty in PENALTIES]
        mean = [float(np.sqrt((near * miss**2).sum() / near.sum())) for miss in misses]
        best = int(np.argmin(mean))
        weights[:, k], error[k] = _ridge(x, y, near, PENALTIES[best]), mean[best]
    return Emulator(weights, error)


def _left_out(x: Array, y: Array, near: Array, fold: NDArray[np.intp], penalty: float) -> Array:
    """Misses of every point by a fit to the other folds."""
    miss = np.zeros(len(y))
    for one in range(FOLDS):
        out = fold == one
        miss[out] = y[out] - x[out] @ _ridge(x[~out], y[~out], near[~out], penalty)
    return miss


def _ridge(x: Array, y: Array, near: Array, penalty: float) -> Array:
    """Weighted ridge regression; the constant is not penalised. Solved in the smaller of its two forms."""
    scale = np.sqrt(near)
    mean = np.average(x[:, 1:], axis=0, weights=near)
    level = float(np.average(y, weights=near))
    a, b = (x[:, 1:] - mean) * scale[:, None], (y - level) * scale
    if len(a) < a.shape[1]:
        slope = a.T @ np.linalg.solve(a @ a.T + penalty * np.eye(len(a)), b)
    else:
        slope = np.linalg.solve(a.T @ a + penalty * np.eye(a.shape[1]), a.T @ b)
    return np.r_[level - mean @ slope, slope]
