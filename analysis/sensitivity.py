"""What decides the outcome, and what decides whether one regime beats another: Sobol's indices and Morris' effects of a sweep.

    python -m analysis.sensitivity RESULTS measure=days_home_10y of=doorzettingsmacht minus=landscape

measure  what is answered: a column of the table `summary`
of       a regime; without it each of the sweep
minus    a regime to subtract, replicate by replicate
method   auto, sobol or morris
level    of the intervals, 0.5 to 0.999
out      a CSV file for the table
mixed    true reads results of several code versions together
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import sweep, words
from analysis.errors import AnalysisError
from analysis.load import Results, load
from analysis.sweep import Answers, Array, Blocks

KEYS = {"measure": None, "of": None, "minus": None, "method": "auto", "level": "0.95", "out": None, "mixed": "false"}
_LUCK, _RESAMPLES = 2_147_483_629, 1000


def sobol_indices(f_a: Array, f_b: Array, f_ab: Array) -> tuple[Array, Array]:
    """First-order and total indices, as scipy.stats.sobol_indices' saltelli_2010.

    f_a, f_b: [..., n], f_ab: [factors, ..., n]; result [factors, ...].

    S_i = mean(f_B (f_ABi - f_A)) / var, T_i = mean((f_A - f_ABi)^2) / (2 var), var over A and B together. Answers are centred first, which
    leaves T_i as it is and takes from S_i most of its sampling error.
    """
    centre = (f_a.mean(axis=-1) + f_b.mean(axis=-1)) / 2
    f_a, f_b, f_ab = f_a - centre[..., None], f_b - centre[..., None], f_ab - centre[..., None]
    variance = np.concatenate([f_a, f_b], axis=-1).var(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = (f_b * (f_ab - f_a)).mean(axis=-1) / variance
        total = 0.5 * ((f_a - f_ab) ** 2).mean(axis=-1) / variance
    return first, total


def sobol(asked: Answers, names: Sequence[str], level: float = 0.95) -> pd.DataFrame:
    """Sobol's indices of the mean over replicates: factor, first, first_low, first_high, total, total_low, total_high, n (base points),
    dropped.

    Intervals resample base points, percentiles. Blocks with a failed run are dropped and counted. AnalysisError where no block is left.
    """
    blocks = sweep.sobol_blocks(asked.factors[list(names)].to_numpy(dtype=float))
    means = asked.means
    whole = np.isfinite(means[blocks.a] + means[blocks.b] + means[blocks.ab].sum(axis=0))
    if whole.sum() < 2:
        raise AnalysisError(
            f"{asked.name} has no answer in {asked.missing} of {len(asked.values)} settings, which leaves {int(whole.sum())} of {len(whole)} base "
            "points whole: too few for Sobol's indices; run what is missing (retry_failed=true), or ask for another measure or for method=morris"
        )
    kept = Blocks(blocks.a[whole], blocks.b[whole], blocks.ab[:, whole])
    n = len(kept.a)
    first, total = sobol_indices(means[kept.a], means[kept.b], means[kept.ab])
    draws = np.random.default_rng(_LUCK).integers(0, n, size=(_RESAMPLES, n))
    firsts, totals = sobol_indices(means[kept.a][draws], means[kept.b][draws], means[kept.ab][:, draws])
    ends = [(1 - level) / 2, (1 + level) / 2]
    first_low, first_high = np.nanquantile(firsts, ends, axis=1) if np.isfinite(firsts).any() else np.full((2, len(names)), np.nan)
    total_low, total_high = np.nanquantile(totals, ends, axis=1) if np.isfinite(totals).any() else np.full((2, len(names)), np.nan)
    return pd.DataFrame(
        {
            "factor": list(names),
            "first": first,
            "first_low": first_low,
            "first_high": first_high,
            "total": total,
            "total_low": total_low,
            "total_high": total_high,
            "n": n,
            "dropped": int((~whole).sum()),
        }
    )


def morris(asked: Answers, names: Sequence[str], level: float = 0.95) -> pd.DataFrame:
    """Morris' elementary effects over each factor's range: factor, mu, mu_star, mu_star_low, mu_star_high, sigma, n (effects),
    dropped (effects without an answer).

    An effect is the change of the answer between two settings that differ in one factor only, divided by their distance in shares of the
    factor's
    range; trajectories give one per factor. mu_star is the mean of absolute values, sigma shows interaction or curvature. Intervals
    resample effects.
    AnalysisError when for some factor no two settings differ in it alone.
    """
    x = asked.factors[list(names)].to_numpy(dtype=float)
    unit = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    rows = []
    for column, name in enumerate(names):
        pairs = sweep.steps(x, column)
        moved = unit[pairs[:, 1], column] - unit[pairs[:, 0], column]
        effects = (asked.means[pairs[:, 1]] - asked.means[pairs[:, 0]]) / moved
        lost = int((~np.isfinite(effects)).sum())
        effects = effects[np.isfinite(effects)]
        if lost and not len(effects):
            raise AnalysisError(f"{asked.name} has no answer in {asked.missing} of {len(asked.values)} settings: no step of '{name}' is left")
        if not len(effects):
            raise AnalysisError(f"no two settings differ in '{name}' alone: run the sweep with hydra.sweeper.design=morris")
        size = np.abs(effects)
        draws = np.random.default_rng(_LUCK).integers(0, len(size), size=(_RESAMPLES, len(size)))
        low, high = np.quantile(size[draws].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
        spread = effects.std(ddof=1) if len(effects) > 1 else np.nan
        rows.append((name, effects.mean(), size.mean(), low, high, spread, len(effects), lost))
    return pd.DataFrame(rows, columns=["factor", "mu", "mu_star", "mu_star_low", "mu_star_high", "sigma", "n", "dropped"])


def share_of_noise(values: Array) -> float:
    """Share of the variance between settings that is Monte Carlo noise of the mean over replicates; NaN with one replicate.

    Replicates share their luck, so what a replicate adds to every setting alike is no noise here: residual variance after setting and
    replicate, divided by the
    number of replicates, over the variance of the settings' means.
    """
    whole = values[np.isfinite(values).all(axis=1)]
    n, replicates = whole.shape
    if replicates < 2 or n < 2:
        return float("nan")
    residual = whole - whole.mean(axis=1, keepdims=True) - whole.mean(axis=0, keepdims=True) + whole.mean()
    noise = (residual**2).sum() / ((n - 1) * (replicates - 1)) / replicates
    between = whole.mean(axis=1).var(ddof=1)
    return float(noise / between) if between > 0 else float("nan")


def analyse(results: Results, measure: str, of: str, minus: str | None = None, method: str = "auto", level: float = 0.95) -> pd.DataFrame:
    """Indices of one question: the columns of `sobol` or `morris`, with answer (what was asked), share_of_noise, and a row per factor and
    choice.

    Factors that were chosen from a list rather than sampled split the analysis: one set of rows per combination, in columns of their names.
    method `auto`: Sobol where the sweep holds its design, else Morris; runs that failed don't change that.
    """
    asked = sweep.answers(results, measure, of, minus)
    names = sweep.intervals(results, asked.factors)
    if not names:
        raise AnalysisError(f"{results.path}: no factor was sampled from an interval; this needs a sweep with interval() and a design")
    choices = [name for name in asked.factors if name not in names]
    frames = []
    for choice, rows in _strata(asked.factors, choices):
        own = asked.take(rows)
        frame = _indices(own, names, method, level)
        frame.insert(0, "answer", asked.name)
        frames.append(frame.assign(share_of_noise=share_of_noise(own.values), **choice))
    return pd.concat(frames, ignore_index=True)


def _strata(factors: pd.DataFrame, choices: Sequence[str]) -> list[tuple[dict[str, object], NDArray[np.intp]]]:
    if not choices:
        return [({}, np.arange(len(factors)))]
    groups = factors.groupby(list(choices), sort=False, dropna=False).indices
    keys = [key if isinstance(key, tuple) else (key,) for key in groups]
    return [(dict(zip(choices, key, strict=True)), rows) for key, rows in zip(keys, groups.values(), strict=True)]


def _indices(asked: Answers, names: Sequence[str], method: str, level: float) -> pd.DataFrame:
    """By the method asked for; `auto` looks at the design alone: what is missing in it never changes the method."""
    if method == "auto":
        method = "sobol" if sweep.holds_sobol(asked.factors[list(names)].to_numpy(dtype=float)) else "morris"
    return morris(asked, names, level) if method == "morris" else sobol(asked, names, level)


def sentence(rows: pd.DataFrame) -> str:
    """The indices in one line of words."""
    noise = rows["share_of_noise"].iloc[0]
    said = f"{noise:.0%} of the variance between settings is noise" if noise < 1 else "all of the variance between settings may be noise"
    tail = "" if np.isnan(noise) else f"; {said}"
    dropped, n = int(rows["dropped"].max()), int(rows["n"].iloc[rows["dropped"].argmax()])
    tail += f"; {dropped} of {n + dropped} {'base points' if 'total' in rows else 'steps'} are left out, for there is no answer" if dropped else ""
    if "total" in rows:
        top = rows.sort_values("total", ascending=False).iloc[0]
        if np.isnan(top["total"]):
            return f"{top['answer']} does not vary over the settings"
        size = f"total {top['total']:.2f}, {top['total_low']:.2f} to {top['total_high']:.2f}"
        return f"{top['answer']}: {top['factor']} decides most ({size}){tail}"
    top = rows.sort_values("mu_star", ascending=False).iloc[0]
    size = f"mu* {top['mu_star']:.4g}, {top['mu_star_low']:.4g} to {top['mu_star_high']:.4g}"
    return f"{top['answer']}: {top['factor']} moves it most ({size}){tail}"


def main(argv: Sequence[str]) -> int:
    """The command: prints the tables, most decisive factor first; exit status 2 with one line when it can't."""
    try:
        (path,), keys = words.parse(argv, KEYS, __doc__)
        results = load(path, mixed=words.truth("mixed", keys["mixed"]))
        if keys["measure"] is None:
            raise AnalysisError("which measure? measure=days_home_10y, for instance")
        if keys["method"] not in ("auto", "sobol", "morris"):
            raise AnalysisError(f"method={keys['method']}: must be auto, sobol or morris")
        level = words.number("level", keys["level"], low=0.5, high=0.999)
        regimes = [keys["of"]] if keys["of"] else [name for name in sweep.branches(results) if name != keys["minus"]]
        if not regimes:
            raise AnalysisError(f"minus={keys['minus']}: there is no other regime in this sweep")
        frames = [analyse(results, keys["measure"], name, keys["minus"], keys["method"], level) for name in regimes]
    except AnalysisError as error:
        print(f"plek: {error}", file=sys.stderr)
        return 2
    for frame in frames:
        print(sentence(frame))
        order = "total" if "total" in frame else "mu_star"
        print(
            frame.drop(columns="answer")
            .sort_values(order, ascending=False)
            .to_string(index=False, float_format=lambda value: f"{value:.4g}"),
            end="\n\n",
        )
    if keys["out"]:
        try:
            pd.concat(frames, ignore_index=True).to_csv(Path(keys["out"]), index=False)
        except OSError as error:
            print(f"plek: can't write '{keys['out']}': {error.strerror or error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
