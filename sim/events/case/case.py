"""A case: somebody is responsible and looks for a place. Opening, closing, the next legal date."""

from typing import Any

import numpy as np

from sim.events.notes import tell
from sim.events.places.places import board_fit, unreserve
from sim.events.story import T_UNOWNED
from sim.machine import chance
from sim.machine.codes import (
    BY_BOARD,
    CONSULTATION,
    HOME,
    IDLE,
    NEVER,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    NOBODY,
    OFFER,
    OPEN,
    PARTIAL,
    Q_AGENDA,
    SEARCH,
    START_AGREED,
    STRAINED,
    TEMPORARY,
    VO,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.waitlists import join, leave, leave_all, look_again
from sim.rules.found import days_unseen, p_written
from sim.rules.fulfil import p_fulfil
from sim.rules.order import waitlist_key
from sim.rules.target import target_of
from sim.rules.waiting_time import exponential_days, hump_days
from sim.rules.willing import p_willing

TABLE_DONE, INVOKED, PLACEMENT_DUE, PUZZLE_DUE, TAKEN_UP = 1, 2, 4, 8, 16
AFTER_THOSE_AT_HOME = 100000
"""Days added to the turn of a child who still attends: no run is as long."""


@event
def set_willing(s: Any, i: int, day: int) -> None:
    """Which boards of its partnership would take pupil i, as things are now; the latents hold for the school year."""
    p = s.pupils[i]
    par = s.par[0]
    partnership = s.partnerships[p.partnership]
    mask = np.uint64(0)
    for nr in range(partnership.n_boards):
        b = s.boards[partnership.board + nr]
        q = p_willing(
            par.willing, b.solidarity, partnership.trust, par.willing_trust, p.severity, par.willing_severity, b.memory, par.willing_memory,
            partnership.belief, par.shadow,
        )  # fmt: skip
        u = chance.draw(p.key, chance.WILLING, (day // 364) * 16384 + b.id)
        if u < q or par.boards_willing == 1:
            mask = mask | (np.uint64(1) << np.uint64(nr))
    p.willing = mask


@event
def set_fitting(s: Any, i: int) -> None:
    """Which boards' places would fit pupil i."""
    p = s.pupils[i]
    partnership = s.partnerships[p.partnership]
    mask = np.uint64(0)
    for nr in range(partnership.n_boards):
        if board_fit(s, i, partnership.board + nr) >= s.par[0].fit_min:
            mask = mask | (np.uint64(1) << np.uint64(nr))
    p.fitting = mask


@event
def ask_boards(s: Any, i: int, day: int) -> None:
    """Which boards of the partnership pupil i is in now fit and would take it."""
    set_fitting(s, i)
    set_willing(s, i, day)


@rule
def round_days(s: Any, i: int) -> int:
    """Length of the next search round."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    par = s.par[0]
    mean = 7.0 * par.round_weeks
    if lever.puzzle_weeks > 0:
        mean = mean * (1.0 - par.puzzle_speed)
    return hump_days(chance.draw(p.key, chance.ROUND, p.n_round), mean)


@rule
def request_days(s: Any, partnership: int) -> int:
    """Delay of a request procedure: full in the arrangement model, half in hybrid and expertise, none in the school model."""
    funding = s.partnerships[partnership].funding
    weeks = s.par[0].request_weeks
    if funding == 1:
        return 0
    if funding == 2:
        return int(7.0 * weeks)
    return int(3.5 * weeks)


@rule
def has_power(s: Any, partnership: int) -> bool:
    """Whether anybody can be turned to: a holder with a real mandate, or with one on paper that somebody believes in."""
    lever = s.levers[partnership]
    return (lever.holder_edu > 0 or lever.holder_care > 0) and (lever.mandate == 2 or s.partnerships[partnership].belief > 0.0)


@event
def set_term_clock(s: Any, i: int, day: int) -> None:
    """The next date on which a term or a right changes something for pupil i."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    p.clock_term = NEVER
    if p.owner != BY_BOARD or (p.case != IDLE and p.case != SEARCH and p.case != CONSULTATION):
        return
    anchor = p.case_since
    if p.where == HOME:
        anchor = p.home_since
    t = NEVER
    if p.where == HOME:
        if lever.trigger_days > 0 and p.case != CONSULTATION and (p.law_done & (TABLE_DONE | TAKEN_UP)) == 0:
            t = min(t, anchor + lever.trigger_days)
        stuck = p.case == CONSULTATION or (p.case == SEARCH and lever.after_rounds == 0)
        open_to_power = stuck and p.failed >= lever.after_rounds and (p.law_done & INVOKED) == 0
        if open_to_power and lever.after_weeks > 0 and has_power(s, p.partnership):
            t = min(t, anchor + 7 * lever.after_weeks)
        since = max(anchor, s.law_day[p.partnership])
        if lever.place_weeks > 0 and (p.law_done & PLACEMENT_DUE) == 0:
            t = min(t, since + 7 * lever.place_weeks)
        if lever.puzzle_weeks > 0 and (p.law_done & PUZZLE_DUE) == 0:
            t = min(t, since + 7 * lever.puzzle_weeks)
    if t < NEVER:
        p.clock_term = max(t, day + 1)


@event
def begin_search(s: Any, i: int, day: int) -> None:
    """The responsible board starts, or goes on, to look for a place."""
    p = s.pupils[i]
    p.case = SEARCH
    p.stance = OPEN
    look_again(s, i)
    p.clock_case = day + round_days(s, i)
    set_term_clock(s, i, day)


@event
def open_case(s: Any, i: int, day: int) -> None:
    """A board has become responsible for finding a place: it acts, or it is idle (M23, M24)."""
    p = s.pupils[i]
    par = s.par[0]
    partnership = s.partnerships[p.partnership]
    lever = s.levers[p.partnership]
    p.n_case += 1
    p.owner = BY_BOARD
    p.case_since = day
    p.failed = 0
    p.law_done = 0
    p.decider = 0
    p.stance = OPEN
    ask_boards(s, i, day)
    at_cost = 0
    if lever.referrer_pays == 1 or partnership.funding == 1:
        at_cost = 1
    q = p_fulfil(
        par.p_fulfil, partnership.trust, par.fulfil_trust, at_cost, par.fulfil_cost, lever.inspected, par.inspection_effect, partnership.belief,
        par.moral_hazard, lever.coming, par.wait_for_law, lever.weighing, par.table_diffusion,
    )  # fmt: skip
    if chance.draw(p.key, chance.FULFIL, p.n_case) < q or par.boards_willing == 1:
        p.case = SEARCH
        p.clock_case = day + round_days(s, i) + request_days(s, p.partnership)
    else:
        p.case = IDLE
        p.clock_case = day + exponential_days(chance.draw(p.key, chance.IDLE, p.n_case), 7.0 * par.idle_weeks)
    set_term_clock(s, i, day)


@event
def draw_target(s: Any, i: int) -> None:
    """What pupil i needs next; drawn once a crisis."""
    p = s.pupils[i]
    par = s.par[0]
    u = chance.draw(p.key, chance.TARGET, p.n_crisis)
    special = par.target_special_po
    if p.sector == VO:
        special = par.target_special_vo
    p.target = target_of(u, p.severity, p.care_need, special, par.target_special_severity, par.target_arrangement)


@event
def to_table(s: Any, i: int, day: int) -> None:
    """The case is put on the partnership's agenda: children at home before those who still attend (assumed)."""
    p = s.pupils[i]
    p.case = CONSULTATION
    p.clock_case = NEVER
    p.law_done = p.law_done | TABLE_DONE
    turn = day
    if p.where != HOME:
        turn = day + AFTER_THOSE_AT_HOME
    key = waitlist_key(0, turn, turn, p.severity, chance.lot(p.key, day))
    if s.links[i, Q_AGENDA].queue < 0:
        join(s, i, Q_AGENDA, s.world[0].first_agenda + p.partnership, key)
    set_term_clock(s, i, day)


@event
def pause(s: Any, i: int, day: int, weeks: int) -> None:
    """The case rests before it is tried again (M07)."""
    p = s.pupils[i]
    leave(s, i, Q_AGENDA)
    p.case = CONSULTATION
    p.clock_case = day + 7 * weeks
    set_term_clock(s, i, day)


@event
def give_back_offer(s: Any, i: int) -> None:
    """Whatever is reserved for pupil i becomes free."""
    p = s.pupils[i]
    if p.case == OFFER or p.case == START_AGREED:
        unreserve(s, i)


@event
def close_case(s: Any, i: int) -> None:
    """Nothing is being sought any more for pupil i."""
    p = s.pupils[i]
    give_back_offer(s, i)
    leave_all(s, i)
    p.case = NO_CASE
    p.waits = NO_QUEUE
    p.plan = NO_PLAN
    p.stance = OPEN
    p.decider = 0
    p.clock_case = NEVER
    p.clock_file = NEVER
    p.clock_term = NEVER


@event
def hand_over(s: Any, i: int) -> None:
    """If an attendance officer has the case of pupil i (nobody's, or reported; not in residential care), the office has one less."""
    p = s.pupils[i]
    sought = p.where == HOME or p.where == STRAINED or p.where == PARTIAL or (p.where == TEMPORARY and p.place >= 0)
    if sought and p.owner != BY_BOARD:
        s.municipalities[p.municipality].open_cases -= 1


@event
def lose_owner(s: Any, i: int, day: int) -> None:
    """Pupil i is enrolled nowhere. Parents who insist on a written application are seen to at once; others until they are found (M25)."""
    p = s.pupils[i]
    par = s.par[0]
    lever = s.levers[p.partnership]
    m = s.municipalities[p.municipality]
    close_case(s, i)
    ask_boards(s, i, day)
    p.enrolled = 0
    p.owner = NOBODY
    p.n_owner += 1
    tell(s, i, day, T_UNOWNED, 0, 0, -1.0)
    m.open_cases += 1
    supported = p.supported
    if chance.draw(p.key, chance.OWNER, 3 * p.n_owner) < lever.parent_support:
        supported = 1
    if chance.draw(p.key, chance.OWNER, 3 * p.n_owner + 1) < p_written(par.p_apply, p.ability, supported, par.support_effect):
        p.clock_owner = day + 14
    else:
        monitored = 0
        if lever.interval > 0:
            monitored = 1
        mean = days_unseen(par.unowned_weeks, monitored, par.monitor_effect, lever.interval, m.open_cases, par.officer_caseload)
        p.clock_owner = day + exponential_days(chance.draw(p.key, chance.OWNER, 3 * p.n_owner + 2), mean)
