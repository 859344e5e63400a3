"""A family moves: the stay goes on, queue positions and enrolment end, the case passes on with a gap (M78)."""

from typing import Any

from sim.events.care.care import ask_for_care
from sim.events.case.case import close_case, draw_target, hand_over, lose_owner
from sim.events.child.crisis import fresh_crisis
from sim.events.child.stay import leave_school
from sim.events.notes import tell
from sim.events.places.placement import close_place
from sim.events.story import T_MOVES
from sim.machine import chance
from sim.machine.calendar import YEAR
from sim.machine.codes import (
    ARRANGEMENT,
    CARE_DONE,
    E_MOVED,
    EXEMPT,
    HOME,
    IN_TREATMENT,
    LEFT,
    NEVER,
    NO_CARE,
    NOT_YET,
    OUT_OF_REGION,
    PARTIAL,
    PO,
    Q_CARE,
    REGULAR,
    RESIDENTIAL,
    SPECIAL,
    STRAINED,
    TEMPORARY,
)  # fmt: skip
from sim.machine.jit import event
from sim.machine.waitlists import leave


@event
def board_in(s: Any, n: int, u: float) -> int:
    """A board of partnership n, in proportion to its pupils."""
    partnership = s.partnerships[n]
    left = int(u * partnership.pupils)
    for k in range(partnership.board, partnership.board + partnership.n_boards):
        left -= s.boards[k].pupils
        if left < 0:
            return k
    return int(partnership.board + partnership.n_boards - 1)


@event
def new_home(s: Any, i: int, day: int) -> None:
    """A municipality of the province, in proportion to nothing but number; partnerships and boards follow."""
    p = s.pupils[i]
    year = day // YEAR
    own = s.areas[p.area]
    u = chance.draw(p.key, chance.MOVE_TO, 8 * year)
    a = s.areas[s.near[own.first_near + int(u * own.n_near)]]
    p.area = s.near[own.first_near + int(u * own.n_near)]
    p.municipality = a.municipality + int(chance.draw(p.key, chance.MOVE_TO, 8 * year + 1) * a.n_municipalities)
    p.partnership_po = a.first_po + int(chance.draw(p.key, chance.MOVE_TO, 8 * year + 2) * a.n_po)
    p.partnership_vo = a.first_vo + int(chance.draw(p.key, chance.MOVE_TO, 8 * year + 3) * a.n_vo)
    p.board_po = board_in(s, p.partnership_po, chance.draw(p.key, chance.MOVE_TO, 8 * year + 4))
    p.board_vo = board_in(s, p.partnership_vo, chance.draw(p.key, chance.MOVE_TO, 8 * year + 5))
    p.partnership = p.partnership_vo
    p.board = p.board_vo
    if p.sector == PO:
        p.partnership = p.partnership_po
        p.board = p.board_po


@event
def move(s: Any, i: int, day: int) -> None:
    """Pupil i moves within the province."""
    p = s.pupils[i]
    p.clock_move = NEVER
    if p.where == LEFT or p.where == NOT_YET:
        return
    if p.where == SPECIAL or p.where == OUT_OF_REGION or p.where == ARRANGEMENT:
        return
    residential = p.where == TEMPORARY and p.place <= RESIDENTIAL
    if residential:
        return
    hand_over(s, i)
    sought = p.where == HOME or p.where == STRAINED or p.where == PARTIAL or p.where == TEMPORARY
    if sought:
        close_case(s, i)
    tell(s, i, day, T_MOVES, 0, 0, -1.0)
    close_place(s, i, day, E_MOVED)
    waits = s.links[i, Q_CARE].queue >= 0 or (p.care != NO_CARE and p.care != IN_TREATMENT and p.care != CARE_DONE)
    leave(s, i, Q_CARE)
    new_home(s, i, day)
    if waits:
        p.care = NO_CARE
        p.n_care -= 1
        p.clock_care = NEVER
        ask_for_care(s, i, day)
    if p.where == EXEMPT:
        return
    if p.where == HOME:
        lose_owner(s, i, day)
    elif sought or chance.draw(p.key, chance.MOVE, 1000000 + day) < s.par[0].p_move_break:
        if not sought:
            p.n_crisis += 1
            draw_target(s, i)
        lose_owner(s, i, day)
        leave_school(s, i, day)
    else:
        p.where = REGULAR
        p.n_crisis += 1
        fresh_crisis(s, i, day)
