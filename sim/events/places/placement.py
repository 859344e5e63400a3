"""Rows of placements: opened at the first day of attendance, closed when the place is given back."""

from typing import Any

from sim.events.notes import FULL_PLACEMENTS
from sim.events.places.places import release
from sim.machine.codes import K_OUT, K_SPECIAL, SBO
from sim.machine.jit import event


@event
def open_place(s: Any, i: int, day: int, kind: int, place: int, fit: float, imposed: int, over: int, agreed: int) -> None:
    """Pupil i attends a place from today; the place itself was counted by the caller."""
    p = s.pupils[i]
    w = s.world[0]
    if w.n_placements >= s.placements.shape[0]:
        w.error = FULL_PLACEMENTS
        return
    p.placement_row = w.n_placements
    p.place_kind = kind
    p.place = place
    p.place_over_capacity = over
    w.n_placements += 1
    row = s.placements[p.placement_row]
    row.pupil = p.id
    row.partnership = p.partnership
    row.area = p.area
    row.sector = p.sector
    row.spell_no = -1
    row.kind = kind
    row.place = place
    row.agreed_day = agreed
    row.start_day = day
    row.end_day = -1
    row.end_reason = 0
    row.fit = fit
    row.imposed = imposed
    row.over_capacity = over
    row.pupil_row = i
    if kind == K_SPECIAL or kind == K_OUT:
        p.place_payer = p.partnership
        if s.schools[place].profile == SBO:
            s.partnerships[p.partnership].n_sbo += 1
        else:
            s.partnerships[p.partnership].n_special += 1


@event
def close_place(s: Any, i: int, day: int, reason: int) -> None:
    """Pupil i gives up the place it holds, if any."""
    p = s.pupils[i]
    if p.placement_row < 0:
        return
    row = s.placements[p.placement_row]
    row.end_day = day
    row.end_reason = reason
    p.placement_row = -1
    release(s, i)
