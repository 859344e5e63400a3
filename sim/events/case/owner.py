"""A child nobody is responsible for is found: first by the attendance officer, then a board must act (M25, M45, M79)."""

from typing import Any

from sim.events.case.case import begin_search, open_case
from sim.events.notes import tell
from sim.events.story import T_CASE, T_FOUND
from sim.machine import chance
from sim.machine.codes import BY_BOARD, BY_OFFICER, NEVER, NOBODY, OPEN, REFUSED, SEARCH
from sim.machine.jit import event
from sim.rules.waiting_time import hump_days


@event
def owner_due(s: Any, i: int, day: int) -> None:
    """The owner clock of pupil i: found, enrolment arranged, or the officer's talks with refusing parents are over."""
    p = s.pupils[i]
    par = s.par[0]
    p.clock_owner = NEVER
    if p.owner == NOBODY:
        p.owner = BY_OFFICER
        p.case = SEARCH
        days = hump_days(chance.draw(p.key, chance.OWNER, 500 + p.n_owner), 7.0 * par.officer_weeks)
        p.clock_owner = day + days
        tell(s, i, day, T_FOUND, days, 0, -1.0)
        return
    s.municipalities[p.municipality].open_cases -= 1
    if p.stance == REFUSED:
        p.stance = OPEN
        p.owner = BY_BOARD
        begin_search(s, i, day)
    else:
        open_case(s, i, day)
        tell(s, i, day, T_CASE, p.case, p.clock_case - day, -1.0)
