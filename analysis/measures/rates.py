"""Rates: which sums of a tally are divided by which, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.measures.basis import CAUSES, HORIZONS, KINDS
from analysis.measures.blockers import CLASSES
from analysis.measures.contributions import WAITS


@dataclass(frozen=True)
class Rate:
    """scale * (sum of the columns `part`) / (column `whole`)."""

    part: tuple[str, ...]
    whole: str
    scale: float = 1.0


def _windows() -> dict[str, Rate]:
    found = {}
    for name in (*(f"{years}y" for years in HORIZONS), "run"):
        found[f"days_home_{name}"] = Rate((f"home_{name}",), "regular_pupils", 1000)
        found[f"days_out_{name}"] = Rate((f"out_{name}",), "regular_pupils", 1000)
        found[f"days_home_per_child_{name}"] = Rate((f"home_{name}",), f"children_{name}")
        found[f"days_out_per_child_{name}"] = Rate((f"out_{name}",), f"children_out_{name}")
        found[f"children_{name}"] = Rate((f"children_{name}",), "regular_pupils", 1000)
    return found


def _causes() -> dict[str, Rate]:
    return {f"cause_{cause}": Rate((f"cause_new_{cause}", f"cause_open_{cause}"), "regular_pupils", 1000) for cause in CAUSES}


def _blockers() -> dict[str, Rate]:
    shares = {f"share_{name}": Rate((f"blocked_{name}",), "home_run") for name in CLASSES}
    bare = {f"share_{name}_open": Rate((f"bound_{name}",), "home_run") for name in ("power", "place", "joint_power_place")}
    return shares | bare


def _placements() -> dict[str, Rate]:
    found = {}
    for years in (1, 2):
        found[f"share_failed_{years}y"] = Rate((f"failed_{years}y",), f"followed_{years}y")
        found[f"failures_{years}y"] = Rate((f"failures_{years}y",), "regular_pupils", 1000)
        found[f"share_imposed_failed_{years}y"] = Rate((f"imposed_failed_{years}y",), f"imposed_followed_{years}y")
    found["share_imposed"] = Rate(("n_imposed",), "n_placed")
    found["mean_lag_to_start"] = Rate(("lag_to_start",), "n_agreed")
    return found | {f"placed_{kind}": Rate((f"n_{kind}",), "regular_pupils", 1000) for kind in KINDS}


def _waits() -> dict[str, Rate]:
    return {f"mean_{cause}": Rate((f"cause_new_{cause}",), f"n_{cause}") for cause in WAITS}


RATES: dict[str, Rate] = _windows() | _causes() | _blockers() | _placements() | _waits()
