"""Lever sets, uncertainties and ideals that together reach every rule: what twin and engine are compared on."""

from typing import Any

POWER: dict[str, Any] = {
    "holder": {"education": "director"}, "domain": "education", "mandate": 1.0,
    "invokers": ["regular_school", "special_school", "parents", "attendance_officer"],
    "invocation": {"after_failed_rounds": 1, "frames": True},
}  # fmt: skip
ALL_PARTIES = ["boards", "special_schools", "municipality", "youth_care"]

REGIMES: dict[str, dict[str, Any]] = {
    "macht": {"authority": POWER | {"can_exceed_capacity": 2, "can_reorder_queue": "special"}},
    "macht_voor_in_de_rij": {"authority": POWER | {"can_reorder_queue": "special"}},
    "macht_op_papier": {"authority": POWER | {"mandate": 0.5}},
    "kracht": {"consultation": {"structure": "standing", "parties": ALL_PARTIES, "stays_until_solved": True, "term_weeks": 4}},
    "pact": {
        "authority": {
            "holder": {"education": "pact_broker", "care": "pact_broker"}, "domain": "joint", "decision_weeks": 2,
            "care_reach": ["settle", "decision", "priority", "buy_slot"], "invokers": ["parents", "pupil", "care_provider"],
            "invocation": {"after_failed_rounds": 1, "after_weeks": 6}, "can_reorder_queue": "both", "can_exceed_capacity": 1,
        },
        "agreements": {"municipal": "all", "term_months": 7}, "care": {"place_term_days": 10, "grey_area_funding": "fifty_fifty"},
        "consultation": {"structure": "standing", "parties": ALL_PARTIES},
    },
    "plaatsing_boven_capaciteit": {
        "duty": {"placement": {"term_weeks": 8, "compliance": 0.8, "sanction": 5000, "at_term_without_place": "over_capacity",
                               "inside_region": True}},
    },
    "plaatsing_misfit": {
        "duty": {"placement": {"term_weeks": 8, "compliance": 0.8, "at_term_without_place": "misfit"}},
        "parents": {"veto": "limited", "mediation": True, "support": 0.7},
    },
    "plaatsing_arrangement": {"duty": {"placement": {"term_weeks": 8, "compliance": 1.0, "at_term_without_place": "arrangement"}}},
    "puzzel": {
        "duty": {"puzzle": {"term_weeks": 6, "compliance": 0.9, "sanction": 100, "at_term_without_place": "over_capacity"},
                 "weighing_framework": True},
        "consultation": {"parties": ALL_PARTIES, "term_weeks": 6},
    },
    "later": {
        "authority": POWER | {"mandate": 0.5, "invocation": {"after_failed_rounds": 0, "after_weeks": 3}},
        "law": {"announced": 1, "in_force": 13, "phase": 9}, "agreements": {"municipal": "part", "term_months": 5},
        "detection": {"trigger_days": 28, "interval_weeks": 4}, "enforcement": {"zorgplicht": True}, "scope": {"sectors": "joint"},
        "funding": {"referral": "referrer_pays"},
    },
    "aanbod": {
        "supply": {"special_places": -0.1, "arrangement_hours": 0.5, "care_slots": -0.3, "regular_room": -0.5, "response": 0.5,
                   "special_guarantee": True},
        "law": {"in_force": 7},
    },
}  # fmt: skip
"""By name; each over `geen`."""

BUSY: dict[str, Any] = {
    "capacity": {"slack": -0.2, "regular_room": 1.0, "care_slots": 1.0, "arrangements": 0.3, "temporary_room": 2.0},
    "behaviour": {
        "crisis_po": 0.3, "crisis_vo": 0.2, "p_break_po": 0.3, "p_break_vo": 0.3, "strained_weeks_po": 40.0, "strained_weeks_vo": 40.0,
        "p_use": 0.9, "tables_per_month": 8.0, "willing": 0.2, "p_move": 0.05, "p_residential": 0.4, "p_transition_break": 0.1,
        "table_standing": 0.15, "table_weighing": 0.05, "table_diffusion": 0.05, "puzzle_speed": 0.3,
        "mediation_effect": 0.3, "moral_hazard": 0.1, "shadow": 0.1, "wait_for_law": 0.3, "drop_base": 0.5, "p_exempt_return": 0.5,
        "vulnerable_priority": 4.0, "return_so": 0.1, "return_sbo": 0.1,
    },
}  # fmt: skip
"""More places strain than there are free ones: a small region in which much happens."""

MISFITS: dict[str, Any] = {"capacity": {"regular_room": 6.0}, "behaviour": {"fit_min": 0.8}}
"""Room that does not fit."""

REFUSING: dict[str, Any] = {
    "capacity": {"slack": 0.1, "discipline": 1, "care_discipline": 2},
    "behaviour": {
        "accept": 0.3, "own_choice": 0.8, "p_report": 0.9, "p_committee": 0.1, "treatment_fails": 0.5, "care_entry_once": False,
        "p_residential": 0.8, "p_move": 0.1,
    },
}  # fmt: skip
"""Parents who refuse, move and are reported; treatments that fail; other queue disciplines."""

IDEALS = ("boards_willing", "places_unlimited", "care_immediate", "parents_consent")
