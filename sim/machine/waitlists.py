"""Waitlists: doubly linked through the pupils' own columns, sorted by key, so that a place in a list costs no memory and leaving is free."""

from typing import Any

from sim.machine.codes import Q_AGENDA, Q_ARRANGEMENT, Q_SPECIAL
from sim.machine.jit import event, rule


@rule
def mark_dirty(s: Any, queue: int) -> None:
    """Have the queue looked at when places are allotted."""
    q = s.queues[queue]
    if q.dirty == 0:
        q.dirty = 1
        w = s.world[0]
        s.dirty[w.n_dirty] = queue
        w.n_dirty += 1


@event
def join(s: Any, i: int, kind: int, queue: int, key: int) -> None:
    """Pupil i enters a queue of this kind at the place its key gives, behind equals: at the tail, or near where the last one went that didn't
    go there."""
    link = s.links[i, kind]
    q = s.queues[queue]
    link.queue = queue
    link.key = key
    j = q.tail
    if j >= 0 and s.links[j, kind].key > key and q.within >= 0:
        j = q.within
        while s.links[j, kind].behind >= 0 and s.links[s.links[j, kind].behind, kind].key <= key:
            j = s.links[j, kind].behind
    while j >= 0 and s.links[j, kind].key > key:
        j = s.links[j, kind].before
    link.before = j
    if j >= 0:
        link.behind = s.links[j, kind].behind
        s.links[j, kind].behind = i
    else:
        link.behind = q.head
        q.head = i
    if link.behind >= 0:
        s.links[link.behind, kind].before = i
        q.within = i
    else:
        q.tail = i
    q.length += 1
    mark_dirty(s, queue)


@event
def look_again(s: Any, i: int) -> None:
    """Pupil i can be offered a place again: the lists of special schools and arrangements it is in are looked at."""
    for kind in (Q_SPECIAL, Q_ARRANGEMENT):
        if s.links[i, kind].queue >= 0:
            mark_dirty(s, s.links[i, kind].queue)


@event
def leave(s: Any, i: int, kind: int) -> None:
    """Pupil i leaves its queue of this kind, if it is in one."""
    link = s.links[i, kind]
    if link.queue < 0:
        return
    q = s.queues[link.queue]
    if q.within == i:
        q.within = link.before
        if link.before < 0:
            q.within = link.behind
    if link.before >= 0:
        s.links[link.before, kind].behind = link.behind
    else:
        q.head = link.behind
    if link.behind >= 0:
        s.links[link.behind, kind].before = link.before
    else:
        q.tail = link.before
    q.length -= 1
    link.queue = -1


@event
def leave_all(s: Any, i: int) -> None:
    """Pupil i gives up its places in all lists but that of youth care."""
    leave(s, i, Q_SPECIAL)
    leave(s, i, Q_AGENDA)
    leave(s, i, Q_ARRANGEMENT)
