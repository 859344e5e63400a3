"""Which clause does the work: the difference between two laws, shared out over the clauses in which they differ.

    python -m analysis.clauses RESULTS

RESULTS  a run of experiment=clauses
measure  a rate; without it days at home over the longest window of the run
lang     nl or en
level    of the intervals, 0.5 to 0.999
out      a CSV file for the table
figure   a file for the figure, without its ending: .svg and .png are written
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import robust, words
from analysis.compare import interval, units
from analysis.errors import AnalysisError
from analysis.figures.words import Words
from analysis.load import Results, load
from analysis.measures.basis import HORIZONS
from analysis.measures.registry import RATES
from analysis.shapley import Coalition, resampled, shapley

KEYS = {"measure": None, "lang": "nl", "level": "0.95", "out": None, "figure": None}
N_BOOT = 1000
ALL = "all"
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Clauses:
    """What the manifest says of two laws. teams: the clauses taken from `of`, all others being of `against`, and the scenario that ran it.

    orders: where not every combination was run, the orders in which clauses were added one by one.
    """

    of: str
    against: str
    names: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    levers: Mapping[str, Mapping[str, Sequence[Any]]]
    teams: Mapping[Coalition, str]
    orders: tuple[tuple[str, ...], ...] = ()

    @property
    def between(self) -> set[str]:
        """Scenarios that are neither of the two laws: they explain a difference, and are no policy of their own."""
        return set(self.teams.values()) - {self.of, self.against}


def clauses(manifest: Mapping[str, Any]) -> Clauses | None:
    """The two laws of a run of experiment=clauses; None for any other run."""
    said = manifest.get("clauses")
    if not said:
        return None
    found = said["clauses"]
    teams = {frozenset(team["on"]): str(team["scenario"]) for team in said["teams"]}
    labels = {clause["name"]: {lang: clause[lang] for lang in ("nl", "en")} for clause in found}
    orders = tuple(tuple(order) for order in said["orders"] or ())
    levers = {clause["name"]: clause["levers"] for clause in found}
    return Clauses(said["of"], said["against"], tuple(clause["name"] for clause in found), labels, levers, teams, orders)


def shared(laws: Clauses, values: Mapping[Coalition, Array]) -> dict[str, Array]:
    """What each clause adds, so that all together are exactly the difference between the two laws.

    Shapley's value: the mean, over all orders in which clauses could be written into the law, of what a clause changes when it is added;
    with `orders` the mean over those.
    """
    if not laws.orders:
        return shapley(values, laws.names)
    found = {name: np.zeros_like(values[frozenset()]) for name in laws.names}
    for order in laws.orders:
        team: Coalition = frozenset()
        for name in order:
            found[name] = found[name] + (_of(values, team | {name}) - _of(values, team)) / len(laws.orders)
            team = team | {name}
    return found


def _of(values: Mapping[Coalition, Array], team: Coalition) -> Array:
    if team not in values:
        raise AnalysisError(f"no run with exactly these clauses: {', '.join(sorted(team)) or 'none'}; run experiment=clauses to its end")
    return values[team]


def table(results: Results, measure: str | None = None, level: float = 0.95, n_boot: int = N_BOOT) -> pd.DataFrame:
    """One row per clause, and a last one, `all`, of the difference: clause, change, low, high, share, alone, last.

    change: in the measure's unit, of days a year; the rows of clauses sum to the last. alone: what the clause changes in the law that has
    nothing else of `of`; last: in the law that has all else. NaN where that law wasn't run. share: of the difference, NaN where it isn't told
    from 0. Intervals resample the same units as every comparison. AnalysisError where these are no results of experiment=clauses.
    """
    laws = clauses(results.manifest)
    if laws is None:
        raise AnalysisError(f"{results.path}: no run of experiment=clauses; its manifest names no clauses")
    wanted = [*dict.fromkeys(laws.teams.values())]
    cells, areas = (robust.whole(frame, results.manifest) for frame in (results.cells, results.areas))
    sums = units(*(frame[frame["scenario"].astype(str).isin(wanted)] for frame in (cells, areas)))
    name, years = window(results, sums, measure)
    rates, n_units = resampled(sums, name, n_boot, "the laws")
    values = {team: rates[scenario] / years for team, scenario in laws.teams.items() if scenario in rates}
    every, none = frozenset(laws.names), frozenset[str]()
    parts = shared(laws, values)
    parts[ALL] = _of(values, every) - _of(values, none)
    alone = {clause: _step(values, none, clause) for clause in laws.names} | {ALL: parts[ALL][0]}
    last = {clause: _step(values, every - {clause}, clause) for clause in laws.names} | {ALL: parts[ALL][0]}
    low, high = _edges(parts, n_units, level)
    frame = pd.DataFrame({"clause": list(parts), "change": [part[0] for part in parts.values()], "low": low, "high": high})
    told = frame["low"].iloc[-1] > 0 or frame["high"].iloc[-1] < 0
    return frame.assign(
        share=frame["change"] / frame["change"].iloc[-1] if told else np.nan, alone=frame["clause"].map(alone), last=frame["clause"].map(last)
    )


def _step(values: Mapping[Coalition, Array], team: Coalition, clause: str) -> float:
    pair = [values.get(team | {clause}), values.get(team)]
    return float(pair[0][0] - pair[1][0]) if pair[0] is not None and pair[1] is not None else float("nan")


def _edges(parts: Mapping[str, Array], n_units: int, level: float) -> tuple[Array, Array]:
    every = np.stack(list(parts.values()))
    with np.errstate(all="ignore"):
        return interval(every[:, 0], every[:, 1:].T, n_units, level)


def window(results: Results, sums: pd.DataFrame, measure: str | None) -> tuple[str, float]:
    """(rate, years it is divided by): days at home a year over the longest window that the run reaches, or the measure that was asked for."""
    if measure is not None:
        if measure not in RATES:
            raise AnalysisError(f"measure={measure}: no such rate; days_home_1y, share_failed_1y and their kin are rates")
        return measure, 1.0
    for years in sorted(HORIZONS, reverse=True):
        if f"home_{years}y" in sums:
            return f"days_home_{years}y", float(years)
    return "days_home_run", float(results.meta["years"])


def main(argv: Sequence[str]) -> int:
    """The command: prints the sentence and the table; exit status 2 with one line when it can't."""
    try:
        (path,), keys = words.parse(argv, KEYS, __doc__)
        lang = str(keys["lang"])
        if lang not in ("nl", "en"):
            raise AnalysisError(f"lang={lang}: there is lang=nl and lang=en")
        results = load(path)
        rows = table(results, keys["measure"], words.number("level", keys["level"], low=0.5, high=0.999))
    except AnalysisError as error:
        print(f"plek: {error}", file=sys.stderr)
        return 2
    laws = clauses(results.manifest)
    assert laws is not None
    text = Words(lang, results.manifest.get("labels"))
    from analysis.report.clauses import says, shown  # the report's own sentences; it reads this module

    print(" ".join(said.plain(text) for said in says(laws, shown(laws, rows, text), text)))
    print(rows.to_string(index=False, float_format=lambda value: f"{value:.4g}"))
    if keys["out"]:
        rows.to_csv(Path(keys["out"]), index=False)
    if keys["figure"]:
        from analysis.figures.painter import paint

        paint("clauses", drawn(laws, rows, lang), text).save(Path(keys["figure"]))
    return 0


def drawn(laws: Clauses, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """What the figure shows: `table` with the laws' names and a label per clause."""
    names = {clause: labels[lang] for clause, labels in laws.labels.items()}
    return rows.assign(label=rows["clause"].map(names), scenario=laws.of, reference=laws.against)


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
