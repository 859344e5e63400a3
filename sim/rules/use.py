"""Whether a holder takes up a failed case (M05, M09, M14, M15)."""

from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_take_up(reluctant: float, spread: float, invoked: int, frames: int) -> float:
    """Probability. `spread` is the holder's own factor; an invoked case is taken up, inside frames with certainty, else with half."""
    if invoked == 1:
        if frames == 1:
            return 1.0
        return share(0.5 + reluctant * spread)
    return share(reluctant * spread)
