"""The fit: history matching with emulators. Screen; a first wave over the whole prior; then waves that look closer where the emulators of
all runs so far leave the targets plausible; at last, of the points that are tried, those whose own run is not off any fitted target.

After Craig et al. (1997) and Vernon, Goldstein and Bower (2010). Draws are keyed by seed: neither order nor cores change the result.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import qmc

from experiments.calibration import emulator, ensemble, priors, smc, statistics, waves
from experiments.calibration.emulator import Array
from experiments.calibration.screen import screen
from experiments.calibration.statistics import distances
from experiments.calibration.waves import Country
from experiments.errors import InputError

MATTERS = 0.2
NOISE_RUNS = 12
FEWEST = 10


@dataclass(frozen=True)
class Settings:
    """out: where everything goes. screen: Morris trajectories. points: runs of the first wave; waves, closer: how many follow, of how many
    runs each. tries: points run to become members; members: at most. limit: no fitted target of a member further off than so many standard
    deviations (of its tolerance and of the luck of one run of the region together)."""

    out: str = "calibration"
    seed: int = 1
    region: str = "utrecht"
    burn_in_years: int = 6
    years: int = 3
    screen: int = 4
    points: int = 700
    waves: int = 3
    closer: int = 300
    tries: int = 400
    members: int = 200
    limit: float = 2.5

    def shown(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def of(cls, given: dict[str, str]) -> "Settings":
        kinds = {item.name: type(getattr(cls(), item.name)) for item in fields(cls)}
        try:
            return cls(**{key: kinds[key](value) for key, value in given.items()})
        except ValueError as error:
            raise InputError(f"calibration: {error}") from error


def fit(settings: Settings) -> dict[str, Any]:
    """Run the calibration; write the ensemble and what is to be known of it into the folder. Gives the summary that is printed."""
    folder = Path(settings.out)
    country = Country(settings.region, settings.burn_in_years, settings.years)
    every, targets = priors.load(), statistics.load()
    fitted = np.array([t.fitted for t in targets])
    moves = screen(folder, every, settings.screen, settings.seed, country, targets)
    own = tuple(p for p, effect in zip(every, moves, strict=True) if effect.max() >= MATTERS or p.axis)

    def run(name: str, u: Array, first: int) -> Array:
        """Statistics of points, with a luck of its own for every one."""
        return waves.run(folder, name, own, u, settings.seed * 1_000_000 + first + np.arange(len(u)), country, targets)

    def noise_at(name: str, point: Array, first: int) -> Array:
        """Standard deviation of each distance over luck alone."""
        again = run(name, np.repeat(point[None, :], NOISE_RUNS, axis=0), first)
        return np.asarray(np.nanstd(distances(again, targets), axis=0, ddof=1))

    noise = noise_at("noise-0", np.full(len(own), 0.5), 900)
    u = qmc.LatinHypercube(len(own), rng=np.random.default_rng([settings.seed, 0])).random(settings.points)
    z = distances(run("wave-1", u, 10_000), targets)[:, fitted]
    for wave in range(2, settings.waves + 2):
        found = emulator.fit(u, z)
        n = settings.closer if wave <= settings.waves else settings.tries
        new = smc.sample(found, np.zeros(z.shape[1]), np.sqrt(1 + noise[fitted] ** 2 + found.error**2), n, settings.seed + wave)
        noise = noise_at(f"noise-{wave}", np.median(new, axis=0), 10_000 * wave + 9_000)
        reached = run(f"wave-{wave}", new, 10_000 * wave)
        u, z = np.vstack([u, new]), np.vstack([z, distances(reached, targets)[:, fitted]])
    off = np.abs(z[-len(new) :]) / np.sqrt(1 + noise[fitted] ** 2)
    worst = np.where(np.isfinite(off), off, np.inf).max(axis=1)
    kept = np.flatnonzero(worst <= settings.limit)[: settings.members]
    if len(kept) < FEWEST:
        raise InputError(f"calibration: only {len(kept)} of {settings.tries} points meet the targets; more points or waves are needed")
    return ensemble.write(folder, settings.shown(), every, own, moves, new[kept], reached[kept], noise, targets)
