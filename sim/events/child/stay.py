"""A stay at home begins on a school day without education and ends on the first day of real attendance."""

from typing import Any

from sim.events.notes import FULL_SPELLS, book_days, write_blocker_set
from sim.machine import chance
from sim.machine.codes import C_SEARCH, HOME, NEVER, R_LRV, STRAINED
from sim.machine.jit import event
from sim.rules.waiting_time import exponential_days

SHORT_RETURN = 20
"""School days (four school weeks): a shorter return does not end a stay."""


@event
def go_home(s: Any, i: int, day: int) -> None:
    """Pupil i has no education from today. The caller sets the rest of the state and ends with `after`."""
    p = s.pupils[i]
    w = s.world[0]
    par = s.par[0]
    again = p.last_end >= 0 and s.school_days[day] - s.school_days[p.last_end] < SHORT_RETURN
    if not again:
        p.stay_no += 1
        p.home_since = day
        p.resolve_ran_out = 0
    p.clock_parents = day + 7 * p.resolve
    p.spell_no += 1
    p.where = HOME
    p.clock_place = NEVER
    p.clock_end = NEVER
    if w.n_spells >= s.spells.shape[0]:
        w.error = FULL_SPELLS
        return
    p.spell = w.n_spells
    w.n_spells += 1
    row = s.spells[p.spell]
    row.pupil = p.id
    row.partnership = p.partnership
    row.area = p.area
    row.sector = p.sector
    row.label = s.levers[p.partnership].label
    row.spell_no = p.spell_no
    row.stay_no = p.stay_no
    row.age_weeks = (day - p.birth) // 7
    row.start_day = day
    row.end_day = -1
    row.end_reason = 0
    row.imposed = 0
    row.fit = -1.0
    row.register_day = -1
    row.exempt_days = 0
    row.pupil_row = i
    for k in range(row.causes.shape[0]):
        row.causes[k] = 0
    for k in range(row.registered.shape[0]):
        row.registered[k] = 0
    seen = again and p.registered_from < day
    p.registered_from = NEVER
    if seen:
        p.registered_from = day
    elif chance.draw(p.key, chance.REGISTER, 2 * p.spell_no) < par.p_register:
        p.registered_from = day + exponential_days(chance.draw(p.key, chance.REGISTER, 2 * p.spell_no + 1), 7.0 * par.register_weeks)
    if p.registered_from < NEVER:
        row.register_day = p.registered_from
    p.cause = C_SEARCH
    p.status = R_LRV
    p.cause_since = day
    p.blockers = 0
    p.blockers_since = day
    p.home_position = w.n_home
    s.home[w.n_home] = i
    w.n_home += 1


@event
def leave_school(s: Any, i: int, day: int) -> None:
    """Pupil i has no place any more: at home from the next school day."""
    p = s.pupils[i]
    first = s.next_school_day[day]
    if first == day:
        go_home(s, i, day)
    else:
        p.where = STRAINED
        p.clock_place = first


@event
def end_stay(s: Any, i: int, day: int, reason: int, imposed: int, fit: float) -> None:
    """The stay of pupil i ends today. The caller sets where the pupil is."""
    p = s.pupils[i]
    w = s.world[0]
    book_days(s, i, day)
    write_blocker_set(s, i, day)
    row = s.spells[p.spell]
    row.end_day = day
    row.end_reason = reason
    row.imposed = imposed
    row.fit = fit
    if row.register_day >= day:
        row.register_day = -1
    last = s.home[w.n_home - 1]
    s.home[p.home_position] = last
    s.pupils[last].home_position = p.home_position
    w.n_home -= 1
    p.home_position = -1
    p.last_end = day
    p.clock_parents = NEVER
