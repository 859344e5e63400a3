"""Every lever is real: moved alone, it changes what it is meant to change. A new lever without an entry fails."""

from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from sim import simulate_branches
from sim.law.levers import LEVERS
from tests.functional.shown import (
    BOTH,
    BOUND,
    DUTY,
    FULL,
    GREY,
    IDLE,
    JOINT,
    LONG,
    MACHT,
    PARTIES,
    PUZZLE,
    REFUSING,
    UNOWNED,
    USED,
    Shown,
    moved,
    scenario,
    seen,
)

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


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_moved_alone_changes_what_it_is_for(name: str) -> None:
    assert name in SHOWN, f"{name} has no entry: say in SHOWN what it changes"
    shown = SHOWN[name]
    before, after = seen(name, shown)
    assert moved(shown.how, before, after), f"{name}={shown.move}: '{shown.see}' {shown.how}, but went from {before:g} to {after:g}"


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
