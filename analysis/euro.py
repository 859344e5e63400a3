"""What an option costs a year beside today, by what is paid for and by who pays, and what a day at home avoided costs.

    python -m analysis.euro RESULTS

RESULTS  a run of several regimes with keep=spells or more
minus    the regime that the others are compared with
lang     nl or en
level    of the intervals, 0.5 to 0.999
out      a CSV file for the table

Prices are assumed and stand with their ranges in euro.toml. A partnership's budget is fixed: where nobody adds money, what it pays more for places
and arrangements is dropped from the support of regular schools.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import words
from analysis.errors import AnalysisError
from analysis.flips import intervals, side
from analysis.load import Results, load
from analysis.measures.basis import YEAR
from analysis.sweep import Array

KEYS = {"minus": "landscape", "lang": "nl", "level": "0.95", "out": None}
FILE = Path(__file__).with_name("euro.toml")
NEEDED = ("cells", "areas", "interventions")
COLUMNS = ["scenario", "item", "payer", "count", "middle", "low", "high", "chance_low", "chance_high", "per_day", "per_day_low", "per_day_high"]
ALL = "all"


@dataclass(frozen=True)
class Item:
    """Something that is paid for: how it is counted, its price in euro (low, middle, high) in a country with these parameters, and by whom."""

    name: str
    nl: str
    en: str
    payer: str
    counted: Mapping[str, Any]
    source: str

    def prices(self, tree: Mapping[str, Any]) -> tuple[float, float, float]:
        """Euros of one, lowest, as taken, highest."""
        row = self.counted
        if "euro" in row:
            middle, scale = float(row["euro"]), 1.0
        else:
            middle = float(tree["funding"][row["price"]])
            scale = middle * (52 / float(tree["behaviour"][row["per"]]) if "per" in row else 1.0)
            middle = scale
        return float(row["low"]) * scale, middle, float(row["high"]) * scale


@cache
def items() -> tuple[Item, ...]:
    """Everything that is priced, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Item(name, row["nl"], row["en"], row["payer"], row, row["source"]) for name, row in rows.items())


def counts(results: Results) -> pd.DataFrame:
    """How many of each item a year, and days at home a year: index (scenario, replicate), a column per item and `days`, of the whole region."""
    for table in NEEDED:
        if not results.has(table):
            raise AnalysisError(f"{results.path}: no table '{table}'; costs need a run with keep=spells or more")
    years = (results.meta["end_day"] - results.meta["branch_day"]) / YEAR
    keys = ["scenario", "replicate"]
    areas, cells = (frame.astype({"scenario": str}) for frame in (results.areas, results.cells))
    rows = results.read("interventions", [*keys, "kind", "day"], since=("day", results.meta["branch_day"])).astype({"scenario": str, "kind": str})
    index = pd.MultiIndex.from_frame(areas[keys].drop_duplicates().sort_values(keys))
    found = pd.DataFrame(index=index)
    for item in items():
        if "areas" in item.counted:
            found[item.name] = areas.groupby(keys)[item.counted["areas"]].sum()
        elif "cells" in item.counted:
            found[item.name] = cells.groupby(keys)[item.counted["cells"]].sum() / years
        else:
            found[item.name] = rows[rows["kind"].isin(item.counted["rows"])].groupby(keys).size().reindex(index, fill_value=0) / years
    return found.assign(days=cells.groupby(keys)["home_run"].sum() / years).fillna(0.0)


