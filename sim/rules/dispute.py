"""Whether it is disputed who pays for youth care (M51)."""

from sim.machine.codes import CONCURRENT
from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_dispute(care_need: int, grey: float, first: float, pressure: float, joint: int) -> float:
    """Probability that a request falls in the grey area; `pressure` of the municipal budget 0..1. Where both decide together, half of it."""
    p = first
    if care_need == CONCURRENT:
        p = grey
    p = p * (0.5 + pressure)
    if joint == 1:
        p = 0.5 * p
    return share(p)
