"""Integer waiting times from a uniform draw."""

import math

from sim.machine.jit import rule


@rule
def exponential_days(u: float, mean_days: float) -> int:
    """At least one day; exponential with this mean, rounded up."""
    if mean_days <= 0.0:
        return 1
    days = -math.log(u) * mean_days
    if days > 100000.0:
        return 100000
    return int(days) + 1


@rule
def hump_days(u: float, mean_days: float) -> int:
    """At least one day; a Weibull of shape 2 with this mean: few very short, few very long (procedures, answers, treatments)."""
    if mean_days <= 0.0:
        return 1
    return int(mean_days * 1.1283791670955126 * math.sqrt(-math.log(u))) + 1


@rule
def days_to_threshold(left: float, rate: float) -> int:
    """Days until an accumulated hazard passes `left` at a constant rate per day; at least 1, at most 100,000."""
    if rate * 100000.0 <= left:
        return 100000
    return int(left / rate) + 1