def table(results: Results, minus: str = "landscape", level: float = 0.95) -> pd.DataFrame:
    """One row per (regime, item), then per payer, then `all`, sums of all items but those that stand apart: COLUMNS, differences from `minus` a year.

    count: more of it a year; middle, low, high: million euros a year at the price taken and at the ends of its range; chance_low, chance_high:
    the interval of `middle` over replicates. per_day and its ends: euros per day at home avoided, in the row `all` alone, and only where the
    interval of days keeps to one side of zero and days are fewer.
    """
    found = counts(results)
    known = found.index.get_level_values("scenario").unique()
    if minus not in known:
        raise AnalysisError(f"minus={minus}: no such scenario in these results (there is: {', '.join(known)})")
    frames = [_against(found.loc[name] - found.loc[minus], str(name), _tree(results, minus), level) for name in known if name != minus]
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _tree(results: Results, name: str) -> Mapping[str, Any]:
    tree = results.manifest.get("scenarios", {}).get(name)
    if not tree or "funding" not in tree:
        raise AnalysisError(f"{results.path}: manifest.json does not hold the parameters of '{name}'; results of another version?")
    return dict(tree)


def _against(more: pd.DataFrame, name: str, tree: Mapping[str, Any], level: float) -> pd.DataFrame:
    """more: index replicate, a column per item, and days."""
    priced = {item.name: item.prices(tree) for item in items()}
    millions = {item.name: [more[item.name].to_numpy(dtype=float) * price / 1e6 for price in priced[item.name]] for item in items()}
    groups = {item.name: ([item.name], item.payer, float(more[item.name].mean())) for item in items()}
    summed = [item for item in items() if not item.counted.get("apart")]
    for payer in dict.fromkeys(item.payer for item in summed):
        groups[f"payer_{payer}"] = ([item.name for item in summed if item.payer == payer], payer, np.nan)
    groups[ALL] = ([item.name for item in summed], ALL, np.nan)
    rows = []
    for label, (own, payer, count) in groups.items():
        low, middle, high = _sums([millions[one] for one in own])
        mean, lowest, highest = (edge[0] for edge in intervals(middle[None, :], level))
        said = {"scenario": name, "item": label, "payer": payer, "count": count}
        cost = {"middle": mean, "low": low, "high": high, "chance_low": lowest, "chance_high": highest}
        rows.append(said | cost | (_per_day(more["days"], low, mean, high, level) if label == ALL else {}))
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def _sums(parts: Sequence[Sequence[Array]]) -> tuple[float, Array, float]:
    """(lowest mean, middle per replicate, highest mean): each item at the end of its range that makes the sum least or most."""
    ends = [sorted((float(part[0].mean()), float(part[2].mean()))) for part in parts]
    return sum(end[0] for end in ends), np.sum([part[1] for part in parts], axis=0), sum(end[1] for end in ends)


def _per_day(days: pd.Series, low: float, middle: float, high: float, level: float) -> dict[str, float]:
    """Euros per day avoided; nothing where it isn't told that days are fewer."""
    mean, lowest, highest = (float(edge[0]) for edge in intervals(days.to_numpy(dtype=float)[None, :], level))
    if side(lowest, highest) >= 0:
        return {}
    return {"per_day": 1e6 * middle / -mean, "per_day_low": 1e6 * low / -mean, "per_day_high": 1e6 * high / -mean}


def main(argv: Sequence[str]) -> int:
    """The command: prints the table of each regime; exit status 2 with one line when it can't."""
    try:
        (path,), keys = words.parse(argv, KEYS, __doc__)
        if keys["lang"] not in ("nl", "en"):
            raise AnalysisError(f"lang={keys['lang']}: there is lang=nl and lang=en")
        rows = table(load(path), str(keys["minus"]), words.number("level", keys["level"], low=0.5, high=0.999))
    except AnalysisError as error:
        print(f"plek: {error}", file=sys.stderr)
        return 2
    names = {item.name: item.nl if keys["lang"] == "nl" else item.en for item in items()}
    shown = rows.assign(item=rows["item"].map(names).fillna(rows["item"]))
    for name, own in shown.groupby("scenario", sort=False):
        print(f"{name}, million euro a year beside {keys['minus']}, in the region that was run")
        print(own.drop(columns="scenario").to_string(index=False, na_rep="", float_format=lambda value: f"{value:,.2f}"), end="\n\n")
    if keys["out"]:
        rows.to_csv(Path(keys["out"]), index=False)
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
