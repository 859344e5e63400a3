"""What would have to be true for an answer to be wrong: which stated differences turn where one parameter is at an end of what is plausible.

    python -m analysis.flips RESULTS

RESULTS  a run of experiment=flips
minus    the regime that the others are compared with
stated   a folder of results whose differences are the stated ones; without it those of the centre
level    of the intervals, 0.5 to 0.999
to       a JSON file for what turns, which a report shows beside its differences
out      a CSV file for the table
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis import robust, sweep, words
from analysis.compare import paired, units
from analysis.errors import AnalysisError
from analysis.load import Results, load
from analysis.measures.basis import HORIZONS

KEYS = {"minus": "landscape", "stated": None, "level": "0.95", "to": None, "out": None}
FEWEST = 8
MOST = 10
FIGURES = "figures.csv"
SHORT = {"home": "days_home", "failed": "share_failed_1y"}
COLUMNS = ["scenario", "measure", "moved", "value", "centre", "n", "mean", "low", "high", "verdict", "met"]
Stated = Mapping[tuple[str, str], int]


def measured(results: Results) -> dict[str, str]:
    """{home, failed: their column of `summary`}: days at home over the longest window that the run reaches, and placements that fail."""
    there = results.columns("summary")
    years = results.meta["years"]
    days = next((f"days_home_{n}y" for n in sorted(HORIZONS, reverse=True) if n <= years and f"days_home_{n}y" in there), "days_home_run")
    return {short: name for short, name in (("home", days), ("failed", SHORT["failed"])) if name in there}


def judged(results: Results, minus: str = "landscape", level: float = 0.95, stated: Stated | None = None) -> pd.DataFrame:
    """One row per (scenario, measure, setting) of stated differences: COLUMNS.

    moved, value, centre: the parameters that differ from the centre, joined by "; ", and what they are in both. mean, low, high: the paired
    difference and its plain interval (Student's, over replicates). verdict: `turns` where the interval lies wholly on the other side of zero
    than the stated difference, `holds` where on the same, `untold` where it holds zero. met: fitted figures within their tolerance in that
    country, as "23 of 25", empty where nobody counted. A difference that isn't told from zero at the centre states nothing and has no rows.
    AnalysisError with fewer than FEWEST replicates.
    """
    regimes = [name for name in sweep.branches(results) if name != minus]
    if not regimes:
        raise AnalysisError(f"minus={minus}: there is no other regime in this sweep")
    met = figures(results)
    frames = [
        _of(sweep.answers(results, measure, regime, minus), regime, short, level, stated, met)
        for regime in regimes for short, measure in measured(results).items()
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _of(asked: sweep.Answers, regime: str, short: str, level: float, stated: Stated | None, met: Sequence[str]) -> pd.DataFrame:
    n = asked.values.shape[1]
    if n < FEWEST:
        raise AnalysisError(f"{n} replicates: a difference turns over {FEWEST} or more; run again with replicates={FEWEST}")
    mean, low, high = intervals(asked.values, level)
    sign = side(low[0], high[0]) if stated is None else stated.get((regime, short), 0)
    if sign == 0:
        return pd.DataFrame(columns=COLUMNS)
    rows = []
    for place in range(1, len(mean)):
        moved = [name for name in asked.factors if asked.factors[name].iloc[place] != asked.factors[name].iloc[0]]
        at, was = ("; ".join(f"{asked.factors[name].iloc[row]:.4g}" for name in moved) for row in (place, 0))
        here = side(low[place], high[place])
        verdict = "untold" if here == 0 else "holds" if here == sign else "turns"
        number = int(np.isfinite(asked.values[place]).sum())
        rows.append((regime, short, "; ".join(moved), at, was, number, mean[place], low[place], high[place], verdict,
                     met[place] if place < len(met) else ""))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def intervals(values: sweep.Array, level: float) -> tuple[sweep.Array, sweep.Array, sweep.Array]:
    """(mean, low, high) per row: Student's interval over the replicates that went well; NaN edges with fewer than two."""
    known = np.isfinite(values)
    n = known.sum(axis=1)
    filled = np.where(known, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = filled.sum(axis=1) / n
        spread = np.sqrt((np.where(known, values - mean[:, None], 0.0) ** 2).sum(axis=1) / (n - 1))
        reach = stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * spread / np.sqrt(n)
    return mean, np.where(n > 1, mean - reach, np.nan), np.where(n > 1, mean + reach, np.nan)


def side(low: float, high: float) -> int:
    """-1, +1, or 0 where the interval holds zero or isn't known."""
    return -1 if high < 0 else 1 if low > 0 else 0


def figures(results: Results) -> list[str]:
    """For each setting, in the order of the plan, how many fitted figures its country meets; empty where that was not counted."""
    file = results.path / FIGURES
    return [] if not file.is_file() else [f"{row.met} of {row.fitted}" for row in pd.read_csv(file).itertuples()]


def stated_in(results: Results, minus: str) -> Stated:
    """The sign of every difference that a report on these results states: those whose interval leaves zero out."""
    sums = units(*(robust.whole(frame, results.manifest) for frame in (results.cells, results.areas)))
    names = {measure: short for short, measure in measured(results).items()}
    found = paired(sums, list(names), against=minus)
    return {(str(row.scenario), names[str(row.measure)]): side(float(row.low), float(row.high)) for row in found.itertuples()}


def told(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Per stated difference: scenario, measure, settings (tried), untold (of them), turns: [{moved, value}]; what a report shows."""
    found = []
    for (scenario, measure), own in rows.groupby(["scenario", "measure"], sort=False):
        turns = own.loc[own["verdict"] == "turns", ["moved", "value"]].to_dict("records")
        untold = int((own["verdict"] == "untold").sum())
        found.append({"scenario": scenario, "measure": measure, "settings": len(own), "untold": untold, "turns": turns})
    return found


def most_moved(rows: pd.DataFrame) -> list[str]:
    """The parameters, at most MOST, whose ends lie furthest apart in days at home, over all stated differences: for pairs."""
    own = rows[(rows["measure"] == "home") & ~rows["moved"].str.contains(";")]
    spans = own.groupby(["moved", "scenario"])["mean"].agg(lambda mean: float(mean.max() - mean.min()) if len(mean) > 1 else 0.0)
    return [str(name) for name in spans.groupby("moved").max().sort_values(ascending=False, kind="stable").index[:MOST]]


def sentence(one: Mapping[str, Any]) -> str:
    """What turns one difference, in a line."""
    turns = "; ".join(f"{turn['moved']}={turn['value']}" for turn in one["turns"]) or "nothing that was tried"
    return f"{one['scenario']}, {one['measure']}: turns at {turns} ({one['settings']} settings, {one['untold']} not told apart)"


def main(argv: Sequence[str]) -> int:
    """The command: prints what turns each stated difference, and the parameters to pair; exit status 2 with one line when it can't."""
    try:
        (path,), keys = words.parse(argv, KEYS, __doc__)
        results, minus = load(path), str(keys["minus"])
        stated = stated_in(load(keys["stated"]), minus) if keys["stated"] else None
        rows = judged(results, minus, words.number("level", keys["level"], low=0.5, high=0.999), stated)
    except AnalysisError as error:
        print(f"plek: {error}", file=sys.stderr)
        return 2
    found = told(rows)
    print("\n".join(sentence(one) for one in found) or "no difference is told from zero at the centre: nothing is stated, nothing can turn")
    if len(rows):
        print(f"most moved, for pairs: {', '.join(most_moved(rows))}")
    if keys["out"]:
        rows.to_csv(Path(keys["out"]), index=False)
    if keys["to"]:
        code = (results.manifest.get("code") or {}).get("digest")
        said = {"what": "Made by analysis.flips.", "command": results.manifest.get("command"), "code": code, "against": minus, "differences": found}
        Path(keys["to"]).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
