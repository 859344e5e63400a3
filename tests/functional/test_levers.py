"""Every lever is real: moved alone, it changes what it is meant to change. A new lever without an entry fails.

Each entry is a pair of runs of the same small country with the same luck: what both have (`given`, levers and parameters), what one lever
becomes (`move`), and what is then seen. Contexts are extreme on purpose: they are built to show the lever, not to be plausible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from sim import Outcomes, Scenario, simulate_branches
from sim.levers import LEVERS
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
    """`move` is the lever's new value; `see` names a measure (below) and `how` it moves; `given` holds for both runs."""

    move: Any
    see: str
    how: str
    given: dict[str, Any] = field(default_factory=dict)


SHOWN = {
    "consultation.structure": Shown("none", "acts kind round", "shrinks"),
    "consultation.parties": Shown(PARTIES, "acts outcome no_mandate", "vanishes", GREY | {"behaviour.mandate_care": 0.1}),
    "consultation.stays_until_solved": Shown(
        True, "acts kind round", "grows", {"consultation.capacity": 10.0, "behaviour.table_agree": 0.1}
    ),
    "consultation.term_weeks": Shown(1, "acts kind round", "grows", {"consultation.capacity": 10.0}),
    "consultation.capacity": Shown(10.0, "acts kind round", "grows", {"behaviour.tables_per_month": 2.0}),
    "authority.holder.education": Shown("committee", "days decision", "grows", MACHT | USED | {"behaviour.committee_weeks": 12}),
    "authority.holder.care": Shown(
        "director", "acts outcome settled", "grows", BOTH | USED | GREY | LONG | {"authority.care_reach": ("settle",)}
    ),
    "authority.mandate": Shown(0.0, "acts outcome void", "appears", MACHT | USED),
    "authority.domain": Shown("joint", "acts outcome settled", "grows", BOTH | USED | GREY | LONG | {"authority.care_reach": ("settle",)}),
    "authority.care_reach": Shown(("settle",), "acts outcome settled", "appears", JOINT | USED | GREY | LONG),
    "authority.invokers": Shown(("parents",), "acts invoker parents", "appears", MACHT | USED | {"behaviour.p_invoke": 0.9}),
    "authority.invocation.after_weeks": Shown(52, "acts kind authority", "shrinks", MACHT | USED),
    "authority.invocation.after_failed_rounds": Shown(4, "acts kind authority", "shrinks", MACHT | USED),
    "authority.invocation.frames": Shown(
        True, "acts kind authority", "grows",
        MACHT | {"authority.invokers": ("parents",), "behaviour.p_use": 0.0, "behaviour.table_agree": 0.1},
    ),
    "authority.decision_weeks": Shown(0, "days decision", "shrinks", MACHT | USED),
    "authority.can_exceed_capacity": Shown(3, "acts kind over_capacity", "appears", MACHT | USED | FULL),
    "authority.can_reorder_queue": Shown("special", "acts kind queue_move", "appears", MACHT | USED | FULL),
    "duty.placement.term_weeks": Shown(6, "acts kind duty", "appears", {"duty.placement.at_term_without_place": "wait"}),
    "duty.placement.compliance": Shown(0.0, "acts outcome void", "grows", DUTY),
    "duty.placement.sanction": Shown(50000, "series support", "shrinks", DUTY | {"duty.placement.compliance": 0.0}),
    "duty.placement.at_term_without_place": Shown("over_capacity", "acts kind over_capacity", "appears", DUTY | FULL),
    "duty.placement.inside_region": Shown(True, "placements kind out_of_region", "shrinks", FULL | {"behaviour.far_after_weeks": 0}),
    "duty.puzzle.term_weeks": Shown(6, "acts kind duty", "appears"),
    "duty.puzzle.compliance": Shown(0.0, "acts outcome void", "grows", PUZZLE),
    "duty.puzzle.sanction": Shown(50000, "series support", "shrinks", PUZZLE | {"duty.puzzle.compliance": 0.0}),
    "duty.puzzle.at_term_without_place": Shown("misfit", "acts outcome misfit", "appears", PUZZLE),
    "duty.weighing_framework": Shown(True, "days idle", "grows", {"behaviour.table_diffusion": 0.5}),
    "care.place_term_days": Shown(
        10, "acts outcome bought", "appears", {"agreements.municipal": "all", "population.care_first": 1.0, "capacity.care_slots": 0.5}
    ),
    "care.grey_area_funding": Shown("fifty_fifty", "days dispute", "shrinks", GREY | {"agreements.municipal": "all"}),
    "agreements.municipal": Shown("all", "acts outcome no_mandate", "shrinks", GREY | BOUND),
    "agreements.term_months": Shown(
        30, "acts outcome no_mandate", "grows",
        GREY | BOUND | {"agreements.municipal": "all"},
    ),
    "detection.trigger_days": Shown(4, "days idle", "shrinks", IDLE),
    "detection.interval_weeks": Shown(1, "days unowned", "shrinks", UNOWNED | {"behaviour.monitor_effect": 0.9}),
    "enforcement.zorgplicht": Shown(True, "days idle", "shrinks", IDLE | {"behaviour.inspection_effect": 0.5}),
    "parents.veto": Shown("limited", "days refused", "shrinks", REFUSING),
    "parents.mediation": Shown(True, "days refused", "shrinks", REFUSING | {"behaviour.mediation_effect": 1.0}),
    "parents.support": Shown(
        1.0, "days unowned", "shrinks", UNOWNED | {"behaviour.support_effect": 1.0, "population.parents_supported": 0.0}
    ),
    "scope.sectors": Shown("joint", "days unowned", "shrinks", {"behaviour.p_transition_break": 0.15, "behaviour.joint_scope": 1.0}),
    "funding.referral": Shown("referrer_pays", "days idle", "grows", {"behaviour.fulfil_cost": 0.5, "funding.share_school": 0.0}),
    "supply.special_places": Shown(0.5, "places special", "grows"),
    "supply.arrangement_hours": Shown(1.0, "places arrangement", "grows"),
    "supply.care_slots": Shown(0.5, "places provider", "grows"),
    "supply.regular_room": Shown(0.5, "places board_room", "grows"),
    "supply.response": Shown(1.0, "places special", "grows", FULL),
    "supply.special_guarantee": Shown(True, "places special", "grows", FULL),
    "law.announced": Shown(24, "days idle", "shrinks", {"law.in_force": 24, "behaviour.wait_for_law": 1.0}),
    "law.in_force": Shown(24, "acts kind duty", "shrinks", DUTY),
    "law.phase": Shown(36, "acts kind duty", "shrinks", DUTY),
}  # fmt: skip


