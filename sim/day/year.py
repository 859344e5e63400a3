"""1 August: accounts are closed, directors and staff change, schools answer waitlists, pupils grow older, a cohort comes in."""

import math
from typing import Any

from sim.events.care.care import ask_for_care
from sim.events.case.case import ask_boards, close_case, draw_target, lose_owner, open_case, set_willing
from sim.events.child.crisis import fresh_crisis, set_crisis_clock
from sim.events.child.exemption import exempt
from sim.events.child.leaving import leave_model
from sim.events.child.stay import leave_school
from sim.events.clock import after, wake
from sim.events.notes import tell
from sim.events.places.admissibility import join_school
from sim.events.places.offer import set_place_clock
from sim.events.places.placement import close_place
from sim.events.places.places import change_school, school_left
from sim.events.story import T_ENTERS, T_EXEMPT_ENDS, T_RETURNS, T_TRANSITION
from sim.machine import chance
from sim.machine.ahead import fetch
from sim.machine.calendar import YEAR, school_day_from
from sim.machine.codes import (
    ARRANGEMENT,
    ARRIVES_NEWCOMER,
    ARRIVES_SPECIAL,
    BY_BOARD,
    E_LEFT,
    E_RETURNED,
    E_TRANSITION,
    EXEMPT,
    HOME,
    K_OUT,
    K_SPECIAL,
    LEFT,
    NEVER,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    NOT_YET,
    OUT_OF_REGION,
    PARTIAL,
    PO,
    REGULAR,
    RESIDENTIAL,
    SBO,
    SEARCH,
    SPECIAL,
    STRAINED,
    TARGET_SPECIAL,
    TEMPORARY,
    VO,
)  # fmt: skip
from sim.machine.jit import event
from sim.machine.waitlists import leave_all, mark_dirty
from sim.rules.crisis import squeeze_of
from sim.rules.exempt import p_exempt
from sim.rules.money import index_of, sbo_paid, support_of


@event
def close_accounts(s: Any, n: int, first: int) -> None:
    """The year of partnership n in integer euros: income less spending is the change in its reserve (M68-M72). The partnership pays for all of
    its pupils in so and vso, and for those in sbo above 2%; what is left supports regular schools."""
    partnership = s.partnerships[n]
    par = s.par[0]
    partnership.special_spent = partnership.n_special * par.price_special + sbo_paid(partnership.n_sbo, partnership.pupils) * par.price_sbo
    partnership.support_spent = support_of(
        partnership.income, partnership.special_spent, partnership.cases_spent, partnership.reserve, par.reserve_target
    )
    partnership.reserve += partnership.income - partnership.special_spent - partnership.cases_spent - partnership.support_spent
    partnership.cases_total += partnership.cases_spent
    partnership.cases_spent = 0
    mark_dirty(s, s.world[0].first_arrangement + n)
    if first == 1:
        partnership.support0 = partnership.support_spent
    partnership.support = index_of(partnership.support_spent, partnership.support0)


@event
def change_partnership(s: Any, n: int, day: int) -> None:
    """A director may leave; shrinking regions lose trust; boards forget; what support is left decides how regular places hold (M70, M74, M75)."""
    partnership = s.partnerships[n]
    par = s.par[0]
    year = day // YEAR
    if chance.draw(partnership.key, chance.DIRECTOR, year) < par.director_leaves:
        partnership.director_since = day
        partnership.trust = max(1.0, partnership.trust - par.trust_director)
    if partnership.shrinks == 1:
        partnership.trust = min(5.0, max(1.0, partnership.trust - 0.2 * par.trust_shrinkage))
    partnership.uses = 0
    partnership.squeezed = squeeze_of(partnership.support, par.crisis_squeeze)
    keep = math.exp(-0.6931471805599453 / par.memory_half_years)
    for k in range(partnership.board, partnership.board + partnership.n_boards):
        s.boards[k].memory = s.boards[k].memory * keep


@event
def change_school_places(s: Any, k: int, day: int) -> None:
    """Funded places answer a waitlist that has lasted a year, with a year's lag; staff decides how many can be used (M41, M56)."""
    school = s.schools[k]
    par = s.par[0]
    year = day // YEAR
    length = 0
    if school_left(school) == 0:
        length = s.queues[s.world[0].first_school_queue + k].length
    lever = s.levers[school.partnership]
    school.funded += school.places_coming
    lasting = min(length, school.waited)
    want = school.debt + (par.response + lever.response) * lasting
    school.places_coming = int(want)
    school.debt = want - school.places_coming
    school.waited = length
    wobble = par.staff_shock * (2.0 * chance.draw(school.key, chance.YEAR_SHOCK, year) - 1.0)
    staffed = int(school.funded * min(1.0, par.staffed * (1.0 + wobble)) + 0.5)
    if lever.guarantee == 1 and school.level == VO:
        staffed = max(staffed, school.occupied + school.reserved + length)
    # nobody is sent away; a school that took pupils over its places stays over-full until as many have left
    places = max(staffed, min(school.places, school.occupied + school.reserved))
    change_school(s, k, places - school.places, 0, 0)
    mark_dirty(s, s.world[0].first_school_queue + k)


