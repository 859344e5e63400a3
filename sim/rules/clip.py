"""Keep a probability a probability."""

from sim.machine.jit import rule


@rule
def share(x: float) -> float:
    """x limited to [0, 1]."""
    if x < 0.0:
        return 0.0
    if x > 1.0:
        return 1.0
    return x


@rule
def between(x: float, low: float, high: float) -> float:
    """x limited to [low, high]."""
    if x < low:
        return low
    if x > high:
        return high
    return x
