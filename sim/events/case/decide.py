"""A holder of power, or a duty at its term, decides. No place is made by deciding: without a free one it ends as `no_place`."""

from typing import Any

import numpy as np

from sim.events.care.care import buy_slot, join_care
from sim.events.case.case import has_power, pause
from sim.events.case.search import plan_arrangement, ready
from sim.events.notes import note_intervention, tell
from sim.events.places.offer import make_offer
from sim.events.places.passed import NOT_SERVED, list_kind, list_place, remember
from sim.events.places.places import arrangement_fits, board_fit, board_left, count_bits, pick_board, school_fit, school_left, serves
from sim.events.story import T_DECISION, T_DUTY_MET, T_MOVED_UP, T_TAKEN_UP
from sim.machine import chance
from sim.machine.codes import (
    A_AUTHORITY,
    A_CARE,
    A_DUTY,
    A_OVER,
    A_QUEUE_MOVE,
    CARE_FIRST,
    CARE_WAITING,
    D_CARE,
    D_EDUCATION,
    D_JOINT,
    DECISION,
    DISPUTED,
    EXEMPT,
    HOME,
    I_PARENTS,
    I_STATUTE,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    NEVER,
    O_BOUGHT,
    O_DEFIED,
    O_MISFIT,
    O_MOVED,
    O_NO_PLACE,
    O_OFFER,
    O_PLAN,
    O_SETTLED,
    O_VOID,
    O_WAIT,
    Q_AGENDA,
    Q_ARRANGEMENT,
    Q_CARE,
    Q_SPECIAL,
    REFUSED,
    WAITING,
)  # fmt: skip
from sim.machine.jit import event
from sim.machine.waitlists import join, leave
from sim.rules.belief import belief_after_test
from sim.rules.order import front_key
from sim.rules.use import p_take_up

BY_HOLDER, BY_PLACEMENT_DUTY, BY_PUZZLE_DUTY = 1, 2, 3


