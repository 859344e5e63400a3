"""Levers that contradict each other are refused, with the reason."""

from collections.abc import Mapping
from typing import Any

from sim.errors import ScenarioError
from sim.levers import LEVERS


def check(levers: Mapping[str, Any], anchoring: str) -> None:
    """Raise ScenarioError for a set of levers that cannot be one regime. Levers that are not set are not judged: today's remain."""

    def value(name: str) -> Any:
        return levers.get(name, LEVERS[name].off)

    education, care = value("authority.holder.education"), value("authority.holder.care")
    domain = value("authority.domain")
    named = "authority.holder.education" in levers or "authority.holder.care" in levers or "authority.domain" in levers
    rules = (
        (education == "municipality" and anchoring != "statutory",
         "regime.authority.holder.education=municipality needs anchoring=statutory: without a statute a municipality has no say over a school place"),
        (care == "none" and domain in ("care", "separate", "joint"),
         f"regime.authority.domain={domain} needs regime.authority.holder.care: nobody would decide over care"),
        (education == "none" and domain in ("education", "separate", "joint"),
         f"regime.authority.domain={domain} needs regime.authority.holder.education: nobody would decide over a school place"),
        (named and education != "none" and domain in ("none", "care"),
         f"regime.authority.holder.education={education} needs a regime.authority.domain that covers education (education, separate or joint)"),
        ("joint" in (education, care) and not (education == care == "joint" and domain == "joint"),
         "regime.authority.holder.education=joint needs holder.care=joint and domain=joint: they decide together or not at all"),
        (value("consultation.stays_until_solved") and value("consultation.structure") == "none",
         "regime.consultation.stays_until_solved=true needs a regime.consultation.structure: there is no table to stay at"),
        (value("authority.can_reorder_queue") in ("care", "both") and named and domain == "education",
         "regime.authority.can_reorder_queue=care needs a domain that covers care: an education-only holder cannot move a child in a care queue"),
        (value("care.place_term_days") > 0 and "agreements.municipal" in levers and value("agreements.municipal") == "none" and anchoring != "statutory",
         "regime.care.place_term_days needs regime.agreements.municipal=part or all, or a statute: nobody would be bound"),
        (levers.get("authority.decision_weeks", -1) >= 0 and named and education == "none" and care == "none",
         "regime.authority.decision_weeks needs regime.authority.holder.education or .care: a decision term without a holder"),
        (levers.get("authority.decision_weeks", -1) >= 0 and not named,
         "regime.authority.decision_weeks needs regime.authority.holder.education or .care in the same regime: a decision term without a holder"),
        (value("duty.placement.term_weeks") > 0 and value("duty.placement.at_term_without_place") == "none",
         "regime.duty.placement.term_weeks needs regime.duty.placement.at_term_without_place (wait, arrangement, over_capacity, misfit): "
         "what happens at the term when no place is free"),
    )  # fmt: skip
    for broken, sentence in rules:
        if broken:
            raise ScenarioError(sentence)
