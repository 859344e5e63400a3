"""Children who were passed in a waitlist: when the list serves them, they learn how many days that has cost (M44)."""

from typing import Any

from sim.machine.codes import A_QUEUE_MOVE, K_SPECIAL, K_TEMPORARY, Q_SPECIAL
from sim.machine.jit import event, rule
from sim.machine.state import TURNS

NOT_SERVED, WENT_BEFORE = -1, -2
"""Added days of a passed child not yet served: the moved child has had no turn, or has had it. Tables say -1 for both."""


@rule
def list_kind(kind: int) -> int:
    """Kind of place that a list of special schools, or of youth care, leads to."""
    if kind == Q_SPECIAL:
        return K_SPECIAL
    return K_TEMPORARY


@rule
def list_place(s: Any, kind: int, queue: int) -> int:
    """The school, or the provider as -2 - its number, whose list this is."""
    w = s.world[0]
    if kind == Q_SPECIAL:
        return int(queue - w.first_school_queue)
    return int(w.first_care_queue - queue - 2)


@rule
def remember(s: Any, i: int, kind: int) -> None:
    """The next row of interventions says that pupil i moves up, or is passed, in its list of this kind."""
    link = s.links[i, kind]
    if link.first_row < 0:
        link.first_row = s.world[0].n_interventions


@rule
def turn_day(q: Any, n: int, day: int) -> int:
    """Day of the n-th turn of a list; the present one is on `day`. Of turns longer ago than it keeps: the day of the oldest it knows."""
    first = max(0, q.n_turns - TURNS)
    if n >= q.n_turns:
        return day
    return int(q.turns[max(n, first) % TURNS])


@event
def book_passes(s: Any, i: int, kind: int, queue: int, day: int) -> None:
    """Pupil i, who moved up or was passed in this list, is served. Of the m children who passed it and were served before it each took a turn,
    so without them it would have been served m turns ago: the m-th last interval is the first one's, the last is the last one's. Who moved up
    and has had no turn here has cost it nothing."""
    q = s.queues[queue]
    p = s.pupils[i]
    w = s.world[0]
    place, place_kind = list_place(s, kind, queue), list_kind(kind)
    first = s.links[i, kind].first_row
    turn = q.n_turns
    for x in range(first, w.n_interventions):
        row = s.interventions[x]
        if row.kind == A_QUEUE_MOVE and row.place == place and row.place_kind == place_kind:
            if row.passed == p.id and row.added_days == WENT_BEFORE:
                turn -= 1
    for x in range(first, w.n_interventions):
        row = s.interventions[x]
        if row.kind == A_QUEUE_MOVE and row.place == place and row.place_kind == place_kind:
            if row.pupil == p.id and row.added_days == NOT_SERVED:
                row.added_days = WENT_BEFORE
            elif row.passed == p.id and row.added_days == NOT_SERVED:
                row.added_days = 0
            elif row.passed == p.id and row.added_days == WENT_BEFORE:
                row.added_days = turn_day(q, turn + 1, day) - turn_day(q, turn, day)
                turn += 1


@event
def take_turn(s: Any, i: int, kind: int, queue: int, day: int) -> None:
    """The list serves pupil i today: a school offers it a place, or a provider treats it."""
    if s.links[i, kind].first_row >= 0:
        book_passes(s, i, kind, queue, day)
    q = s.queues[queue]
    q.turns[q.n_turns % TURNS] = day
    q.n_turns += 1
