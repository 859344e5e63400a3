"""The start of a week: terms of law switch, tables meet, trust moves, children at home are seen again, the series are written."""

import math
from typing import Any

from sim.events.case.case import set_term_clock
from sim.events.case.consult import hold_tables
from sim.events.clock import after, reassess
from sim.events.places.places import board_left, change_school, school_left, show_board
from sim.machine import chance
from sim.machine.ahead import fetch
from sim.machine.codes import LEFT, NO_CASE, NOBODY, NOT_YET, SBO
from sim.machine.jit import event
from sim.machine.waitlists import mark_dirty
from sim.rules.trust import trust_next


@event
def add_supply(s: Any, n: int) -> None:
    """What the law of partnership n adds to places, hours, slots and room; the youth care of an area counts with its first partnership.
    Less of something takes what is free: nobody is sent away. Shares of small numbers are carried on from one institution to the next, from a
    lot, so that a few percent are a few percent in sum. What is added is booked, for its cost."""
    lever = s.levers[n]
    partnership = s.partnerships[n]
    carry = chance.draw(partnership.key, chance.LANDSCAPE, 32)
    for k in range(s.schools.shape[0]):
        if s.schools[k].partnership == n and lever.more_special != 0.0:
            carry += s.schools[k].funded * lever.more_special
            more = math.floor(carry)
            carry -= more
            s.schools[k].funded += more
            if s.schools[k].profile == SBO:
                partnership.added_sbo += more
            else:
                partnership.added_special += more
            change_school(s, k, max(more, -school_left(s.schools[k])), 0, 0)
    carry = chance.draw(partnership.key, chance.LANDSCAPE, 33)
    for b in range(partnership.board, partnership.board + partnership.n_boards):
        carry += s.boards[b].room * lever.more_room
        more = math.floor(carry)
        carry -= more
        more = max(more, -max(0, board_left(s.boards[b])))
        s.boards[b].room += more
        partnership.added_room += more
        show_board(s, b)
    more = math.floor(partnership.arrangement_places * lever.more_arrangements + chance.draw(partnership.key, chance.LANDSCAPE, 34))
    partnership.arrangement_hours = max(
        partnership.arrangement_hours_used, partnership.arrangement_hours + more * partnership.arrangement_hours // partnership.arrangement_places
    )
    places = max(partnership.arrangements_used, partnership.arrangement_places + more)
    partnership.added_arrangements += places - partnership.arrangement_places
    partnership.arrangement_places = places
    mark_dirty(s, s.world[0].first_arrangement + n)
    area = s.areas[partnership.area]
    if n == area.first_po or (area.n_po == 0 and n == area.first_vo):
        carry = chance.draw(partnership.key, chance.LANDSCAPE, 35)
        for v in range(area.provider, area.provider + area.n_providers):
            carry += s.providers[v].funded * lever.more_care
            more = math.floor(carry)
            carry -= more
            s.providers[v].funded += more
            partnership.added_slots += more
            s.providers[v].slots = max(s.providers[v].slots + more, s.providers[v].occupied)
            mark_dirty(s, s.world[0].first_care_queue + v)


@event
def bind_municipalities(s: Any, n: int, day: int) -> None:
    """Municipalities are bound by an agreement where the levers of the area's first partnership say so: all, or every second; an
    agreement of this week binds from Monday."""
    partnership = s.partnerships[n]
    area = s.areas[partnership.area]
    if n != area.first_po and not (area.n_po == 0 and n == area.first_vo):
        return
    for x in range(area.n_municipalities):
        m = s.municipalities[area.municipality + x]
        m.bound = 0
        if s.levers[n].bound_from < day + 7 and (s.levers[n].agreement == 2 or (s.levers[n].agreement == 1 and x % 2 == 0)):
            m.bound = 1


@event
def believe_law(s: Any, n: int) -> None:
    """Belief in a power that a law gives or takes: one that is kept is believed in as before, a new one as an untested one."""
    lever = s.levers[n]
    partnership = s.partnerships[n]
    if lever.holder_edu == 0 and lever.holder_care == 0:
        partnership.belief = 0.0
    elif partnership.belief <= 0.0:
        partnership.belief = s.par[0].belief_paper
        if lever.mandate == 2:
            partnership.belief = s.par[0].belief_start


