"""One pending event per pupil: the earliest of its clocks, in a calendar of day buckets linked through the columns."""

from typing import Any

from sim.events.notes import flush_set, settle
from sim.events.sight import look
from sim.machine.codes import HOME, NEVER
from sim.machine.jit import event, rule
from sim.rules.cause import cause_of
from sim.rules.register import register_of


@rule
def earliest(p: Any) -> int:
    """The first of a pupil's clocks."""
    t = p.c_place
    if p.c_case < t:
        t = p.c_case
    if p.c_file < t:
        t = p.c_file
    if p.c_care < t:
        t = p.c_care
    if p.c_owner < t:
        t = p.c_owner
    if p.c_parents < t:
        t = p.c_parents
    if p.c_law < t:
        t = p.c_law
    if p.c_move < t:
        t = p.c_move
    if p.c_end < t:
        t = p.c_end
    return int(t)


@event
def unlink(s: Any, i: int) -> None:
    """Take pupil i out of the calendar."""
    own = s.pending[i]
    if own.due < 0:
        return
    if own.earlier >= 0:
        s.pending[own.earlier].later = own.later
    else:
        s.buckets[own.due] = own.later
    if own.later >= 0:
        s.pending[own.later].earlier = own.earlier
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
    own.earlier = -1
    own.later = s.buckets[t]
    if own.later >= 0:
        s.pending[own.later].earlier = i
    s.buckets[t] = i


@event
def reassess(s: Any, i: int, day: int) -> None:
    """For a child at home: book the days so far to what was going on, then see what goes on and what stands in the way now."""
    p = s.pupils[i]
    cause = cause_of(p.case, p.waits, p.care, p.owner, p.stance, p.plan, p.care_need)
    status = register_of(p.enrolled, p.care, p.care_need)
    if cause != p.cause or status != p.status:
        settle(s, i, day)
        p.cause = cause
        p.status = status
    found = look(s, i, day)
    if found != p.blockers:
        flush_set(s, i, day)
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


@rule
def stop_clocks(p: Any) -> None:
    """All clocks of a pupil but its move."""
    p.c_place = NEVER
    p.c_case = NEVER
    p.c_file = NEVER
    p.c_care = NEVER
    p.c_owner = NEVER
    p.c_parents = NEVER
    p.c_law = NEVER
    p.c_end = NEVER
