"""A clause of a law: the levers a legislator writes as one, declared in clauses.toml; and two laws mixed clause by clause."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.law.levers import LEVERS

FILE = Path(__file__).with_name("clauses.toml")
BASE = "base"
NOBODY = ("none",)
Levers = Mapping[str, Any]


@dataclass(frozen=True)
class Clause:
    """needs: the clauses that hold its instrument, one of which must be there for it to say anything; none where it stands alone."""

    name: str
    nl: str
    en: str
    levers: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """What a regime says: what lies under it, and the levers it sets."""

    base: str
    levers: Levers

    def value(self, lever: str) -> Any:
        """What it makes of a lever: over `geen` what it leaves unsaid is off; over `landscape` that is None, as each partnership has it."""
        return self.levers.get(lever, plain(LEVERS[lever].off) if self.base == "geen" else None)


UNDER = Clause(BASE, "wat de wet vervangt of aanvult", "what the law replaces or adds to", ())
"""The clause in which a law over `geen` and one over `landscape` differ before they say anything."""


@cache
def declared() -> tuple[Clause, ...]:
    """Every clause, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Clause(name, row["nl"], row["en"], tuple(row["levers"]), tuple(row.get("needs", ()))) for name, row in rows.items())


def differing(one: Law, other: Law) -> tuple[Clause, ...]:
    """The clauses in which two laws differ; what they lie over first."""
    found = [clause for clause in declared() if changed(clause, one, other)]
    return (*([UNDER] if one.base != other.base else []), *found)


def changed(clause: Clause, one: Law, other: Law) -> dict[str, tuple[Any, Any]]:
    """{lever: (what `one` makes of it, what `other` does)} of those in which they differ. What neither says lies under them, and is no
    clause of theirs."""
    values = {lever: tuple(law.value(lever) if one.base == other.base else law.levers.get(lever) for law in (one, other)) for lever in clause.levers}
    return {lever: (ours, theirs) for lever, (ours, theirs) in values.items() if ours != theirs}


def mixed(one: Law, other: Law, taken: Collection[str]) -> Law:
    """The clauses named in `taken` from `one`, all others from `other`; clauses without their instrument left out.

    Never a set of levers that contradict each other, where neither of the two is.
    """
    base = (one if BASE in taken else other).base
    levers: dict[str, Any] = {}
    for clause in declared():
        side = one if clause.name in taken else other
        levers |= {lever: side.levers[lever] for lever in clause.levers if lever in side.levers}
    return Law(base, _inert(Law(base, levers)))


def normal(law: Law) -> Law:
    """The same law with nothing in it that says nothing."""
    return mixed(law, law, ())


def plain(value: Any) -> Any:
    """Sets as the lists that a scenario holds."""
    return sorted(value) if isinstance(value, tuple) else value


def _inert(law: Law) -> Levers:
    """The levers without those of clauses that have no instrument, and over `geen` without those that are off anyway."""
    held = {clause.name: clause for clause in declared()}
    levers = dict(law.levers)
    for clause in declared():
        if clause.needs and not any(_is_there(held[name], law) for name in clause.needs):
            levers = {lever: value for lever, value in levers.items() if lever not in clause.levers}
    if law.base == "geen":
        levers = {lever: value for lever, value in levers.items() if value != plain(LEVERS[lever].off)}
    return _whole(levers)


def _is_there(clause: Clause, law: Law) -> bool:
    """Whether an instrument is there or may be: over `landscape` partnerships may have what a law leaves unsaid."""
    values = [law.value(lever) for lever in clause.levers]
    return any(value is None or value not in (*NOBODY, plain(LEVERS[lever].off)) for lever, value in zip(clause.levers, values, strict=True))


def _whole(levers: dict[str, Any]) -> Levers:
    """What a law with an instrument can't leave open, in the mildest way: at the term nothing is done where nothing is said."""
    if levers.get("duty.placement.term_weeks") and levers.get("duty.placement.at_term_without_place", "none") == "none":
        levers["duty.placement.at_term_without_place"] = "wait"
    if levers.get("consultation.structure") == "none":
        levers.pop("consultation.stays_until_solved", None)
    care = levers.get("authority.holder.care", "none")
    if care == "none" and levers.get("authority.domain") == "education":
        levers.pop("authority.care_reach", None)
        if levers.get("authority.can_reorder_queue") in ("care", "both"):
            levers["authority.can_reorder_queue"] = "none" if levers["authority.can_reorder_queue"] == "care" else "special"
    if not any(name in levers for name in ("authority.holder.education", "authority.holder.care", "authority.domain")):
        levers.pop("authority.decision_weeks", None)
    return levers
