"""How well a place fits a pupil (M60). The same in every regime."""

from sim.machine.codes import K_ARRANGEMENT, K_OUT, K_SPECIAL, TARGET_ARRANGEMENT, TARGET_REGULAR, TARGET_SPECIAL
from sim.machine.jit import rule


@rule
def match_of(kind: int, target: int) -> float:
    """Match of a kind of place with what is needed, 0..1: 1 for the thing itself. Assumed."""
    if kind == K_SPECIAL or kind == K_OUT:
        if target == TARGET_SPECIAL:
            return 1.0
        return 0.7
    if kind == K_ARRANGEMENT:
        if target == TARGET_ARRANGEMENT:
            return 1.0
        if target == TARGET_SPECIAL:
            return 0.75
        return 0.8
    if target == TARGET_REGULAR:
        return 0.9
    if target == TARGET_ARRANGEMENT:
        return 0.6
    return 0.5


@rule
def fit_of(match: float, severity: float, by_severity: float, quality: float, noise: float, u: float) -> float:
    """Fit in [0, 1]: match, less for severity, more for quality of support (0..1), spread over schools by the latent u."""
    fit = match - by_severity * (severity - 0.4) + 0.2 * (quality - 0.5) + noise * (u - 0.5)
    if fit < 0.0:
        return 0.0
    if fit > 1.0:
        return 1.0
    return fit
