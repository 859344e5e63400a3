"""The order of things that happen on one day, executed as written."""

from typing import Any

from sim.day.week import begin_week, end_week, hold_week
from sim.day.year import begin_year
from sim.events.care.care import care_due
from sim.events.case.case import begin_search
from sim.events.case.decide import decide
from sim.events.case.owner import owner_due
from sim.events.case.search import search_round
from sim.events.case.term import term_due
from sim.events.child.crisis import arrive_unowned, break_off, fresh_crisis, strain
from sim.events.child.exemption import end_exemption
from sim.events.child.move import move
from sim.events.child.parents import resolve_runs_out
from sim.events.clock import after
from sim.events.notes import tell
from sim.events.places.admissibility import file_done
from sim.events.places.allot import allot
from sim.events.places.offer import answer, start
from sim.events.places.placement import close_place
from sim.events.story import T_ARRANGEMENT_ENDS, T_ENTERS, T_IDLE_ENDS
from sim.machine import chance
from sim.machine.ahead import fetch
from sim.machine.clocks import ring, which
from sim.machine.codes import (
    ARRANGEMENT,
    CONSULTATION,
    DECISION,
    E_COMPLETED,
    EXEMPT,
    IDLE,
    NEVER,
    NOT_YET,
    OFFER,
    PARTIAL,
    PO,
    Q_ARRANGEMENT,
    Q_SPECIAL,
    REGULAR,
    SEARCH,
    START_AGREED,
    STRAINED,
    VO,
    X_RETURNED,
)
from sim.machine.jit import event
from sim.machine.sorting import sort_keys
from sim.machine.waitlists import look_again


@event
def case_due(s: Any, i: int, day: int) -> None:
    """The case clock of pupil i, by what is being done."""
    p = s.pupils[i]
    p.clock_case = NEVER
    if p.case == IDLE:
        tell(s, i, day, T_IDLE_ENDS, 0, 0, -1.0)
        begin_search(s, i, day)
    elif p.case == SEARCH or p.case == CONSULTATION:
        p.stance = 0
        p.case = SEARCH
        look_again(s, i)
        search_round(s, i, day)
    elif p.case == DECISION:
        decide(s, i, day)
    elif p.case == OFFER:
        answer(s, i, day)
    elif p.case == START_AGREED:
        start(s, i, day)


@event
def place_due(s: Any, i: int, day: int) -> None:
    """The clock of the place of pupil i: it strains, breaks off, or a new pupil or a formerly exempt one is there."""
    p = s.pupils[i]
    p.clock_place = NEVER
    if p.where == NOT_YET:
        p.sector = PO
        p.partnership = p.partnership_po
        p.board = p.board_po
        if day >= p.vo_day:
            p.sector = VO
            p.partnership = p.partnership_vo
            p.board = p.board_vo
        tell(s, i, day, T_ENTERS, p.arrival, 0, -1.0)
        arrive_unowned(s, i, day)
    elif p.where == EXEMPT:
        end_exemption(s, i, day, X_RETURNED)
        arrive_unowned(s, i, day)
    elif p.where == STRAINED or p.where == PARTIAL:
        break_off(s, i, day)
    else:
        strain(s, i, day)


@event
def arrangement_ends(s: Any, i: int, day: int) -> None:
    """An arrangement has done its work: the pupil is in a regular place again."""
    p = s.pupils[i]
    p.clock_end = NEVER
    if p.where != ARRANGEMENT:
        return
    tell(s, i, day, T_ARRANGEMENT_ENDS, 0, 0, -1.0)
    close_place(s, i, day, E_COMPLETED)
    p.where = REGULAR
    p.n_crisis += 1
    fresh_crisis(s, i, day)


ring_clock = ring(
    {
        "move": move, "care": care_due, "file": file_done, "owner": owner_due, "term": term_due, "case": case_due, "place": place_due,
        "end": arrangement_ends, "parents": resolve_runs_out,
    }
)  # fmt: skip


@event
def fire(s: Any, i: int, day: int) -> int:
    """Everything of pupil i that is due today. Returns the number of events."""
    n = 0
    while n < 20:
        kind = which(s.pupils[i], day)
        if kind < 0:
            break
        n += 1
        ring_clock(s, i, day, kind)
    after(s, i, day)
    return n


STANDS = 2**27 - 1
"""Bits of a sorting key that say where in s.scratch a pupil stands."""


@event
def gather_due(s: Any, day: int) -> int:
    """The day's bucket into s.scratch, with all of them on their way to the processor. Returns how many they are."""
    n = 0
    i = s.buckets[day]
    while i >= 0:
        fetch(s.pupils[i])
        fetch(s.links[i, Q_SPECIAL])
        fetch(s.links[i, Q_ARRANGEMENT])
        s.scratch[n] = i
        n += 1
        i = s.pending[i].due_after
    return n


@event
def sort_due(s: Any, n: int) -> None:
    """The first n keys of s.scratch_keys, smallest first; where rule and lot are the same, by the id of the pupil."""
    sort_keys(s, n)
    for x in range(1, n):
        y = x
        while y > 0 and s.scratch_keys[y - 1] >> 27 == s.scratch_keys[y] >> 27:
            before, own = s.scratch_keys[y - 1], s.scratch_keys[y]
            if s.pupils[s.scratch[before & STANDS]].id & STANDS <= s.pupils[s.scratch[own & STANDS]].id & STANDS:
                break
            s.scratch_keys[y - 1], s.scratch_keys[y] = own, before
            y -= 1


@event
def fire_all(s: Any, day: int) -> None:
    """The day's bucket: by rule, then by a lot drawn for each pupil; never in the order of creation."""
    n = gather_due(s, day)
    for x in range(n):
        p = s.pupils[s.scratch[x]]
        s.scratch_keys[x] = (which(p, day) << 58) | (chance.lot(p.key, day) << 27) | x
    sort_due(s, n)
    w = s.world[0]
    for x in range(n):
        i = s.scratch[s.scratch_keys[x] & STANDS]
        if s.pending[i].due == day:
            w.n_events += fire(s, i, day)


@event
def one_day(s: Any, day: int) -> None:
    """Year, week, clocks, allotment, tables, what the week leaves behind: the order of a day."""
    monday = day % 7 == 0
    if day % 364 == 0:
        begin_year(s, day)
    if monday:
        begin_week(s, day)
    fire_all(s, day)
    if s.next_school_day[day] == day or day % 364 == 0:
        allot(s, day)
    if monday and s.holiday[day] == 0:
        hold_week(s, day)
    if monday:
        end_week(s, day)
    s.world[0].today = day + 1
