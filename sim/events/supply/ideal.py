"""Diagnostic: one bottleneck fully removed at the branch (MODEL.md, Ideals). Not policy."""

from typing import Any

from sim.events.care.care import after_care, leave_provider
from sim.events.clock import after
from sim.events.places.places import change_school, show_board
from sim.machine.codes import CARE_WAITING, DISPUTED, IN_TREATMENT, Q_CARE
from sim.machine.jit import event
from sim.machine.waitlists import leave, mark_dirty

PLENTY = 1000000


@event
def remove_bottlenecks(s: Any, day: int) -> None:
    """Places of every kind become plenty; care that is asked for is done."""
    par = s.par[0]
    if par.places_unlimited == 1:
        for k in range(s.schools.shape[0]):
            s.schools[k].funded += PLENTY
            change_school(s, k, PLENTY, 0, 0)
        for b in range(s.boards.shape[0]):
            s.boards[b].room += PLENTY
            s.boards[b].temporary_room += PLENTY
            show_board(s, b)
        for n in range(s.partnerships.shape[0]):
            s.partnerships[n].arrangement_places += PLENTY
            s.partnerships[n].arrangement_hours += 16 * PLENTY
            mark_dirty(s, s.world[0].first_arrangement + n)
    if par.care_immediate == 1:
        for i in range(s.world[0].n_pupils):
            p = s.pupils[i]
            if p.care == DISPUTED or p.care == CARE_WAITING or p.care == IN_TREATMENT:
                if p.care == IN_TREATMENT:
                    leave_provider(s, i)
                leave(s, i, Q_CARE)
                after_care(s, i, day)
                after(s, i, day)