@event
def change_provider_slots(s: Any, v: int, day: int) -> None:
    """Slots change with staff (M56) and grow with contracts; nobody in treatment is sent away."""
    x = s.providers[v]
    par = s.par[0]
    wobble = par.care_turnover * (2.0 * chance.draw(x.key, chance.YEAR_SHOCK, day // YEAR) - 1.0)
    x.slots = max(int(x.funded * (1.0 + wobble) + 0.5), x.occupied)
    mark_dirty(s, s.world[0].first_care_queue + v)


@event
def change_municipality(s: Any, m: int, day: int) -> None:
    """Budget pressure moves halfway back to its level, with a shock (M52)."""
    x = s.municipalities[m]
    shock = 0.3 * (chance.draw(x.key, chance.YEAR_SHOCK, day // YEAR) - 0.5)
    x.pressure = min(1.0, max(0.0, 0.5 * (x.pressure + x.pressure0) + shock))


@event
def to_secondary(s: Any, i: int, day: int) -> None:
    """Pupil i goes from primary to secondary: another partnership, another board; a TLV must be new (M77)."""
    p = s.pupils[i]
    par = s.par[0]
    from_sbo = p.placement_row >= 0 and (p.place_kind == K_SPECIAL or p.place_kind == K_OUT) and s.schools[p.place].profile == SBO
    p.sector = VO
    p.partnership = p.partnership_vo
    p.board = p.board_vo
    u = chance.draw(p.key, chance.TRANSITION, day // YEAR)
    tell(s, i, day, T_TRANSITION, p.where, 0, u)
    if p.where == ARRANGEMENT or p.where == EXEMPT:
        return
    if p.where == SPECIAL or p.where == OUT_OF_REGION:
        close_place(s, i, day, E_TRANSITION)
        goes_on = par.so_to_vso
        if from_sbo:
            goes_on = par.sbo_to_vso
        if u < goes_on:
            p.n_file += 1
            p.n_crisis += 1
            p.target = TARGET_SPECIAL
            open_case(s, i, day)
            p.case = SEARCH
            join_school(s, i, day, 1)
            p.where = STRAINED
            p.clock_place = s.next_school_day[day]
        else:
            p.where = REGULAR
            p.n_crisis += 1
            fresh_crisis(s, i, day)
        return
    if p.where == REGULAR:
        close_place(s, i, day, E_TRANSITION)
        breaks = par.p_transition_break
        if s.levers[p.partnership].joint_scope == 1:
            breaks = breaks * (1.0 - par.joint_scope)
        p.n_crisis += 1
        if u < breaks:
            draw_target(s, i)
            lose_owner(s, i, day)
            leave_school(s, i, day)
            ask_for_care(s, i, day)
        else:
            fresh_crisis(s, i, day)
        return
    if p.where == TEMPORARY and p.place <= RESIDENTIAL:
        return
    if p.owner != BY_BOARD:
        # no board is responsible: the officer goes on; what was set going in primary education ends
        leave_all(s, i)
        p.waits = NO_QUEUE
        p.plan = NO_PLAN
        p.clock_file = NEVER
        ask_boards(s, i, day)
        return
    # at home, or attending a place that strains: the case goes to a secondary board and starts anew there
    close_place(s, i, day, E_TRANSITION)
    close_case(s, i)
    p.enrolled = 1
    open_case(s, i, day)
    if p.where == TEMPORARY:
        p.where = STRAINED
        p.clock_place = s.next_school_day[day]


@event
def grow_older(s: Any, i: int, day: int) -> None:
    """A school year later for a pupil who stays: transition, return, exemption, its clocks at the new year's rates, a move to come."""
    p = s.pupils[i]
    par = s.par[0]
    year = day // YEAR
    u = chance.draw(p.key, chance.RETURN, year)
    if p.where == EXEMPT:
        if u < par.p_exempt_return and p.clock_place >= NEVER:
            p.clock_place = s.next_school_day[day]
            tell(s, i, day, T_EXEMPT_ENDS, 0, 0, u)
    elif p.where == SPECIAL:
        k = s.schools[p.place]
        back = par.return_so
        if k.profile == SBO:
            back = par.return_sbo
        if u < back:
            close_place(s, i, day, E_RETURNED)
            tell(s, i, day, T_RETURNS, 0, 0, u)
            p.where = REGULAR
            p.n_crisis += 1
            fresh_crisis(s, i, day)
        elif k.profile != SBO and p.severity > 0.6 and u > 1.0 - p_exempt(par.p_exempt_special, p.care_need, par.exempt_care, p.severity):
            close_place(s, i, day, E_LEFT)
            exempt(s, i, day)
    if p.sector == PO and day >= p.vo_day:
        to_secondary(s, i, day)
    if p.case != NO_CASE or p.where == HOME:
        set_willing(s, i, day)
    if p.where == REGULAR or p.where == SPECIAL or p.where == OUT_OF_REGION or p.where == ARRANGEMENT:
        if p.clock_place > day and p.hazard_since < day:
            p.hazard_left -= p.hazard_rate * (day - p.hazard_since)
            if p.hazard_left <= 0.0:
                p.hazard_left = 1e-9
            if p.placement_row >= 0:
                set_place_clock(s, i, day)
            elif p.where == REGULAR:
                set_crisis_clock(s, i, day)
        elif p.where == REGULAR and p.placement_row < 0 and p.hazard_since >= day:
            set_crisis_clock(s, i, day)
        elif p.placement_row >= 0 and p.clock_place >= NEVER and p.where != ARRANGEMENT:
            # seated on day 0: the hazard of the place begins
            set_place_clock(s, i, day)
    if chance.draw(p.key, chance.MOVE, year) < par.p_move:
        p.clock_move = day + 1 + int(chance.draw(p.key, chance.MOVE_DAY, year) * 362.0)
    after(s, i, day)


@event
def enter(s: Any, i: int, day: int) -> None:
    """Pupil i of this year's cohort comes in; a newcomer on a day of its own."""
    p = s.pupils[i]
    if p.arrival == ARRIVES_NEWCOMER:
        p.clock_place = s.next_school_day[p.enters]
        wake(s, i)
        return
    p.where = REGULAR
    p.owner = BY_BOARD
    p.enrolled = 1
    tell(s, i, day, T_ENTERS, p.arrival, 0, -1.0)
    if p.arrival == ARRIVES_SPECIAL:
        # looks for a special place while attending provision for young children, which keeps a child until six (assumed)
        p.n_crisis += 1
        p.target = TARGET_SPECIAL
        p.where = PARTIAL
        p.clock_place = school_day_from(s, p.birth + 6 * YEAR)
        open_case(s, i, day)
    else:
        fresh_crisis(s, i, day)
    after(s, i, day)


@event
def see_off(s: Any, first: int, last: int, day: int) -> None:
    """Of pupils first..last-1, those whose school years are over leave."""
    for i in range(first, last):
        p = s.pupils[i]
        if p.where != LEFT and p.where != NOT_YET and day >= p.leaves:
            leave_model(s, i, day)
            after(s, i, day)
            s.world[0].n_events += 1


AHEAD = 16
"""Pupils whose placements are asked for before their turn."""


@event
def go_on(s: Any, first: int, last: int, day: int) -> None:
    """Of pupils first..last-1, those who are here grow a school year older; a newcomer of last summer is still to come."""
    for i in range(first, last):
        p = s.pupils[i]
        next_row = s.pupils[min(i + AHEAD, last - 1)].placement_row
        if next_row >= 0:
            fetch(s.placements[next_row])
        if p.where == NOT_YET:
            wake(s, i)
        elif p.where != LEFT:
            grow_older(s, i, day)
            s.world[0].n_events += 1


@event
def begin_year(s: Any, day: int) -> None:
    """Institutions first, then those who leave, then those who stay, then those who come."""
    w = s.world[0]
    year = day // YEAR
    for n in range(s.partnerships.shape[0]):
        if day > 0:
            first = 0
            if day == YEAR:
                first = 1
            close_accounts(s, n, first)
        change_partnership(s, n, day)
    for m in range(s.municipalities.shape[0]):
        change_municipality(s, m, day)
    # pupils stand in the order of their entry: those before `first_here` have all left, those after this cohort have not come
    while w.first_here < s.cohort[year] and s.pupils[w.first_here].where == LEFT:
        w.first_here += 1
    extra = s.cohort[s.cohort.shape[0] - 2]  # the extra children of an A/A run stand after the last cohort
    see_off(s, w.first_here, s.cohort[year], day)
    see_off(s, extra, w.n_pupils, day)
    for k in range(s.schools.shape[0]):
        change_school_places(s, k, day)
    for v in range(s.providers.shape[0]):
        change_provider_slots(s, v, day)
    go_on(s, w.first_here, s.cohort[year], day)
    go_on(s, extra, w.n_pupils, day)
    for i in range(s.cohort[year], s.cohort[year + 1]):
        enter(s, i, day)
        w.n_events += 1
