"""A place strains, breaks, or fails: where cases begin."""

import math
from typing import Any

from sim.events.care.care import ask_for_care
from sim.events.case.case import draw_target, lose_owner, open_case, set_term_clock, to_table
from sim.events.child.stay import go_home
from sim.events.notes import tell
from sim.events.places.placement import close_place
from sim.events.story import T_BREAKS, T_CASE, T_CRISIS, T_DROPPED, T_STRAINED
from sim.machine import chance
from sim.machine.calendar import YEAR, school_day_from
from sim.machine.codes import BY_BOARD, E_DROPPED, NEVER, NO_CASE, PARTIAL, Q_AGENDA, STRAINED, VO
from sim.machine.jit import event, rule
from sim.machine.waitlists import leave
from sim.rules.crisis import crisis_hazard, p_break, strained_hazard
from sim.rules.waiting_time import days_to_threshold


@rule
def crisis_rate(s: Any, i: int) -> float:
    """Hazard per day of pupil i's own regular place."""
    p = s.pupils[i]
    par = s.par[0]
    base = par.crisis_po
    if p.sector == VO:
        base = par.crisis_vo
    return crisis_hazard(base, p.severity, par.crisis_severity, s.boards[p.board].quality, par.crisis_support, s.partnerships[p.partnership].squeezed)


@event
def set_crisis_clock(s: Any, i: int, day: int) -> None:
    """The accumulated hazard of the own place runs on at its present rate, from the fifth birthday on."""
    p = s.pupils[i]
    p.hazard_rate = crisis_rate(s, i)
    p.hazard_since = max(day, p.birth + 5 * YEAR)
    p.clock_place = school_day_from(s, p.hazard_since + days_to_threshold(p.hazard_left, p.hazard_rate))


@event
def fresh_crisis(s: Any, i: int, day: int) -> None:
    """A new threshold for pupil i in its own regular place."""
    p = s.pupils[i]
    p.hazard_left = -math.log(chance.draw(p.key, chance.CRISIS, p.n_crisis))
    set_crisis_clock(s, i, day)


@event
def strain(s: Any, i: int, day: int) -> None:
    """The place of pupil i, its own or one it was placed in, cannot go on as it is. Some break at once."""
    p = s.pupils[i]
    par = s.par[0]
    p.n_crisis += 1
    draw_target(s, i)
    base = par.p_break_po
    if p.sector == VO:
        base = par.p_break_vo
    u = chance.draw(p.key, chance.BREAK, p.n_crisis)
    tell(s, i, day, T_CRISIS, p.target, 0, u)
    if p.owner != BY_BOARD:
        p.owner = BY_BOARD
    p.clock_end = NEVER
    if u < p_break(base, p.severity, par.break_severity):
        if p.placement_row >= 0:
            tell(s, i, day, T_DROPPED, p.place_kind, p.place, -1.0)
            close_place(s, i, day, E_DROPPED)
        go_home(s, i, day)
    else:
        p.where = STRAINED
        if chance.draw(p.key, chance.BREAK, 100000 + p.n_crisis) < par.p_partial:
            p.where = PARTIAL
        weeks = par.strained_weeks_po
        if p.sector == VO:
            weeks = par.strained_weeks_vo
        rate = strained_hazard(weeks, p.severity, par.crisis_severity)
        left = -math.log(chance.draw(p.key, chance.STRAIN, p.n_crisis))
        p.clock_place = school_day_from(s, day + days_to_threshold(left, rate))
        tell(s, i, day, T_STRAINED, p.where, 0, -1.0)
    open_case(s, i, day)
    tell(s, i, day, T_CASE, p.case, p.clock_case - day, -1.0)
    ask_for_care(s, i, day)


@event
def break_off(s: Any, i: int, day: int) -> None:
    """A strained place breaks: the pupil is at home; the case goes on."""
    p = s.pupils[i]
    tell(s, i, day, T_BREAKS, 0, 0, -1.0)
    close_place(s, i, day, E_DROPPED)
    go_home(s, i, day)
    if p.owner == BY_BOARD and p.case == NO_CASE:
        open_case(s, i, day)
    elif s.links[i, Q_AGENDA].queue >= 0:
        leave(s, i, Q_AGENDA)
        to_table(s, i, day)
    else:
        set_term_clock(s, i, day)
    ask_for_care(s, i, day)


@event
def arrive_unowned(s: Any, i: int, day: int) -> None:
    """Pupil i is of school age, enrolled nowhere, and needs a place."""
    p = s.pupils[i]
    p.n_crisis += 1
    draw_target(s, i)
    go_home(s, i, day)
    lose_owner(s, i, day)
    ask_for_care(s, i, day)
