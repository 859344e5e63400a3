"""Exemption from compulsory schooling under article 5a: a state, with a yearly chance of return."""

from typing import Any

from sim.events.case.case import close_case, hand_over
from sim.events.child.stay import end_stay
from sim.events.notes import FULL_EXEMPTIONS, tell
from sim.events.places.placement import close_place
from sim.events.story import T_EXEMPT
from sim.machine.codes import E_LEFT, EXEMPT, HOME, NEVER, NOBODY, S_EXEMPT
from sim.machine.jit import event


@event
def exempt(s: Any, i: int, day: int) -> None:
    """Pupil i is exempted today and gives up the place it may hold. Its place in the care queue stays."""
    p = s.pupils[i]
    w = s.world[0]
    if w.n_exemptions >= s.exemptions.shape[0]:
        w.error = FULL_EXEMPTIONS
        return
    p.exemption_row = w.n_exemptions
    w.n_exemptions += 1
    row = s.exemptions[p.exemption_row]
    row.pupil = p.id
    row.partnership = p.partnership
    row.area = p.area
    row.sector = p.sector
    row.spell_no = -1
    row.start_day = day
    row.end_day = -1
    row.end_reason = 0
    row.pupil_row = i
    hand_over(s, i)
    close_case(s, i)
    close_place(s, i, day, E_LEFT)
    if p.where == HOME:
        row.spell_no = p.spell_no
        end_stay(s, i, day, S_EXEMPT, 0, -1.0)
        p.exempt_since = day
    else:
        p.exempt_since = -1
    p.where = EXEMPT
    p.owner = NOBODY
    p.enrolled = 0
    p.clock_place = NEVER
    p.clock_owner = NEVER
    p.clock_end = NEVER
    tell(s, i, day, T_EXEMPT, 0, 0, -1.0)


@event
def book_exemption(s: Any, i: int, day: int) -> None:
    """Write the exempt days so far to the row of the stay they followed."""
    p = s.pupils[i]
    if p.exempt_since >= 0:
        s.spells[p.spell].exempt_days += day - p.exempt_since
        p.exempt_since = day


@event
def end_exemption(s: Any, i: int, day: int, reason: int) -> None:
    """The exemption of pupil i ends today. The caller sets where the pupil is."""
    p = s.pupils[i]
    book_exemption(s, i, day)
    p.exempt_since = -1
    if p.exemption_row >= 0:
        row = s.exemptions[p.exemption_row]
        row.end_day = day
        row.end_reason = reason
        p.exemption_row = -1
