"""Pairs of regimes of one area with the same luck, and what direction tests read from them. Contexts are extreme on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.luck import ROLES, changes
from sim import Outcomes, PlacementModel, simulate_branches
from sim.machine.codes import OFFER
from sim.machine.state import Table
from tests.property.country import Tree, merged, under

GEEN: Tree = {"name": "geen", "base": "geen"}
POWER: Tree = {
    "name": "power", "base": "geen",
    "authority": {
        "holder": {"education": "director"}, "domain": "education", "invokers": ["parents", "regular_school"],
        "invocation": {"after_failed_rounds": 1, "frames": True}, "decision_weeks": 1,
    },
}  # fmt: skip
AREA: Tree = {"region": "one_area", "landscape": "geen", "horizon": {"burn_in_years": 2, "years": 4}}
FORCED: Tree = {
    "willing": 0.05, "p_use": 1.0, "use_spread": 0.0, "obey_statutory": 1.0, "table_agree": 0.2, "p_break_po": 1.0, "p_break_vo": 1.0,
    "break_severity": 0.0,
}  # fmt: skip
"""Places that strain break at once; boards take nobody of themselves, tables fail, and a holder uses the power and is obeyed."""


def country(**changes: Mapping[str, Any]) -> Tree:
    """One area with groups of parameters changed."""
    return merged(AREA, changes)


def run(regimes: list[Tree], area: Tree, replicate: int = 0) -> list[Outcomes]:
    """One outcome for each regime, from one burnt-in country."""
    return simulate_branches([under(r, area) for r in regimes], replicate)


def at_branch(area: Tree, replicate: int = 0) -> Table:
    """The pupils at the end of the day on which regimes part: a school year begins in the morning, a law comes after it."""
    scenario = under(GEEN, area)
    model = PlacementModel(scenario, replicate)
    model.advance(scenario.burn_in_days + 1)
    return np.asarray(model.state.pupils)


def by_role(after: Outcomes, before: Outcomes) -> pd.Series:
    """Days at home more than before: those of acted-on, displaced and background children apart, and the total."""
    rows = changes(after.tables(), before.tables(), after.meta)
    days = rows.groupby("role", observed=False)["change"].sum().reindex(list(ROLES))
    days["total"] = rows["change"].sum()
    return days


class Answer(NamedTuple):
    """What the parents said to one offer."""

    imposed: bool
    refused: bool


@cache
def answers(name: str, effect: float) -> dict[tuple[int, int], Answer]:
    """By pupil and number of the offer: every offer after the branch that was answered. Only whether a place is imposed bears on the answer:
    not how it fits, how far it is, or how tired the parents are."""
    behaviour = FORCED | {"accept": 0.7, "accept_fit": 0.0, "accept_far": 0.0, "accept_imposed": effect}
    scenario = under({"geen": GEEN, "power": POWER}[name], country(behaviour=behaviour))
    model = PlacementModel(scenario)
    np.asarray(model.state.pupils)["resolve"] = 100000
    model.advance(scenario.burn_in_days)
    out: dict[int, tuple[int, int, bool]] = {}
    found = {}
    while model.day < scenario.n_days:
        model.advance(1)
        today = model.day - 1
        p = np.asarray(model.state.pupils)
        now = set(np.flatnonzero(p["case"] == OFFER).tolist())
        for i in [i for i in out if i not in now or p["n_offer"][i] != out[i][0]]:
            number, due, imposed = out.pop(i)
            if due == today:  # else it was withdrawn: the child moved or left
                found[int(p["id"][i]), number] = Answer(imposed, bool(p["offer_agreed_day"][i] != today))
        for i in now - set(out):
            out[i] = (int(p["n_offer"][i]), int(p["clock_case"][i]), bool(p["offer_imposed"][i]))
    return found
