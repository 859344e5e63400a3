"""How long a child nobody is responsible for stays unseen (M25, M36, M79)."""

from sim.machine.jit import rule


@rule
def days_unseen(mean_weeks: float, monitored: int, by_monitoring: float, interval_weeks: int, open_cases: int, caseload: int) -> float:
    """Mean days. Monitoring shortens it, in full at a check every week, not at all at one a year; a full caseload lengthens it."""
    days = 7.0 * mean_weeks
    if monitored == 1:
        days = days * (1.0 - by_monitoring * (1.0 - (interval_weeks - 1.0) / 51.0))
    if open_cases > caseload:
        days = days * (1.0 + 0.5 * (open_cases - caseload) / caseload)
    return days


@rule
def p_written(base: float, ability: float, supported: int, by_support: float) -> float:
    """Probability that parents insist on a written application, which starts the duty of care."""
    p = base + 0.5 * (ability - 0.5) + by_support * supported
    if p < 0.0:
        return 0.0
    if p > 1.0:
        return 1.0
    return p
