"""Who pays in the grey area between education and youth care (M28, M51)."""

from sim.codes import CONCURRENT
from sim.jit import rule
from sim.rules.clip import share


@rule
def p_dispute(care_need: int, grey: float, first: float, pressure: float, fifty: int, joint: int) -> float:
    """Probability of a dispute; `pressure` of the municipal budget 0..1. None under 50/50 funding; a joint decision halves what is left."""
    if fifty == 1:
        return 0.0
    p = first
    if care_need == CONCURRENT:
        p = grey
    p = p * (0.5 + pressure)
    if joint == 1:
        p = 0.5 * p
    return share(p)
