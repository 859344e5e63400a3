"""Exemption from compulsory schooling (article 5a)."""

from sim.machine.codes import CARE_FIRST
from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_exempt(base: float, care_need: int, by_care: float, severity: float) -> float:
    """Probability that an exemption is asked and granted; more for severe children and where care must come first."""
    p = base * (0.5 + 1.25 * severity)
    if care_need == CARE_FIRST:
        p = p * by_care
    return share(p)
