"""The fit: history matching with emulators. Screen; a first wave over the whole prior; then waves that look closer where the emulators of
all runs so far leave the targets plausible; at last, of all points of these waves, those whose own run is not off any fitted target.

Runs are of one province: a country at every point would take days. What the country differs from it, at points run on both, is added to every
distance from then on.

After Craig et al. (1997) and Vernon, Goldstein and Bower (2010). Draws are keyed by seed: neither order nor workers change the result, nor cores
where numpy's sums are of one thread (`python -m experiments.calibration` sees to that).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import qmc

from experiments.calibration import emulator, ensemble, priors, smc, statistics, waves
from experiments.calibration.centre import centre
from experiments.calibration.emulator import Array
from experiments.calibration.screen import screen
from experiments.calibration.statistics import Target, distances
from experiments.calibration.waves import Country
from experiments.errors import InputError

MATTERS = 0.2
NATION = "netherlands"
NOISE_RUNS = 12
FEWEST = 10
LOWEST = {"seed": 0, "burn_in_years": 0, "waves": 2, "nation": 0, "centre": 0, "limit": 0}
"""Settings below which there is no fit, 1 where none is named; without points of the whole country (nation=0) the region is the country."""
Run = Callable[..., Array]


@dataclass(frozen=True)
class Settings:
    """out: where everything goes. screen: Morris trajectories. points: runs of the first wave; waves: how many in all, of `closer` runs each
    after the first and `tries` the last. nation: points run on the whole country too. centre: tries to find one, and as many again to have it
    borne out. members: at most. limit: no fitted target of a member further off than so many standard deviations (of its tolerance and of the
    luck of one run of the region together); three is usual."""

    out: str = "calibration"
    seed: int = 1
    region: str = "utrecht"
    burn_in_years: int = 6
    years: int = 3
    screen: int = 4
    points: int = 700
    waves: int = 4
    closer: int = 300
    tries: int = 500
    nation: int = 16
    centre: int = 12
    members: int = 300
    limit: float = 3.0

    def shown(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def of(cls, given: dict[str, str]) -> "Settings":
        """Settings as typed; InputError for one that is no number or too low."""
        kinds = {item.name: type(getattr(cls(), item.name)) for item in fields(cls)}
        found: dict[str, Any] = {}
        for key, value in given.items():
            try:
                found[key] = kinds[key](value)
            except ValueError as error:
                raise InputError(f"calibration: {key}={value} is not a {'whole number' if kinds[key] is int else 'number'}") from error
            if kinds[key] is not str and not found[key] >= LOWEST.get(key, 1):
                raise InputError(f"calibration: {key}={value} is below {LOWEST.get(key, 1)}")
        return cls(**found)


def fit(settings: Settings) -> dict[str, Any]:
    """Run the calibration; write the ensemble and what is to be known of it into the folder. Gives the summary that is printed."""
    folder = Path(settings.out)
    country = Country(settings.region, settings.burn_in_years, settings.years)
    every, targets = priors.load(), statistics.load()
    fitted = np.array([t.fitted for t in targets])
    moves = screen(folder, every, settings.screen, settings.seed, country, targets)
    own = tuple(p for p, effect in zip(every, moves, strict=True) if effect.max() >= MATTERS or p.axis)

    def run(name: str, u: Array, first: int, where: Country = country) -> Array:
        """Statistics of points, with a luck of its own for every one."""
        return waves.run(folder, name, own, u, settings.seed * 1_000_000 + first + np.arange(len(u)), where, targets)

    def noise_at(name: str, point: Array, first: int) -> Array:
        """Standard deviation of each distance over luck alone."""
        again = run(name, np.repeat(point[None, :], NOISE_RUNS, axis=0), first)
        return np.asarray(np.nanstd(distances(again, targets), axis=0, ddof=1))

    whole = Country(NATION, country.burn_in_years, country.years) if settings.nation else country
    noise = noise_at("noise-0", np.full(len(own), 0.5), 900)
    u = qmc.LatinHypercube(len(own), rng=np.random.default_rng([settings.seed, 0])).random(settings.points)
    reached = run("wave-1", u, 10_000)
    shift = np.zeros(len(targets))

    def closer(n: int, seed: int) -> Array:
        """Points where the emulators of all runs so far leave the fitted targets plausible."""
        z = (distances(reached, targets) + shift)[:, fitted]
        found = emulator.fit(u, z)
        return smc.sample(found, np.zeros(z.shape[1]), np.sqrt(1 + noise[fitted] ** 2 + found.error**2), n, seed)

    for wave in range(2, settings.waves + 1):
        last = wave == settings.waves
        if last and settings.nation:
            shift = _apart(run, closer(settings.nation, settings.seed + 100), whole, targets)
        new = closer(settings.tries if last else settings.closer, settings.seed + wave)
        noise = noise_at(f"noise-{wave}", np.median(new, axis=0), 10_000 * wave + 9_000)
        u, reached = np.vstack([u, new]), np.vstack([reached, run(f"wave-{wave}", new, 10_000 * wave)])

    n_own = 0

    def nation(name: str, points: Array) -> Array:
        """Distances of the whole country from the fitted targets at points. Tries share their luck; the runs that check them have their own."""
        nonlocal n_own
        first = 600_000
        if not (name.isdigit() or name == "around"):
            first, n_own = 700_000 + n_own, n_own + len(points)
        return np.asarray(distances(run(f"centre-{name}", points, first, whole), targets)[:, fitted])

    every_z = (distances(reached, targets) + shift)[:, fitted]
    middle, middle_off = centre(emulator.fit(u, every_z), own, nation, settings.seed + 200, settings.centre)
    off = every_z / np.sqrt(1 + noise[fitted] ** 2)
    worst = np.where(np.isfinite(off), np.abs(off), np.inf).max(axis=1)
    worst[: settings.points] = np.inf  # the first wave lies over the whole prior, not over what is plausible
    kept = np.flatnonzero(worst <= settings.limit)[::-1][: settings.members]
    if len(kept) < FEWEST:
        raise InputError(f"calibration: only {len(kept)} of {len(u)} points meet the targets; more points or waves are needed")
    return ensemble.write(folder, settings.shown(), every, own, moves, u[kept], reached[kept], noise, shift, middle, middle_off, targets)


def _apart(run: Run, u: Array, nation: Country, targets: tuple[Target, ...]) -> Array:
    """How much further from each target the country is than the region, at the same points and seeds; 0 where luck could be all of it."""
    apart = distances(run("nation", u, 500_000, nation), targets) - distances(run("nation-region", u, 500_000), targets)
    mean, error = np.nanmean(apart, axis=0), np.nanstd(apart, axis=0, ddof=1) / np.sqrt(len(u))
    return np.where(np.abs(mean) > 2 * error, mean, 0.0)
