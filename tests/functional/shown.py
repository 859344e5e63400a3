"""What a moved lever or parameter changes: pairs of runs of one small country with the same luck, and how they are compared.

Contexts are extreme on purpose: they are built to show one thing, not to be plausible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim import Outcomes, Scenario, simulate_branches
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS
from sim.scenario import nest

REGION = {"name": "Overijssel", "scale": 0.04}
COMMON = {"behaviour.p_break_po": 0.5, "behaviour.p_break_vo": 0.5}
PARTIES = ("boards", "special_schools", "municipality", "youth_care")
MACHT = {"authority.holder.education": "director", "authority.domain": "education"}
BOTH = {"authority.holder.education": "director", "authority.holder.care": "municipality", "authority.domain": "separate"}
JOINT = {"authority.holder.education": "joint", "authority.holder.care": "joint", "authority.domain": "joint"}
USED = {"behaviour.p_use": 0.8, "behaviour.use_spread": 0.0, "behaviour.table_agree": 0.1}
GREY = {"population.care_any_po": 0.9, "population.care_any_vo": 0.9, "population.care_first": 0.0, "behaviour.p_dispute": 1.0}
LONG = {"behaviour.care_dispute_weeks": 80.0, "consultation.term_weeks": 1}
DUTY = {"duty.placement.term_weeks": 6, "duty.placement.at_term_without_place": "arrangement"}
PUZZLE = {"duty.puzzle.term_weeks": 6}
FULL = {"capacity.regular_room": 0.0, "capacity.slack": -0.2, "capacity.response": 0.0}
IDLE = {"behaviour.p_fulfil": 0.4, "behaviour.idle_weeks": 30.0}
REFUSING = {"behaviour.accept": 0.5, "behaviour.p_report": 0.9}
BOUND = {"behaviour.mandate_care": 0.0, "behaviour.mandate_bound": 1.0}
UNOWNED = {"population.newcomers": 4.0, "behaviour.p_apply": 0.0, "behaviour.unowned_weeks": 40.0}


@dataclass(frozen=True)
class Shown:
    """`move` is the new value of a lever or parameter; `see` names a measure (below) and `how` it moves; `given` holds for both runs."""

    move: Any
    see: str
    how: str
    given: dict[str, Any] = field(default_factory=dict)


def scenario(values: dict[str, Any]) -> Scenario:
    """A pure regime of these levers, in a country with these parameters."""
    tree = {"seed": 3, "region": REGION, "landscape": "geen", "horizon": {"burn_in_years": 2, "years": 3}}
    tree |= {name: value for name, value in values.items() if name in tree or name == "anchoring"}
    levers = nest({name: value for name, value in values.items() if name in LEVERS})
    groups = nest({name: value for name, value in (COMMON | values).items() if name in PARAMETERS})
    assert set(values) <= {*LEVERS, *PARAMETERS, *tree}
    return Scenario.from_dict(tree | groups | {"regime": {"name": "made_up", "base": "geen"} | levers})


def measure(outcomes: Outcomes, what: str) -> float:
    """`acts COLUMN VALUE` rows of interventions; `days CAUSE`; `placements COLUMN VALUE` begun after the branch; `places KIND`,
    `waiting KIND` and `series NAME` means; `spells` rows; `register STATUS` registered days."""
    table, *words = what.split()
    if table == "spells":
        return float(len(outcomes.spells))
    if table == "days":
        return float(outcomes.spells[f"days_{words[0]}"].sum())
    if table == "register":
        return float(outcomes.spells[f"register_{words[0]}_days"].sum())
    if table in ("places", "waiting"):
        rows = outcomes.series_places
        return float(rows[table][rows.kind == words[0]].mean())
    if table == "series":
        return float(outcomes.series.value[outcomes.series.measure == words[0]].mean())
    if table == "placements":
        rows = outcomes.placements
        return float(((rows[words[0]] == words[1]) & (rows.start_day >= outcomes.meta["branch_day"])).sum())
    return float((outcomes.interventions[words[0]] == words[1]).sum())


def seen(name: str, shown: Shown) -> tuple[float, float]:
    """(without, with) `name` moved."""
    pair = [scenario(shown.given), scenario(shown.given | {name: shown.move})]
    if len({one.burn_in_digest for one in pair}) == 1:
        before, after = simulate_branches(pair)
    else:
        before, after = (simulate_branches([one])[0] for one in pair)
    return measure(before, shown.see), measure(after, shown.see)


def moved(how: str, before: float, after: float) -> bool:
    """Whether a measure moved as it should: grows, shrinks, appears (from none), vanishes (to none)."""
    return {"grows": after > before, "shrinks": after < before, "appears": before == 0 < after, "vanishes": before > 0 == after}[how]
