"""Place in a waitlist: the queue disciplines. A lower key is served first."""

from sim.machine.codes import BY_SEVERITY, LONGEST_AT_HOME
from sim.machine.jit import rule

FRONT = -(2**24)


@rule
def waitlist_key(discipline: int, day: int, home_since: int, severity: float, lot: int) -> int:
    """64-bit key: first come by day, longest at home by the start of the stay, severity by severity; the lot breaks ties."""
    first = day
    if discipline == LONGEST_AT_HOME:
        first = home_since
    elif discipline == BY_SEVERITY:
        first = int((1.0 - severity) * 1000000.0)
    return (int(first) << 31) | int(lot)


@rule
def front_key(day: int, lot: int) -> int:
    """Key of a child moved up: before all who were not, in order of the moves."""
    return ((FRONT + int(day)) << 31) | int(lot)
