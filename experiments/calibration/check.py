"""`python -m experiments.calibration.check RESULTS [to=FILE]`: the ensemble held against the country, figures and patterns, fitted or not.

RESULTS is a national run of the ensemble with keep=spells, for instance
plek -m regime=landscape,geen,doorzettingsmacht ensemble=calibrated replicates=40 horizon.years=3 keep=spells out=check
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.load import Results, load
from analysis.measures.blockers import mask
from experiments.calibration import statistics
from experiments.run import guarded
from experiments.words import read
from sim import code_digest

WITHIN = (0.05, 0.5, 0.95)
Finding = tuple[float, bool]


def _short(value: float) -> float:
    return float(f"{float(value):.4g}")


def targets(results: Results) -> list[dict[str, Any]]:
    """Every target with its national median and 90% interval over members, under today's landscape."""
    points = results.read("points")
    summary = results.read("summary", scenarios=["landscape"])
    parameters = [name for name in points if "." in name]
    own = points.loc[points["scenario"].astype(str) == "landscape", ["replicate", *parameters]]
    areas = results.read("areas", ["regular_pupils", "replicate"], scenarios=["landscape"])
    pupils = float(areas.groupby("replicate")["regular_pupils"].sum().iloc[0])
    every = statistics.load()
    found = statistics.table(summary.merge(own, on="replicate"), every, pupils)
    rows = []
    for target in every:
        low, middle, high = np.nanquantile(found[target.name], WITHIN)
        inside = low <= target.value + target.tolerance and high >= target.value - target.tolerance
        rows.append(
            {"name": target.name, "fitted": target.fitted, "value": target.value, "tolerance": target.tolerance,
             "reached": [_short(low), _short(middle), _short(high)], "holds": bool(inside),
             "median_within": bool(abs(middle - target.value) <= target.tolerance)}
        )  # fmt: skip
    return rows


def _mean(results: Results, name: str, scenario: str = "landscape") -> float:
    return float(results.read("summary", [name], scenarios=[scenario])[name].mean())


def _secondary(results: Results) -> Finding:
    share = _mean(results, "share_secondary_october")
    return share, share > 0.5


def _alike(results: Results) -> Finding:
    """Difference in the share of new stays that end within a year, partnerships with a power less those without."""
    end = int(results.meta["end_day"])
    spells = results.read("spells", ["regime", "start_day", "end_day", "replicate"], scenarios=["landscape"])
    spells = spells[(spells["start_day"] >= results.meta["branch_day"]) & (spells["start_day"] + 364 <= end)]
    ended = (spells["end_day"] >= 0) & (spells["end_day"] - spells["start_day"] < 364)
    power = spells["regime"].astype(str).isin(["macht", "beide"])
    gap = float(ended[power].mean() - ended[~power].mean())
    return gap, abs(gap) < 0.05


def _no_place(results: Results) -> Finding:
    share = _mean(results, "share_uses_no_place")
    return share, share > 0


def _enrolled(results: Results) -> Finding:
    share = _mean(results, "lrv_over_3_months") / (_mean(results, "lrv_over_3_months") + _mean(results, "av_over_3_months"))
    return share, share > 0.5


def _care(results: Results) -> Finding:
    """Days on which a care slot lacks, treatment goes on, or it is disputed who pays: alone or with others."""
    rows = results.read("day_sets", ["blockers", "days"], scenarios=["landscape"])
    touched = (rows["blockers"].to_numpy() & mask(("care_slot", "not_ready", "money"))) > 0
    share = float(rows["days"].to_numpy()[touched].sum() / rows["days"].sum())
    return share, 0.3 <= share <= 0.75


def _lists(results: Results) -> Finding:
    waiting = min(_mean(results, "waiting_per_place_special"), _mean(results, "waiting_per_place_care"))
    return waiting, waiting > 0.01


def _grows(results: Results) -> Finding:
    growth = _mean(results, "growth_so")
    return growth, growth > 0


def _mandate(results: Results) -> Finding:
    """Of tables that fail about children with a care need: the share that fails for want of a mandate, not of agreement."""
    rows = results.read("interventions", ["kind", "outcome"], scenarios=["landscape"])
    outcome = rows.loc[rows["kind"] == "round", "outcome"].astype(str)
    share = float((outcome == "no_mandate").sum() / max(1, outcome.isin(["no_mandate", "no_agreement"]).sum()))
    return share, share > 0.5


def _care_first(results: Results) -> Finding:
    """Change in days at home of care-first children under an education-only power against none, over that of the others."""
    cells = results.read("cells", ["scenario", "care_need", "home_run"]).astype({"scenario": str, "care_need": str})
    days = cells.groupby(["care_need", "scenario"])["home_run"].sum().unstack("scenario")
    change = (days["doorzettingsmacht"] - days["geen"]) / days["geen"]
    ratio = float(abs(change["first"]) / max(1e-9, abs(change["none"])))
    return ratio, ratio < 1


PATTERNS: tuple[tuple[str, str, Callable[[Results], Finding], str], ...] = (
    ("secondary", "Secondary partnerships have the larger group at home", _secondary, "share of secondary age, above 0.5"),
    ("alike", "A place is found nearly as often with a power as without one", _alike, "difference in stays ended within a year, within 0.05"),
    ("no_place", "A power used may find no place (M04)", _no_place, "share of uses that end without a place, above 0"),
    ("enrolled", "Children at home are mostly enrolled somewhere", _enrolled, "share of long registered cases that are enrolled, above 0.5"),
    ("care", "Care stands in the way of 30 to 75% of long stays", _care, "share of days with care among what stands in the way"),
    ("lists", "Special schools and youth care have waitlists (M41, M42)", _lists, "children waiting per place, the lower of the two, above 0.01"),
    ("grows", "Special education grows again (M64)", _grows, "growth of so a year, above 0"),
    ("mandate", "At tables parties agree on content; a mandate is what lacks (M22)", _mandate, "failed tables for want of a mandate, above 0.5"),
    ("care_first", "A power over education alone does least where care comes first (M27)", _care_first, "their change over others', below 1"),
)


def patterns(results: Results) -> list[dict[str, Any]]:
    """Every qualitative pattern: the number and whether it holds."""
    rows = []
    for name, sentence, function, number in PATTERNS:
        value, holds = function(results)
        rows.append({"name": name, "pattern": sentence, "number": number, "value": _short(value), "holds": bool(holds)})
    return rows


def check(path: str) -> dict[str, Any]:
    """All targets and patterns of a results folder."""
    results = load(path)
    members = int(pd.unique(results.read("points", ["replicate"])["replicate"]).size)
    found = targets(results)
    held = [row for row in found if not row["fitted"]]
    return {
        "what": "The ensemble held against national figures and patterns. Made by experiments.calibration.check.",
        "command": " ".join(word for word in str(results.manifest.get("command", "")).split() if not word.startswith("out=")),
        "code": code_digest(),
        "members": members,
        "held_out_inside": f"{sum(row['holds'] for row in held)} of {len(held)}",
        "targets": found,
        "patterns": patterns(results),
    }


def main(words: list[str]) -> int:
    """Print the check as JSON; `to=FILE` writes it there."""
    paths, keys = read("check", words, {"to": None}, __doc__, positional=1)
    text = json.dumps(check(paths[0]), indent=1, ensure_ascii=False) + "\n"
    if "to" in keys:
        Path(keys["to"]).write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
