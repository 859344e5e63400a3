"""Rows a run writes."""

from typing import Any

from sim.machine.jit import event, rule

FULL_SPELLS, FULL_PLACEMENTS, FULL_INTERVENTIONS, FULL_BLOCKER_SETS, FULL_EXEMPTIONS = 1, 2, 3, 4, 5


@event
def book_days(s: Any, i: int, day: int) -> None:
    """Book the days of the open stay of pupil i since they were last booked."""
    p = s.pupils[i]
    row = s.spells[p.spell]
    row.causes[p.cause] += day - p.cause_since
    begin = p.cause_since
    if p.registered_from > begin:
        begin = p.registered_from
    if day > begin:
        row.registered[p.status] += day - begin
    p.cause_since = day


@event
def write_blocker_set(s: Any, i: int, day: int) -> None:
    """Write the days that the current blocker set has held."""
    p = s.pupils[i]
    w = s.world[0]
    days = day - p.blockers_since
    p.blockers_since = day
    if w.recording == 0 or days <= 0:
        return
    if w.n_blocker_sets >= s.blocker_sets.shape[0]:
        w.error = FULL_BLOCKER_SETS
        return
    row = s.blocker_sets[w.n_blocker_sets]
    w.n_blocker_sets += 1
    row.pupil = p.id
    row.spell_no = p.spell_no
    row.blockers = p.blockers
    row.days = days


@event
def note_intervention(
    s: Any, i: int, day: int, kind: int, invoker: int, decider: int, domain: int, outcome: int, place_kind: int, place: int, passed: int,
    added: int,
) -> None:  # fmt: skip
    """Write one row of interventions."""
    w = s.world[0]
    if w.recording == 0:
        return
    if w.n_interventions >= s.interventions.shape[0]:
        w.error = FULL_INTERVENTIONS
        return
    p = s.pupils[i]
    row = s.interventions[w.n_interventions]
    w.n_interventions += 1
    row.day = day
    row.partnership = p.partnership
    row.kind = kind
    row.invoker = invoker
    row.decider = decider
    row.domain = domain
    row.outcome = outcome
    row.pupil = p.id
    row.place_kind = place_kind
    row.place = place
    row.passed = passed
    row.added_days = added


@event
def write_line(s: Any, i: int, day: int, verb: int, a: int, b: int, x: float) -> None:
    """One line of the trace of pupil i."""
    p = s.pupils[i]
    w = s.world[0]
    if w.n_trace >= s.trace.shape[0]:
        return
    row = s.trace[w.n_trace]
    w.n_trace += 1
    row.pupil = p.id
    row.day = day
    row.verb = verb
    row.a = a
    row.b = b
    row.x = x
    row.where = p.where
    row.case = p.case
    row.waits = p.waits
    row.care = p.care
    row.owner = p.owner


@rule
def tell(s: Any, i: int, day: int, verb: int, a: int, b: int, x: float) -> None:
    """For a child whose way is followed: one line of the trace. `x` is the draw or the fit that mattered, or -1."""
    if s.pupils[i].traced == 1:
        write_line(s, i, day, verb, a, b, x)