@event
def who_invokes(s: Any, i: int) -> int:
    """The first party that may invoke the power and does, by its bit number in the list of invokers; 0 for none."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    par = s.par[0]
    for who in range(1, 9):
        if lever.invokers & (1 << who):
            q = par.p_invoke
            if who == I_PARENTS:
                q = q * (0.5 + p.ability)
            if chance.draw(p.key, chance.INVOKE, p.n_power * 16 + who) < q:
                return who
    return 0


@event
def consider_power(s: Any, i: int, day: int) -> bool:
    """After a failed table: is the case brought before the holder, and does the holder take it up? (M05, M14, M15)"""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    par = s.par[0]
    if not has_power(s, p.partnership):
        return False
    if p.where != HOME or p.failed < lever.after_rounds or day - p.home_since < 7 * lever.after_weeks:
        return False
    p.n_power += 1
    who = who_invokes(s, i)
    invoked = 0
    if who > 0:
        invoked = 1
    u = chance.draw(p.key, chance.USE, p.n_power)
    q = p_take_up(par.p_use, s.partnerships[p.partnership].spread, invoked, lever.frames)
    if lever.mandate < 2:
        q = q * s.partnerships[p.partnership].belief
    if u >= q:
        return False
    leave(s, i, Q_AGENDA)
    p.case = DECISION
    p.decider = BY_HOLDER
    p.invoker = who
    p.n_decision += 1
    p.clock_term = NEVER
    p.clock_case = day + max(1, lever.decision_days)
    s.partnerships[p.partnership].uses += 1
    tell(s, i, day, T_TAKEN_UP, who, p.clock_case - day, u)
    return True


@event
def move_up(s: Any, i: int, day: int, kind: int) -> int:
    """Move pupil i to the front of its waitlist; one row for every child passed. Returns how many were passed."""
    link = s.links[i, kind]
    queue = link.queue
    if queue < 0 or link.before < 0:
        return 0
    lever = s.levers[s.pupils[i].partnership]
    holder = lever.holder_edu
    if kind == Q_CARE:
        holder = lever.holder_care
    key = front_key(day, chance.lot(s.pupils[i].key, day))
    j = link.before
    passed = 0
    while j >= 0 and s.links[j, kind].key > key:
        passed += 1
        remember(s, i, kind)
        remember(s, j, kind)
        note_intervention(
            s, i, day, A_QUEUE_MOVE, s.pupils[i].invoker, holder, 1 + kind, O_MOVED, list_kind(kind), list_place(s, kind, queue), s.pupils[j].id,
            NOT_SERVED,
        )  # fmt: skip
        j = s.links[j, kind].before
    if passed > 0:
        leave(s, i, kind)
        join(s, i, kind, queue, key)
        tell(s, i, day, T_MOVED_UP, passed, queue, -1.0)
    return passed


@event
def over_board(s: Any, i: int, mask: Any, limit: int) -> int:
    """A board of the mask, full, that may still take one pupil over its room; -1 if none."""
    p = s.pupils[i]
    partnership = s.partnerships[p.partnership]
    allowed = np.uint64(0)
    for nr in range(partnership.n_boards):
        bit = np.uint64(1) << np.uint64(nr)
        left = board_left(s.boards[partnership.board + nr])
        if mask & bit != np.uint64(0) and left <= 0 and left > -limit:
            allowed = allowed | bit
    if allowed == np.uint64(0):
        return -1
    return pick_board(s, i, allowed)


@event
def force_board(s: Any, i: int, day: int, b: int, over: int, obey: float, decider: int) -> bool:
    """Order a board to take pupil i. A willing board is not forced; an unwilling one complies or defies."""
    p = s.pupils[i]
    partnership = s.partnerships[p.partnership]
    bit = np.uint64(1) << np.uint64(s.boards[b].nr)
    unwilling = p.willing & bit == np.uint64(0)
    lever = s.levers[p.partnership]
    kind, invoker, holder, domain = A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain
    if decider != BY_HOLDER:
        kind, invoker, holder, domain = A_DUTY, I_STATUTE, 0, 0
    if unwilling and chance.draw(p.key, chance.COMPLY, p.n_decision) >= obey:
        if decider == BY_HOLDER:
            partnership.belief = belief_after_test(partnership.belief, s.par[0].belief_learning, 0)
        note_intervention(s, i, day, kind, invoker, holder, domain, O_DEFIED, K_REGULAR, b, -1, -1)
        return False
    imposed = 0
    if unwilling:
        imposed = 1
        s.boards[b].memory += 1.0
        s.boards[b].forced += 1
        partnership.forced += 1
    if decider == BY_HOLDER:
        partnership.belief = belief_after_test(partnership.belief, s.par[0].belief_learning, 1)
    note_intervention(s, i, day, kind, invoker, holder, domain, O_OFFER, K_REGULAR, b, -1, -1)
    if over == 1:
        note_intervention(s, i, day, A_OVER, invoker, holder, domain, O_OFFER, K_REGULAR, b, -1, -1)
    make_offer(s, i, day, K_REGULAR, b, board_fit(s, i, b), imposed, over)
    return True


@event
def decide_education(s: Any, i: int, day: int) -> bool:
    """What a power over education can do for pupil i: a free place that fits, a place beyond capacity, a move up the list."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    partnership = s.partnerships[p.partnership]
    mask = partnership.free & p.fitting
    if mask != np.uint64(0):
        return force_board(s, i, day, pick_board(s, i, mask), 0, lever.obey, BY_HOLDER)
    if lever.exceed > 0:
        b = over_board(s, i, p.fitting, lever.exceed)
        if b >= 0:
            return force_board(s, i, day, b, 1, lever.obey, BY_HOLDER)
        if p.waits == WAITING:
            k = s.links[i, Q_SPECIAL].queue - s.world[0].first_school_queue
            school = s.schools[k]
            kind = K_SPECIAL
            if not serves(s, k, p.area):
                kind = K_OUT
            full = school_left(school) == 0 and school.occupied + school.reserved - school.places < lever.exceed
            if full and (kind == K_SPECIAL or lever.island == 0):
                if chance.draw(p.key, chance.COMPLY, p.n_decision) >= lever.obey:
                    partnership.belief = belief_after_test(partnership.belief, s.par[0].belief_learning, 0)
                    note_intervention(s, i, day, A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain, O_DEFIED, kind, k, -1, -1)
                    return False
                partnership.forced += 1
                partnership.belief = belief_after_test(partnership.belief, s.par[0].belief_learning, 1)
                note_intervention(s, i, day, A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain, O_OFFER, kind, k, -1, -1)
                note_intervention(s, i, day, A_OVER, p.invoker, lever.holder_edu, lever.domain, O_OFFER, kind, k, -1, -1)
                make_offer(s, i, day, kind, k, school_fit(s, i, k), 1, 1)
                return True
    if lever.reorder_special == 1 and p.waits == WAITING and move_up(s, i, day, Q_SPECIAL) > 0:
        note_intervention(s, i, day, A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain, O_MOVED, K_SPECIAL, -1, -1, -1)
        return False
    note_intervention(s, i, day, A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain, O_NO_PLACE, -1, -1, -1, -1)
    return False