@event
def begin_week(s: Any, day: int) -> None:
    """Before anything else on a Monday: laws that come into force this week. Terms of open cases start now."""
    if s.world[0].recording == 0:
        return
    found = False
    for n in range(s.partnerships.shape[0]):
        if s.law_day[n] >= day and s.law_day[n] < day + 7:
            s.levers[n] = s.laws[n]
            believe_law(s, n)
            add_supply(s, n)
            if s.laws[n].agreement == 0:
                bind_municipalities(s, n, day)
            if not found:
                # whom schools may offer a place, and whether they must, may be another now
                for k in range(s.schools.shape[0]):
                    mark_dirty(s, s.world[0].first_school_queue + k)
            found = True
        elif s.laws[n].coming_from >= day and s.laws[n].coming_from < day + 7:
            s.levers[n].coming = 1
        if s.laws[n].bound_from >= day and s.laws[n].bound_from < day + 7:
            bind_municipalities(s, n, day)
    if not found:
        return
    for i in range(s.world[0].n_pupils):
        p = s.pupils[i]
        if p.case != NO_CASE and p.where != LEFT and p.where != NOT_YET and s.law_day[p.partnership] >= day and s.law_day[p.partnership] < day + 7:
            set_term_clock(s, i, day)
            after(s, i, day)


@event
def hold_week(s: Any, day: int) -> None:
    """Consultations of the week, in the order of partnerships."""
    w = s.world[0]
    for n in range(s.partnerships.shape[0]):
        w.n_events += hold_tables(s, n, day)


@event
def move_trust(s: Any) -> None:
    """Trust of every partnership, a week on; the week's counters start again."""
    par = s.par[0]
    for n in range(s.partnerships.shape[0]):
        partnership = s.partnerships[n]
        lever = s.levers[n]
        partnership.trust = trust_next(
            partnership.trust, partnership.trust0 - par.trust_imposed_law * lever.imposed_law, par.trust_recovery, partnership.agreed,
            partnership.forced, partnership.n_boards, par.trust_agree, par.trust_force, par.trust_owned * lever.owned,
        )  # fmt: skip
        partnership.agreed = 0
        partnership.forced = 0


AHEAD = 8
"""Children whose rows are asked for before their turn."""


@event
def see_again(s: Any, day: int) -> None:
    """What stands between each child at home and school, as counts of places have changed."""
    n = s.world[0].n_home
    for x in range(n):
        fetch(s.pupils[s.home[min(x + AHEAD, n - 1)]])
        reassess(s, s.home[x], day)


@event
def write_series(s: Any, day: int) -> None:
    """One row a week: children by area and what is done for them, trust and belief, places by institution."""
    week = day // 7
    n_where = s.tally.shape[1]
    for a in range(s.areas.shape[0]):
        for x in range(n_where):
            s.series[week, a, x] = s.tally[a, x]
        for x in range(n_where, s.series.shape[2]):
            s.series[week, a, x] = 0.0
    for x in range(s.world[0].n_home):
        p = s.pupils[s.home[x]]
        column = n_where + p.case
        if p.owner == NOBODY:
            column = n_where
        s.series[week, p.area, column] += 1.0
    first = n_where + 7
    for n in range(s.partnerships.shape[0]):
        partnership = s.partnerships[n]
        s.series[week, partnership.area, first] += partnership.trust * partnership.weight
        s.series[week, partnership.area, first + 1] += partnership.belief * partnership.weight
        s.series[week, partnership.area, first + 2] += partnership.support * partnership.weight
        s.series[week, partnership.area, first + 3] += partnership.reserve / 1000000.0
    write_places(s, week)


@event
def write_places(s: Any, week: int) -> None:
    """Places, occupied and waiting of every special school, provider, board and arrangement pool: columns in this order."""
    w = s.world[0]
    c = 0
    for k in range(s.schools.shape[0]):
        x = s.schools[k]
        s.series_places[week, c, 0] = x.places
        s.series_places[week, c, 1] = x.occupied
        s.series_places[week, c, 2] = s.queues[w.first_school_queue + k].length
        c += 1
    for v in range(s.providers.shape[0]):
        y = s.providers[v]
        s.series_places[week, c, 0] = y.slots
        s.series_places[week, c, 1] = y.occupied
        s.series_places[week, c, 2] = s.queues[w.first_care_queue + v].length
        c += 1
    for n in range(s.partnerships.shape[0]):
        z = s.partnerships[n]
        s.series_places[week, c, 0] = z.arrangement_places
        s.series_places[week, c, 1] = z.arrangements_used
        s.series_places[week, c, 2] = s.queues[w.first_arrangement + n].length
        c += 1
    for b in range(s.boards.shape[0]):
        u = s.boards[b]
        s.series_places[week, c, 0] = u.room
        s.series_places[week, c, 1] = u.occupied
        c += 1


@event
def end_week(s: Any, day: int) -> None:
    """After everything else on a Monday."""
    move_trust(s)
    see_again(s, day)
    write_series(s, day)
