"""Every effect that a parameter carries is real: moved alone, it changes what its mechanism says. Names are mechanisms of the ledger."""

from __future__ import annotations

import pytest

from tests.functional.shown import BOTH, DUTY, FULL, GREY, IDLE, MACHT, PUZZLE, REFUSING, UNOWNED, USED, Shown, moved, seen

FORCED = MACHT | USED | {"behaviour.willing": 0.0, "behaviour.obey_statutory": 1.0}
ARRANGED = {"behaviour.target_arrangement": 0.6}
POOR = DUTY | {"duty.placement.compliance": 0.0, "duty.placement.sanction": 100000}
CARE = {"population.care_any_po": 0.9, "population.care_any_vo": 0.9, "population.care_first": 1.0}

SHOWN: dict[str, tuple[str, Shown]] = {
    "M01 at the table": ("behaviour.shadow", Shown(0.5, "acts outcome no_agreement", "shrinks", MACHT | {"behaviour.p_use": 0.0})),
    "M02": ("behaviour.trust_force", Shown(1.0, "series trust", "shrinks", FORCED)),
    "M03": ("behaviour.drop_imposed", Shown(2.0, "placements end_reason dropped_out", "grows", FORCED)),
    "M03 fit": ("behaviour.drop_fit", Shown(0.0, "placements end_reason dropped_out", "grows")),
    "M04": ("capacity.regular_room", Shown(0.0, "acts outcome no_place", "grows", MACHT | USED)),
    "M05": ("behaviour.p_use", Shown(0.8, "acts kind authority", "grows", MACHT | USED | {"behaviour.p_use": 0.01})),
    "M07": ("behaviour.table_retry_weeks", Shown(52, "acts kind round", "shrinks", {"behaviour.table_agree": 0.1})),
    "M08": (
        "behaviour.trust_owned", Shown(1.0, "series trust", "grows", FORCED | {
            "anchoring": "voluntary", "behaviour.trust_force": 1.0, "behaviour.trust_owned": 0.0, "behaviour.obey_voluntary": 1.0,
        }),
    ),
    "M10": ("behaviour.moral_hazard", Shown(0.5, "days idle", "grows", MACHT)),
    "M11": ("behaviour.obey_statutory", Shown(0.0, "acts outcome refused_by_board", "appears", FORCED)),
    "M12": ("behaviour.belief_paper", Shown(0.0, "acts kind authority", "vanishes", MACHT | USED | {"authority.mandate": 0.0})),
    "M13": ("behaviour.committee_weeks", Shown(12, "days decision", "grows", MACHT | USED | {"authority.holder.education": "committee"})),
    "M14": ("behaviour.p_invoke", Shown(0.9, "acts kind authority", "grows", MACHT | {"authority.invokers": ("parents",)})),
    "M17": ("behaviour.table_agree", Shown(1.0, "acts outcome no_agreement", "shrinks")),
    "M18": ("behaviour.table_standing", Shown(0.6, "acts outcome no_agreement", "shrinks", {"consultation.structure": "standing"})),
    "M19": ("behaviour.attend", Shown(0.0, "acts outcome offer", "vanishes")),
    "M22": ("behaviour.mandate_care", Shown(0.0, "acts outcome no_mandate", "grows", GREY)),
    "M23": ("behaviour.table_weeks", Shown(2, "acts kind round", "grows", {"consultation.capacity": 10.0})),
    "M24": ("behaviour.p_fulfil", Shown(0.2, "days idle", "grows")),
    "M25": ("behaviour.p_apply", Shown(1.0, "days unowned", "shrinks", UNOWNED)),
    "M32": ("behaviour.puzzle_speed", Shown(0.9, "days search", "shrinks", PUZZLE | {"behaviour.puzzle_speed": 0.0})),
    "M34 for": ("behaviour.table_weighing", Shown(0.5, "acts outcome no_agreement", "shrinks", {"duty.weighing_framework": True})),
    "M34 against": ("behaviour.table_diffusion", Shown(0.5, "days idle", "grows", {"duty.weighing_framework": True})),
    "M35": ("behaviour.inspection_effect", Shown(0.5, "days idle", "shrinks", IDLE | {"enforcement.zorgplicht": True})),
    "M40": ("population.trust_boards", Shown(5.0, "acts outcome no_agreement", "shrinks")),
    "M41": ("capacity.slack", Shown(-0.3, "waiting special", "grows")),
    "M42": ("capacity.care_slots", Shown(0.5, "waiting provider", "grows")),
    "M43": ("population.care_first", Shown(1.0, "days in_care", "grows", GREY)),
    "M45": ("behaviour.officer_weeks", Shown(20.0, "days refused", "grows", REFUSING)),
    "M46": ("behaviour.accept", Shown(0.1, "days refused", "grows")),
    "M48": ("population.parents_supported", Shown(1.0, "days unowned", "shrinks", UNOWNED | {"behaviour.support_effect": 1.0})),
    "M49": ("behaviour.mediation_effect", Shown(1.0, "days refused", "shrinks", REFUSING | {"parents.mediation": True})),
    "M50": ("behaviour.dispute_weeks", Shown(52, "days refused", "grows", {"behaviour.accept": 0.5, "behaviour.p_committee": 0.9})),
    "M51": ("behaviour.p_dispute", Shown(0.0, "days dispute", "shrinks", GREY)),
    "M55": ("capacity.care_growth", Shown(0.1, "waiting provider", "grows", {"horizon": {"burn_in_years": 4, "years": 4}})),
    "M56 schools": ("capacity.staffed", Shown(0.7, "places special", "shrinks")),
    "M57": ("capacity.arrangements", Shown(10.0, "placements kind arrangement", "grows", ARRANGED)),
    "M58": ("behaviour.drop_unmet_care", Shown(3.0, "placements end_reason dropped_out", "grows", GREY)),
    "M60": ("behaviour.fit_min", Shown(0.9, "placements kind regular", "shrinks")),
    "M62": ("behaviour.severity_drift", Shown(0.02, "spells", "grows", {"horizon": {"burn_in_years": 6, "years": 4}})),
    "M63": ("population.direct_special", Shown(0.0, "placements kind special", "shrinks")),
    "M64": ("behaviour.target_special_po", Shown(0.9, "waiting special", "grows", FULL)),
    "M65": ("behaviour.return_so", Shown(0.3, "placements end_reason returned", "grows", {"behaviour.return_sbo": 0.0})),
    "M66": ("behaviour.tlv_weeks", Shown(26, "days admissibility", "grows")),
    "M67": ("funding.request_weeks", Shown(20.0, "days search", "grows", {"funding.share_school": 0.0})),
    "M68": ("behaviour.fulfil_cost", Shown(0.5, "days idle", "grows", {"funding.referral": "referrer_pays"})),
    "M69": ("funding.equalisation", Shown(0.5, "series reserve_million", "shrinks")),
    "M70": ("behaviour.crisis_squeeze", Shown(2.0, "spells", "grows", POOR)),
    "M71": ("funding.reserve_target", Shown(0.5, "series reserve_million", "grows")),
    "M72": ("behaviour.tlv_deficit", Shown(0.5, "placements kind special", "shrinks", POOR)),
    "M74": ("behaviour.trust_shrinkage", Shown(0.5, "series trust", "shrinks", {"population.shrinking": 1.0})),
    "M75": ("behaviour.trust_director", Shown(1.0, "series trust", "shrinks", {"behaviour.director_leaves": 1.0})),
    "M76": ("population.mixed_policy_trust", Shown(1.0, "series trust", "grows", {"population.trust_boards": 3.0})),
    "M77": ("behaviour.p_transition_break", Shown(0.15, "days unowned", "grows")),
    "M78": ("behaviour.p_move_break", Shown(0.5, "days unowned", "grows")),
    "M79": ("behaviour.monitor_effect", Shown(0.9, "days unowned", "shrinks", UNOWNED | {"detection.interval_weeks": 1})),
    "M81": ("behaviour.p_register", Shown(0.1, "register lrv", "shrinks")),
    "M82": ("behaviour.register_weeks", Shown(0.5, "register lrv", "grows")),
    "M83": ("behaviour.wait_for_law", Shown(1.0, "days idle", "grows", {"law.in_force": 30})),
    "M84": ("behaviour.trust_imposed_law", Shown(1.0, "series trust", "shrinks", MACHT)),
}  # fmt: skip


@pytest.mark.parametrize("mechanism", SHOWN)
def test_a_mechanism_moves_what_it_says(mechanism: str) -> None:
    name, shown = SHOWN[mechanism]
    before, after = seen(name, shown)
    assert moved(shown.how, before, after), f"{name}={shown.move}: '{shown.see}' {shown.how}, but went from {before:g} to {after:g}"


def test_power_over_education_does_nothing_in_care() -> None:
    """M27: asked for what it cannot give."""
    nothing, powerful = seen("authority.can_exceed_capacity", Shown(5, "acts kind care", "", MACHT | USED | CARE))
    assert nothing == powerful == 0


def test_apart_nobody_settles_the_grey_area() -> None:
    """M26: two holders, each in its own domain."""
    apart, reaching = seen("authority.care_reach", Shown(("settle",), "acts outcome settled", "", BOTH | USED | GREY))
    assert apart == reaching == 0
