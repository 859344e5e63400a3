"""Everybody before day 0: nobody has been looked at yet. One pass of compiled code over all pupils."""

from typing import Any

from sim.machine import chance
from sim.machine.clocks import start_clocks
from sim.machine.codes import BY_BOARD, NEVER, NOT_YET, REGULAR
from sim.machine.jit import entry


@entry
def start_all(pupils: Any, links: Any, lots: Any) -> None:
    """Clocks that never ring, no rows, no queues; in the place of the start, if here by then. lots: room for the draw of the first crisis."""
    for i in range(pupils.shape[0]):
        p = pupils[i]
        start_clocks(p)
        p.placement_row = p.exemption_row = p.place = p.place_slot = p.offer_place = p.offer_slot = -1
        p.spell = p.home_position = p.last_end = p.counted = p.exempt_since = -1
        p.registered_from = NEVER
        secondary = p.vo_day < 0
        p.sector = 1 if secondary else 0
        p.partnership = p.partnership_vo if secondary else p.partnership_po
        p.board = p.board_vo if secondary else p.board_po
        p.where = NOT_YET
        if p.enters < 0:
            p.where = REGULAR
            p.owner = BY_BOARD
            p.enrolled = 1
        lots[i] = chance.draw(p.key, chance.CRISIS, 0)
        for k in range(links.shape[1]):
            links[i, k].queue = -1
            links[i, k].first_row = -1
