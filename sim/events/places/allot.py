"""Free places are allotted: special schools, care slots and arrangements each serve their waitlist in its order."""

from typing import Any

from sim.events.care.care import begin_treatment
from sim.events.case.search import ready
from sim.events.clock import after
from sim.events.places.offer import make_offer
from sim.events.places.passed import take_turn
from sim.events.places.places import (
    affordable,
    arrangement_fit,
    arrangement_free,
    change_provider,
    change_school,
    hours_of,
    school_fit,
    school_left,
    serves,
)  # fmt: skip
from sim.machine.codes import (
    DISPUTED,
    K_ARRANGEMENT,
    K_OUT,
    K_SPECIAL,
    OFFER,
    Q_ARRANGEMENT,
    Q_CARE,
    Q_SPECIAL,
    REFUSED,
    START_AGREED,
    VO,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.sorting import sort_scratch


@rule
def can_be_offered(p: Any) -> bool:
    """Whether an offer can be made now: no other is out, treatment is done where it comes first, parents are not in a dispute."""
    return p.case != OFFER and p.case != START_AGREED and p.stance != REFUSED and ready(p)


@event
def allot_school(s: Any, k: int, day: int) -> int:
    """Offer the free places of special school k down its waitlist; children who cannot start now keep their position. Under a guarantee a
    secondary school makes a place for each of them (M37)."""
    queue = s.world[0].first_school_queue + k
    n = 0
    i = s.queues[queue].head
    guarantee = s.schools[k].level == VO and s.levers[s.schools[k].partnership].guarantee == 1
    while i >= 0 and (guarantee or school_left(s.schools[k]) > 0):
        behind = s.links[i, Q_SPECIAL].behind
        if can_be_offered(s.pupils[i]):
            kind = K_SPECIAL
            if not serves(s, k, s.pupils[i].area):
                kind = K_OUT
            if kind == K_SPECIAL or s.levers[s.pupils[i].partnership].island == 0:
                if school_left(s.schools[k]) == 0:
                    change_school(s, k, 1 + s.schools[k].occupied + s.schools[k].reserved - s.schools[k].places, 0, 0)
                take_turn(s, i, Q_SPECIAL, queue, day)
                make_offer(s, i, day, kind, k, school_fit(s, i, k), 0, 0)
                after(s, i, day)
                n += 1
        i = behind
    return n


@event
def allot_provider(s: Any, v: int, day: int) -> int:
    """Treat those at the head of provider v's waitlist while a slot is free."""
    queue = s.world[0].first_care_queue + v
    x = s.providers[v]
    n = 0
    while x.occupied < x.slots and s.queues[queue].head >= 0:
        i = s.queues[queue].head
        take_turn(s, i, Q_CARE, queue, day)
        change_provider(s, v, 1)
        begin_treatment(s, i, day, v)
        after(s, i, day)
        n += 1
    return n


@event
def allot_arrangements(s: Any, partnership: int, day: int) -> int:
    """Start arrangements in the order of their waitlist while host place, hours and money are all there."""
    queue = s.world[0].first_arrangement + partnership
    n = 0
    i = s.queues[queue].head
    while i >= 0 and arrangement_free(s, partnership, 1) and affordable(s, partnership, s.par[0].price_arrangement):
        behind = s.links[i, Q_ARRANGEMENT].behind
        p = s.pupils[i]
        if can_be_offered(p) and p.care != DISPUTED and arrangement_free(s, partnership, hours_of(p.severity)):
            make_offer(s, i, day, K_ARRANGEMENT, partnership, arrangement_fit(s, i), 0, 0)
            after(s, i, day)
            n += 1
        i = behind
    return n


@event
def allot(s: Any, day: int) -> None:
    """Look at every list that has changed, in the order of their numbers. Allotting may mark others; they wait for tomorrow."""
    w = s.world[0]
    n = w.n_dirty
    w.n_dirty = 0
    for x in range(n):
        s.scratch[x] = s.dirty[x]
    sort_scratch(s, n)
    for x in range(n):
        s.queues[s.scratch[x]].dirty = 0
    for x in range(n):
        q = s.scratch[x]
        if q < w.first_care_queue:
            w.n_events += allot_school(s, q - w.first_school_queue, day)
        elif q < w.first_agenda:
            w.n_events += allot_provider(s, q - w.first_care_queue, day)
        elif q >= w.first_arrangement:
            w.n_events += allot_arrangements(s, q - w.first_arrangement, day)