def scenario(values: dict[str, Any]) -> Scenario:
    """A pure regime of these levers, in a country with these parameters."""
    levers = nest({name: value for name, value in values.items() if name in LEVERS})
    groups = nest({name: value for name, value in (COMMON | values).items() if name in PARAMETERS})
    assert set(values) <= {*LEVERS, *PARAMETERS}
    tree = {"seed": 3, "region": REGION, "landscape": "geen", "horizon": {"burn_in_years": 2, "years": 3}}
    return Scenario.from_dict(tree | groups | {"regime": {"name": "made_up", "base": "geen"} | levers})


def measure(outcomes: Outcomes, what: str) -> float:
    """`acts COLUMN VALUE` rows of interventions; `days CAUSE`; `placements kind KIND` begun after the branch; `places KIND` and
    `series NAME` means."""
    table, *words = what.split()
    if table == "days":
        return float(outcomes.spells[f"days_{words[0]}"].sum())
    if table == "places":
        rows = outcomes.series_places
        return float(rows.places[rows.kind == words[0]].mean())
    if table == "series":
        return float(outcomes.series.value[outcomes.series.measure == words[0]].mean())
    if table == "placements":
        rows = outcomes.placements
        return float(((rows[words[0]] == words[1]) & (rows.start_day >= outcomes.meta["branch_day"])).sum())
    return float((outcomes.interventions[words[0]] == words[1]).sum())


@cache
def seen(name: str) -> tuple[float, float]:
    """(without, with) the lever moved."""
    shown = SHOWN[name]
    runs = simulate_branches([scenario(shown.given), scenario(shown.given | {name: shown.move})])
    return measure(runs[0], shown.see), measure(runs[1], shown.see)


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_moved_alone_changes_what_it_is_for(name: str) -> None:
    assert name in SHOWN, f"{name} has no entry: say in SHOWN what it changes"
    before, after = seen(name)
    moved = {
        "grows": after > before, "shrinks": after < before, "appears": before == 0 < after, "vanishes": before > 0 == after,
    }[SHOWN[name].how]  # fmt: skip
    assert moved, f"{name}={SHOWN[name].move}: '{SHOWN[name].see}' {SHOWN[name].how}, but went from {before:g} to {after:g}"


def test_the_table_knows_no_lever_that_is_gone() -> None:
    assert set(SHOWN) == set(LEVERS)


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_at_its_off_value_is_no_lever(name: str) -> None:
    """Said aloud or not: the same run but for the regime's label."""
    off = LEVERS[name].off
    given = {} if name == "law.announced" else SHOWN[name].given
    given = {k: v for k, v in given.items() if k != name}
    if name == "authority.domain" or name.startswith("authority.holder") or name == "duty.placement.at_term_without_place":
        given = {k: v for k, v in given.items() if k not in LEVERS}
    plain, said = simulate_branches([scenario(given), scenario(given | {name: off})])
    for table in ("spells", "placements", "interventions"):
        assert_frame_equal(getattr(plain, table), getattr(said, table))
