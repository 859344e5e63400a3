"""Levers that contradict each other are refused, with the reason."""

from collections.abc import Mapping
from typing import Any

from sim.errors import ScenarioError
from sim.law.levers import LEVERS

HOLDERS = ("authority.holder.education", "authority.holder.care")
APART = (*HOLDERS, "authority.domain", "authority.decision_weeks")
OVER_CARE, OVER_EDUCATION = ("care", "separate", "joint"), ("education", "separate", "joint")


def check(levers: Mapping[str, Any], anchoring: str, base: str = "landscape") -> None:
    """Raise ScenarioError for a set of levers that cannot be one regime.

    Over `geen` a lever that is not set is off and judged as such. Over `landscape` it stays as each partnership has it today: not judged.
    """

    def value(name: str) -> Any:
        return levers.get(name, LEVERS[name].off)

    def known(*names: str) -> bool:
        return base == "geen" or any(name in levers for name in names)

    education, care, domain = (value(name) for name in (*HOLDERS, "authority.domain"))
    named = known(*HOLDERS, "authority.domain")
    nobody = named and education == "none" and care == "none"
    powers = [k for k, v in levers.items() if k.startswith("authority.") and k not in APART and not _is_off(k, v)]
    unbound = known("agreements.municipal") and value("agreements.municipal") == "none" and anchoring != "statutory"
    term = value("authority.decision_weeks") >= 0
    rules = (
        (education == "municipality" and anchoring != "statutory",
         "regime.authority.holder.education=municipality needs anchoring=statutory: without a statute a municipality has no say over a "
         "school place"),
        ("joint" in (education, care) and not (education == care == "joint" and domain == "joint"),
         "regime.authority.holder.education=joint needs holder.care=joint and domain=joint: they decide together or not at all"),
        (care == "none" and domain in OVER_CARE,
         f"regime.authority.domain={domain} needs regime.authority.holder.care: nobody would decide over care"),
        (education == "none" and domain in OVER_EDUCATION,
         f"regime.authority.domain={domain} needs regime.authority.holder.education: nobody would decide over a school place"),
        (named and education != "none" and domain not in OVER_EDUCATION,
         f"regime.authority.holder.education={education} needs regime.authority.domain=education, separate or joint: a power over "
         "something"),
        (named and care != "none" and domain not in OVER_CARE,
         f"regime.authority.holder.care={care} needs regime.authority.domain=care, separate or joint: a power over "
         "something"),
        (value("consultation.stays_until_solved") and value("consultation.structure") == "none",
         "regime.consultation.stays_until_solved=true needs a regime.consultation.structure: there is no table to stay at"),
        (value("authority.can_reorder_queue") in ("care", "both") and named and domain == "education",
         "regime.authority.can_reorder_queue=care needs a regime.authority.domain with care: an education-only holder cannot move a child "
         "in a care queue"),
        (value("care.place_term_days") > 0 and unbound,
         "regime.care.place_term_days needs regime.agreements.municipal=part or all, or a statute: nobody would be bound"),
        (term and (nobody or not named),
         "regime.authority.decision_weeks needs regime.authority.holder.education or .care in the same regime: a decision term without a "
         "holder"),
        (nobody and bool(powers),
         f"regime.{powers[0] if powers else ''} needs regime.authority.holder.education or .care: there is nobody to have the power"),
        (value("duty.placement.term_weeks") > 0 and value("duty.placement.at_term_without_place") == "none",
         "regime.duty.placement.term_weeks needs regime.duty.placement.at_term_without_place (wait, arrangement, over_capacity, misfit): "
         "what happens at the term when no place is free"),
    )  # fmt: skip
    for broken, sentence in rules:
        if broken:
            raise ScenarioError(sentence)


def _is_off(name: str, value: Any) -> bool:
    off = LEVERS[name].off
    return bool(value == (list(off) if isinstance(off, tuple) else off))