@event
def decide_care(s: Any, i: int, day: int) -> None:
    """What a power over care can do: settle who pays, give priority, buy a slot. Never: shorten treatment, declare a child ready."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    # apart, nobody can settle the grey area (M26); one body that holds both can
    whole = lever.domain == D_JOINT or lever.domain == D_CARE or lever.holder_edu == lever.holder_care
    if p.care == DISPUTED and lever.settle == 1 and (whole or p.care_need == CARE_FIRST):
        join_care(s, i, day)
        note_intervention(s, i, day, A_CARE, p.invoker, lever.holder_care, lever.domain, O_SETTLED, -1, -1, -1, -1)
    if p.care == CARE_WAITING and s.links[i, Q_CARE].queue < 0 and lever.issue == 1:
        join_care(s, i, day)
        note_intervention(s, i, day, A_CARE, p.invoker, lever.holder_care, lever.domain, O_SETTLED, -1, -1, -1, -1)
    if p.care == CARE_WAITING and s.links[i, Q_CARE].queue >= 0:
        if lever.buy == 1 and buy_slot(s, i, day, 100 + p.n_decision) == 1:
            note_intervention(s, i, day, A_CARE, p.invoker, lever.holder_care, lever.domain, O_BOUGHT, -1, -1, -1, -1)
        elif lever.priority == 1 or lever.reorder_care == 1:
            move_up(s, i, day, Q_CARE)


@event
def decide(s: Any, i: int, day: int) -> None:
    """The decision term is over."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    partnership = s.partnerships[p.partnership]
    par = s.par[0]
    tell(s, i, day, T_DECISION, lever.holder_edu, lever.mandate, -1.0)
    if lever.mandate < 2:
        partnership.belief = belief_after_test(partnership.belief, par.belief_learning, 0)
        note_intervention(s, i, day, A_AUTHORITY, p.invoker, lever.holder_edu, lever.domain, O_VOID, -1, -1, -1, -1)
        pause(s, i, day, par.retry_weeks)
        return
    if lever.holder_care > 0 and lever.domain != D_EDUCATION:
        decide_care(s, i, day)
    if p.where >= EXEMPT:
        return
    if lever.holder_edu > 0 and lever.domain != D_CARE and ready(p) and p.case == DECISION and decide_education(s, i, day):
        return
    if p.case == DECISION:
        pause(s, i, day, par.retry_weeks)


@event
def at_term(s: Any, i: int, day: int, what: int, decider: int) -> None:
    """A duty's term has run out and nothing is free: what the law then asks."""
    p = s.pupils[i]
    if what == 2 and arrangement_fits(s, i):
        leave(s, i, Q_ARRANGEMENT)
        p.plan = 0
        plan_arrangement(s, i, day, 1)
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_PLAN, -1, -1, -1, -1)
    elif what == 3:
        b = over_board(s, i, p.fitting, 2)
        if b < 0 or not force_board(s, i, day, b, 1, 1.0, decider):
            note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_NO_PLACE, -1, -1, -1, -1)
    elif what == 4 and s.partnerships[p.partnership].free != np.uint64(0):
        b = pick_board(s, i, s.partnerships[p.partnership].free)
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_MISFIT, K_REGULAR, b, -1, -1)
        make_offer(s, i, day, K_REGULAR, b, board_fit(s, i, b), 1, 0)
    else:
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_WAIT, -1, -1, -1, -1)


@event
def duty_falls_due(s: Any, i: int, day: int, decider: int) -> None:
    """The region must place pupil i, or all parties must build an arrangement: complied with or not (M32, M33)."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    partnership = s.partnerships[p.partnership]
    compliance = lever.place_compliance
    sanction = lever.place_sanction
    what = lever.place_at_term
    if decider == BY_PUZZLE_DUTY:
        compliance = lever.puzzle_compliance
        sanction = lever.puzzle_sanction
        what = lever.puzzle_at_term
    p.n_decision += 1
    if chance.draw(p.key, chance.COMPLY, 1000000 + p.n_decision) >= compliance:
        partnership.cases_spent += sanction
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_VOID, -1, -1, -1, -1)
        return
    tell(s, i, day, T_DUTY_MET, decider, what, -1.0)
    if not ready(p) or p.stance == REFUSED:
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_WAIT, -1, -1, -1, -1)
        return
    mask = partnership.free & p.fitting
    if decider == BY_PLACEMENT_DUTY and mask != np.uint64(0):
        willing = mask & p.willing
        if count_bits(willing) > 0:
            mask = willing
        force_board(s, i, day, pick_board(s, i, mask), 0, 1.0, decider)
    elif decider == BY_PUZZLE_DUTY and what == 1:
        if arrangement_fits(s, i):
            plan_arrangement(s, i, day, 0)
        note_intervention(s, i, day, A_DUTY, I_STATUTE, 0, 0, O_WAIT, -1, -1, -1, -1)
    elif decider == BY_PUZZLE_DUTY:
        at_term(s, i, day, 2, decider)
        if what > 2:
            at_term(s, i, day, what, decider)
    else:
        at_term(s, i, day, what, decider)
