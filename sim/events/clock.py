"""One pending event per pupil: the earliest of its clocks, in a calendar of day buckets linked through the columns."""

from typing import Any

from sim.events.notes import book_days, write_blocker_set
from sim.events.sight import look
from sim.machine.clocks import earliest
from sim.machine.codes import HOME
from sim.machine.jit import event
from sim.rules.cause import cause_of
from sim.rules.register import register_of


@event
def unlink(s: Any, i: int) -> None:
    """Take pupil i out of the calendar."""
    own = s.pending[i]
    if own.due < 0:
        return
    if own.due_before >= 0:
        s.pending[own.due_before].due_after = own.due_after
    else:
        s.buckets[own.due] = own.due_after
    if own.due_after >= 0:
        s.pending[own.due_after].due_before = own.due_before
    own.due = -1


@event
def wake(s: Any, i: int) -> None:
    """Put pupil i into the calendar at its earliest clock. Beyond this school year it sleeps: on 1 August everybody's clocks are looked at
    anyway, so most pupils never touch the calendar. So does who has left or has not come."""
    t = earliest(s.pupils[i])
    own = s.pending[i]
    w = s.world[0]
    if t == own.due:
        return
    if own.due >= 0:
        unlink(s, i)
    if t >= w.n_days or t >= (w.today // 364 + 1) * 364:
        return
    own.due = t
    own.due_before = -1
    own.due_after = s.buckets[t]
    if own.due_after >= 0:
        s.pending[own.due_after].due_before = i
    s.buckets[t] = i


@event
def reassess(s: Any, i: int, day: int) -> None:
    """For a child at home: book the days so far to what was going on, then see what goes on and what stands in the way now."""
    p = s.pupils[i]
    cause = cause_of(p.case, p.waits, p.care, p.owner, p.stance, p.plan, p.care_need)
    status = register_of(p.enrolled, p.care, p.care_need)
    if cause != p.cause or status != p.status:
        book_days(s, i, day)
        p.cause = cause
        p.status = status
    found = look(s, i, day)
    if found != p.blockers:
        write_blocker_set(s, i, day)
        p.blockers = found


@event
def after(s: Any, i: int, day: int) -> None:
    """What every event ends with."""
    p = s.pupils[i]
    if p.where == HOME:
        reassess(s, i, day)
    if p.where != p.counted or p.area != p.counted_area:
        if p.counted >= 0:
            s.tally[p.counted_area, p.counted] -= 1
        s.tally[p.area, p.where] += 1
        p.counted = p.where
        p.counted_area = p.area
    wake(s, i)
