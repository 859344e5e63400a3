"""How fast a placement fails (M03, M58)."""

import math

from sim.machine.jit import rule


@rule
def drop_hazard(
    base: float, fit: float, fit_min: float, by_fit: float, imposed: int, by_imposed: float, crowding: float, by_crowding: float,
    trust: float, by_distrust: float, unmet_care: int, by_unmet: float, after_home: int, by_home: float,
) -> float:  # fmt: skip
    """Hazard per day. `base` per year for a just fitting place; `crowding` the over-capacity pupils in the same school; trust 0..1."""
    x = -by_fit * (fit - fit_min) + by_imposed * imposed + by_crowding * crowding - by_distrust * (trust - 0.5)
    return base * math.exp(x + by_unmet * unmet_care + by_home * after_home) / 364.0
