"""A search round ends: the board has asked its own schools, other boards, special schools; who answers how is a rule of each."""

from typing import Any

import numpy as np

from sim.events.case.case import TAKEN_UP, round_days, set_term_clock, set_willing, to_table
from sim.events.notes import tell
from sim.events.places.admissibility import begin_file, change_waitlist
from sim.events.places.offer import make_offer, start_temporary
from sim.events.places.places import affordable, arrangement_fits, board_fit, catchment_end, pick_board, school_fit, school_left
from sim.events.story import T_PLAN, T_ROUND_FAILS, T_TEMPORARY, T_TO_TABLE
from sim.machine import chance
from sim.machine.codes import (
    CARE_DONE,
    CARE_FIRST,
    HOME,
    K_OUT,
    K_REGULAR,
    NEEDS_NONE,
    NO_PLAN,
    NO_QUEUE,
    PLAN_ARRANGEMENT,
    Q_ARRANGEMENT,
    TARGET_ARRANGEMENT,
    TARGET_SPECIAL,
    WAITING,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.waitlists import join
from sim.rules.order import front_key, waitlist_key
from sim.rules.special_profile import special_profile


@rule
def ready(p: Any) -> bool:
    """Whether school could start: not before treatment where care comes first (M43)."""
    return p.care_need != CARE_FIRST or p.care == CARE_DONE


@event
def plan_arrangement(s: Any, i: int, day: int, front: int) -> None:
    """An arrangement is planned for pupil i; it waits until host place, hours, money and, where agreed, care are all free."""
    p = s.pupils[i]
    if p.plan == PLAN_ARRANGEMENT:
        return
    p.plan = PLAN_ARRANGEMENT
    since = day
    if p.where == HOME:
        since = p.home_since
    key = waitlist_key(0, day, since, p.severity, chance.lot(p.key, day))
    if front == 1:
        key = front_key(day, chance.lot(p.key, day))
    join(s, i, Q_ARRANGEMENT, s.world[0].first_arrangement + p.partnership, key)
    tell(s, i, day, T_PLAN, s.queues[s.links[i, Q_ARRANGEMENT].queue].length, 0, -1.0)


@event
def far_school(s: Any, i: int) -> int:
    """A special school elsewhere in the province with a free place that fits pupil i and nobody waiting, or -1."""
    p = s.pupils[i]
    profile = special_profile(p.profile, p.severity, p.sector)
    own = s.areas[p.area]
    for x in range(catchment_end(s, p.area), own.first_near + own.n_near):
        a = s.near[x]
        if s.areas[a].free_special[p.sector, profile] <= 0:
            continue
        other = s.areas[a]
        for k in range(other.school, other.school + other.n_schools):
            school = s.schools[k]
            if school.level == p.sector and school.profile == profile and school_left(school) > 0:
                if s.queues[s.world[0].first_school_queue + k].length == 0:
                    return k
    return -1


@event
def offer_far(s: Any, i: int, day: int) -> bool:
    """Offer a place out of the region when one is found, allowed and paid for."""
    p = s.pupils[i]
    if s.levers[p.partnership].island == 1 or not affordable(s, p.partnership, s.par[0].price_far):
        return False
    k = far_school(s, i)
    if k < 0:
        return False
    make_offer(s, i, day, K_OUT, k, school_fit(s, i, k), 0, 0)
    return True


@event
def widen(s: Any, i: int, day: int) -> None:
    """What is set going beside the search: a file for special education, an arrangement."""
    p = s.pupils[i]
    if p.target == TARGET_SPECIAL and p.waits == NO_QUEUE:
        begin_file(s, i, day)
    elif p.waits == WAITING:
        change_waitlist(s, i, day)
    long = day - p.case_since > 7 * s.par[0].far_after_weeks
    wants = p.target == TARGET_ARRANGEMENT or (p.where == HOME and (long or (p.care_need != NEEDS_NONE and p.failed > 0)))
    if p.plan == NO_PLAN and wants and ready(p) and arrangement_fits(s, i):
        plan_arrangement(s, i, day, 0)


@event
def search_round(s: Any, i: int, day: int) -> None:
    """One round of searching for pupil i is over."""
    p = s.pupils[i]
    par = s.par[0]
    p.n_round += 1
    set_willing(s, i, day)
    partnership = s.partnerships[p.partnership]
    if ready(p):
        mask = partnership.free & p.fitting & p.willing
        if mask != np.uint64(0):
            b = pick_board(s, i, mask)
            make_offer(s, i, day, K_REGULAR, b, board_fit(s, i, b), 0, 0)
            return
    widen(s, i, day)
    if ready(p) and p.where == HOME and p.target == TARGET_SPECIAL and day - p.home_since > 7 * par.far_after_weeks and offer_far(s, i, day):
        return
    age = day - p.case_since
    if p.where == HOME and p.enrolled == 0 and age >= 7 * (par.first_term_weeks + par.second_term_weeks) and ready(p) and par.accept > 0.0:
        for nr in range(partnership.n_boards):
            b = s.boards[partnership.board + nr]
            if b.temporary_used < b.temporary_room:
                start_temporary(s, i, day, partnership.board + nr)
                tell(s, i, day, T_TEMPORARY, partnership.board + nr, 0, -1.0)
                break
    lever = s.levers[p.partnership]
    weeks = par.table_weeks
    if lever.term_weeks > 0:
        weeks = lever.term_weeks
    if p.where != HOME:
        weeks = 2 * weeks  # a child that still attends is less urgent (assumed)
    due = age >= 7 * weeks or (p.where == HOME and (p.law_done & TAKEN_UP) != 0)
    if due and ready(p) and lever.structure > 0:
        to_table(s, i, day)
        tell(s, i, day, T_TO_TABLE, s.queues[s.world[0].first_agenda + p.partnership].length, 0, -1.0)
    else:
        p.clock_case = day + round_days(s, i)
        set_term_clock(s, i, day)
        tell(s, i, day, T_ROUND_FAILS, p.n_round, 0, -1.0)
