"""How fast a regular place strains (M62, M70)."""

import math

from sim.machine.jit import rule


@rule
def crisis_hazard(base: float, severity: float, by_severity: float, quality: float, by_support: float, squeeze: float) -> float:
    """Hazard per day. `base` per year at severity 0.4; `quality` of basic support 0..1; `squeeze` a factor of lost support money."""
    return base * math.exp(by_severity * (severity - 0.4) - by_support * (quality - 0.5)) * squeeze / 364.0


@rule
def squeeze_of(support: float, elasticity: float) -> float:
    """Factor on straining when support money is `support` times its start level (M70). 1 when the elasticity is 0."""
    if elasticity == 0.0:
        return 1.0
    return math.exp(-elasticity * math.log(support))


@rule
def p_break(base: float, severity: float, by_severity: float) -> float:
    """Probability that a straining place breaks at once."""
    p = base + by_severity * (severity - 0.4)
    if p < 0.0:
        return 0.0
    if p > 1.0:
        return 1.0
    return p


@rule
def strained_hazard(mean_weeks: float, severity: float, by_severity: float) -> float:
    """Hazard per day that a strained place breaks."""
    return math.exp(0.5 * by_severity * (severity - 0.4)) / (mean_weeks * 7.0)
