"""Whether the parties at a table agree (M01, M17, M18, M22, M34, M40)."""

import math

from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_agree(
    base: float, trust: float, by_trust: float, consensus: float, severity: float, by_severity: float, standing: int, by_standing: float,
    weighing: int, by_weighing: float, belief: float, shadow: float,
) -> float:  # fmt: skip
    """Probability. Trust and consensus 1..5; a weighing framework lessens conflict."""
    p = base + by_trust * (trust - 3.2) + 0.5 * by_trust * (consensus - 4.4) - by_severity * (severity - 0.4)
    return share(p + by_standing * standing + by_weighing * weighing + shadow * belief)


@rule
def turns_up(u: float, attend: float, obliged: int) -> bool:
    """Whether the parties that are needed turn up."""
    return obliged == 1 or u < attend


@rule
def has_mandate(u: float, needs_care: int, obliged: int, bound: int, free: float, agreed: float) -> bool:
    """Whether care and municipality can both commit at the table; no matter where no care is needed. `obliged` of the two must sit with a mandate."""
    if needs_care == 0 or obliged == 2:
        return True
    p = free
    if bound == 1:
        p = agreed
    if obliged == 1:
        p = math.sqrt(p)
    return u < p
