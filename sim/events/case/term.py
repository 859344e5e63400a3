"""A term runs out, or a right begins, for one child."""

from typing import Any

from sim.events.case.case import INVOKED, PLACEMENT_DUE, PUZZLE_DUE, TABLE_DONE, TAKEN_UP, begin_search, set_term_clock
from sim.events.case.decide import BY_PLACEMENT_DUTY, BY_PUZZLE_DUTY, consider_power, duty_falls_due
from sim.events.notes import tell
from sim.events.story import T_DUTY_DUE, T_IDLE_ENDS
from sim.machine.codes import CONSULTATION, HOME, IDLE, NEVER, SEARCH
from sim.machine.jit import event


@event
def term_due(s: Any, i: int, day: int) -> None:
    """Whatever falls due today for pupil i: taking up by trigger, invocation, a placement duty, a puzzle duty."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    p.clock_term = NEVER
    anchor = p.case_since
    if p.where == HOME:
        anchor = p.home_since
    untouched = p.where == HOME and (p.law_done & (TABLE_DONE | TAKEN_UP)) == 0
    if lever.trigger_days > 0 and untouched and day >= anchor + lever.trigger_days:
        # a board that sits still starts; one that searches brings the case to the table if this round ends without an offer
        p.law_done = p.law_done | TAKEN_UP
        if p.case == IDLE:
            tell(s, i, day, T_IDLE_ENDS, 1, 0, -1.0)
            begin_search(s, i, day)
    if p.where == HOME and (p.case == CONSULTATION or p.case == SEARCH or p.case == IDLE):
        since = max(anchor, s.law_day[p.partnership])
        due = lever.place_weeks > 0 and day >= since + 7 * lever.place_weeks
        if due and (p.law_done & PLACEMENT_DUE) == 0:
            p.law_done = p.law_done | PLACEMENT_DUE
            tell(s, i, day, T_DUTY_DUE, BY_PLACEMENT_DUTY, 0, -1.0)
            duty_falls_due(s, i, day, BY_PLACEMENT_DUTY)
    if p.where == HOME and (p.case == CONSULTATION or p.case == SEARCH or p.case == IDLE):
        since = max(anchor, s.law_day[p.partnership])
        due = lever.puzzle_weeks > 0 and day >= since + 7 * lever.puzzle_weeks
        if due and (p.law_done & PUZZLE_DUE) == 0:
            p.law_done = p.law_done | PUZZLE_DUE
            tell(s, i, day, T_DUTY_DUE, BY_PUZZLE_DUTY, 0, -1.0)
            duty_falls_due(s, i, day, BY_PUZZLE_DUTY)
    stuck = p.case == CONSULTATION or (p.case == SEARCH and lever.after_rounds == 0)
    if p.where == HOME and stuck and p.failed >= lever.after_rounds and (p.law_done & INVOKED) == 0:
        if lever.after_weeks > 0 and day - anchor >= 7 * lever.after_weeks:
            p.law_done = p.law_done | INVOKED
            consider_power(s, i, day)
    set_term_clock(s, i, day)
