"""The levers of a regime: what a minister can choose. A regime file sets some of them; the rest stays as its base has it.

Each lever has a type, its "off" value (what `geen` has), bounds or choices, unit, meaning and source (L-number of the ledger's crosswalk,
or the document). Levers and uncertainties never share a group.
"""

from dataclasses import dataclass

from sim.machine.codes import DOMAIN, HOLDER, INVOKER

Value = bool | int | float | str | tuple[str, ...]

PARTIES = ("boards", "special_schools", "municipality", "youth_care")
AT_TERM = ("wait", "arrangement", "over_capacity", "misfit")
CARE_REACH = ("settle", "decision", "priority", "buy_slot")


@dataclass(frozen=True)
class Lever:
    """One lever; `off` also fixes its type. `choices` for words (a set of them where `off` is a tuple), `low`/`high` for numbers."""

    name: str
    off: Value
    unit: str
    meaning: str
    source: str
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0


_ROWS = (
    Lever("consultation.structure", "ad_hoc", "word", "Tables: none (a lower bound only), ad hoc (every regime), or standing", "M17-M19", ("none", "ad_hoc", "standing")),
    Lever("consultation.parties", (), "set", "Who must sit, with a mandate", "M22", PARTIES),
    Lever("consultation.stays_until_solved", False, "yes/no", "The meeting ends only with a plan", "M35"),
    Lever("consultation.term_weeks", 0, "weeks", "Time within which it must have met; 0: when the terms of the duty of care have run", "M32", high=104),
    Lever("consultation.capacity", 1.0, "factor", "Consultations a partnership can hold, times today's", "assumed", high=10.0),
    Lever("authority.holder.education", "none", "word", "Who decides over a school place", "L1", tuple(HOLDER)),
    Lever("authority.holder.care", "none", "word", "Who decides over youth care", "L1", tuple(HOLDER)),
    Lever("authority.mandate", 1.0, "share", "Share of holders whose mandate is real; the rest exists on paper", "L2"),
    Lever("authority.domain", "none", "word", "What the power covers", "L3", tuple(DOMAIN)),
    Lever("authority.care_reach", (), "set", "What a power over care can do; priority: as can_reorder_queue=care", "L3", CARE_REACH),
    Lever("authority.invokers", (), "set", "Who may invoke it, beside the holder itself", "L4", tuple(INVOKER[1:9])),
    Lever("authority.invocation.after_weeks", 0, "weeks", "Weeks at home before it can be invoked", "L5", high=156),
    Lever("authority.invocation.after_failed_rounds", 1, "rounds", "Failed consultations before it can be invoked", "L10", high=20),
    Lever("authority.invocation.frames", False, "yes/no", "Frames are fixed: only cases inside them, with certainty", "L5"),
    Lever("authority.decision_weeks", -1, "weeks", "Term of the decision; -1: what holders take", "L8", low=-1, high=52),
    Lever("authority.can_exceed_capacity", 0, "pupils per school", "Pupils a holder may add to a full school at once", "focus groups", high=20),
    Lever("authority.can_reorder_queue", "none", "word", "Waitlists in which the holder may move a child up", "M44, focus groups", ("none", "special", "care", "both")),
    Lever("duty.placement.term_weeks", 0, "weeks", "The region must place within; 0: no duty", "M33", high=1000),
    Lever("duty.placement.compliance", 0.9, "share", "Regions that meet the duty when it falls due", "assumed"),
    Lever("duty.placement.sanction", 0, "euro per case", "Paid when they do not", "assumed", high=100000),
    Lever("duty.placement.at_term_without_place", "none", "word", "What the region does at the term when no place is free", "M33", ("none", *AT_TERM)),
    Lever("duty.placement.inside_region", False, "yes/no", "No new places out of the region: the island", "M33"),
    Lever("duty.puzzle.term_weeks", 0, "weeks", "All parties must build an arrangement together within; 0: no duty", "M32", high=1000),
    Lever("duty.puzzle.compliance", 0.9, "share", "Parties that meet the duty", "assumed"),
    Lever("duty.puzzle.sanction", 0, "euro per case", "Paid when they do not", "assumed", high=100000),
    Lever("duty.puzzle.at_term_without_place", "wait", "word", "What they do: an arrangement in its turn (wait) or before others; more when nothing is free", "M32", AT_TERM),
    Lever("duty.weighing_framework", False, "yes/no", "Parties agree a framework for weighing; all share responsibility", "M34"),
    Lever("care.place_term_days", 0, "days", "The alderman must arrange a care place within; 0: none", "M31", high=365),
    Lever("care.grey_area_funding", "dispute", "word", "Who pays in the grey area", "M28", ("dispute", "fifty_fifty")),
    Lever("agreements.municipal", "none", "word", "Municipalities bound by an agreement", "L6", ("none", "part", "all")),
    Lever("agreements.term_months", 0, "months", "Time to reach them", "L6", high=60),
    Lever("detection.trigger_days", 0, "days", "Absence after which a child counts as thuiszitter and its case is taken up; 0: none", "L13", high=365),
    Lever("detection.interval_weeks", 0, "weeks", "How often the partnership checks; 0: not", "M79", high=52),
    Lever("enforcement.zorgplicht", False, "yes/no", "The duty of care is inspected", "M35"),
    Lever("parents.veto", "kept", "word", "Parents' freedom to refuse a place", "L12", ("kept", "limited")),
    Lever("parents.mediation", False, "yes/no", "Mediation and second opinion", "M49"),
    Lever("parents.support", 0.0, "share", "Parents given independent support, beside those who have it", "M48"),
    Lever("scope.sectors", "apart", "word", "Both sectors, apart or joint; or one only, the other keeps its base", "L7", ("apart", "joint", "po", "vo")),
    Lever("funding.referral", "solidarity", "word", "Who pays for a special place", "M68", ("solidarity", "referrer_pays")),
    Lever("supply.special_places", 0.0, "share", "Special places a minister adds", "L14", low=-0.5, high=2.0),
    Lever("supply.arrangement_hours", 0.0, "share", "Host places and staff hours for arrangements added", "L14", low=-0.5, high=5.0),
    Lever("supply.care_slots", 0.0, "share", "Youth-care slots added", "L14", low=-0.5, high=5.0),
    Lever("supply.regular_room", 0.0, "share", "Room at boards added", "L14", low=-0.9, high=5.0),
    Lever("supply.response", 0.0, "share per year", "More response of special places to a lasting waitlist", "L14", high=1.0),
    Lever("supply.special_guarantee", False, "yes/no", "Secondary special schools must always offer a place", "M37"),
    Lever("law.announced", 0, "months", "Announcement, after the branch", "L15", high=120),
    Lever("law.in_force", 0, "months", "In force, after the branch", "L15", high=120),
    Lever("law.phase", 0, "months", "Phased in over partnerships during", "L15", high=120),
)  # fmt: skip

LEVERS: dict[str, Lever] = {lever.name: lever for lever in _ROWS}
