"""A pupil leaves the model: end of compulsory age, diploma."""

from typing import Any

from sim.events.care.care import leave_provider
from sim.events.case.case import close_case, hand_over
from sim.events.child.exemption import end_exemption
from sim.events.child.stay import end_stay
from sim.events.notes import tell
from sim.events.places.placement import close_place
from sim.events.story import T_LEAVES
from sim.machine.clocks import stop_clocks
from sim.machine.codes import CARE_DONE, E_AGED, HOME, IN_TREATMENT, LEFT, NEVER, NOBODY, Q_CARE, S_AGED, X_LEFT
from sim.machine.jit import event
from sim.machine.waitlists import leave


@event
def leave_model(s: Any, i: int, day: int) -> None:
    """Pupil i has reached the end of its school years."""
    p = s.pupils[i]
    tell(s, i, day, T_LEAVES, 0, 0, -1.0)
    hand_over(s, i)
    close_case(s, i)
    if p.where == HOME:
        end_stay(s, i, day, S_AGED, 0, -1.0)
    end_exemption(s, i, day, X_LEFT)
    close_place(s, i, day, E_AGED)
    leave(s, i, Q_CARE)
    if p.care == IN_TREATMENT:
        leave_provider(s, i)
        p.care = CARE_DONE
    p.where = LEFT
    p.owner = NOBODY
    p.enrolled = 0
    stop_clocks(p)
    p.clock_move = NEVER
