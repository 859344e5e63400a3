"""Whether parents accept an offer (M46)."""

from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_accept(
    base: float, fit: float, fit_min: float, by_fit: float, trust: float, by_trust: float, imposed: int, by_imposed: float, far: int,
    by_far: float, tired: int, limited: int,
) -> float:  # fmt: skip
    """Probability. Trust 0..1. Tired parents (resolve run out) accept more; a limited veto halves refusals. Force on a board is not consent.
    Parents who accept nothing (base 0) are not talked into anything."""
    if base <= 0.0 and limited == 0:
        return 0.0
    p = share(base + by_fit * (fit - fit_min) + by_trust * (trust - 0.5) - by_imposed * imposed - by_far * far + 0.1 * tired)
    if limited == 1:
        return 1.0 - 0.5 * (1.0 - p)
    return p
