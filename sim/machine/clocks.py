"""A pupil's clocks, each declared once: in which order those of one day ring, and what happens then. What rings is bound in day/order.py.

A clock is a column of the pupil, `clock_NAME`: the day on which it rings, NEVER for one that does not run. Functions over all of them are written
out from the table, since compiled code reads columns by name.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sim.machine.codes import NEVER
from sim.machine.jit import event, rule


class Clock(NamedTuple):
    """name: of the column, after `clock_`. happens: in words. stays: goes on when a pupil's other clocks are stopped."""

    name: str
    happens: str
    stays: bool = False


CLOCKS = (
    Clock("move", "the family moves", stays=True),
    Clock("care", "the municipality has decided, a dispute or a treatment ends, a term for a care place runs out"),
    Clock("file", "the file for a TLV is complete and decided on"),
    Clock("owner", "a child nobody is responsible for is found; the attendance officer is done"),
    Clock("term", "a term or a right falls due: taking up by trigger, invocation, placement duty, puzzle duty"),
    Clock("case", "the board stops being idle, a search round ends, a pause ends, a decision is taken, parents answer, the child starts"),
    Clock("place", "a place strains or breaks; a newcomer arrives; an exemption ends"),
    Clock("end", "an arrangement has done its work"),
    Clock("parents", "the parents' resolve has run out"),
)
"""In the order in which clocks of one day ring."""

NAMES = tuple(clock.name for clock in CLOCKS)
COLUMNS = tuple(f"clock_{name}" for name in NAMES)


def written_out(head: str, lines: list[str], known: dict[str, Any]) -> Callable[..., Any]:
    """The function of this head and these lines; `known` are the names they use."""
    found: dict[str, Any] = {"__name__": __name__, **known}
    exec(compile("\n    ".join([head, *lines]), __file__, "exec"), found)
    function: Callable[..., Any] = found[head.removeprefix("def ").partition("(")[0]]
    return function


_FIRST = ["t = p." + COLUMNS[0], *(line for column in COLUMNS[1:] for line in (f"if p.{column} < t:", f"    t = p.{column}")), "return int(t)"]
_DUE = [line for number, column in enumerate(COLUMNS) for line in (f"if p.{column} <= day:", f"    return {number}")]

earliest = rule(written_out("def earliest(p):", _FIRST, {}))
"""The day of a pupil's first clock."""
which = event(written_out("def which(p, day):", [*_DUE, "return -1"], {}))
"""The first clock of a pupil that is due, by its place in CLOCKS; -1 if none."""
start_clocks = rule(written_out("def start_clocks(p):", [f"p.{column} = NEVER" for column in COLUMNS], {"NEVER": NEVER}))
"""A pupil's clocks before it is looked at: none runs."""
stop_clocks = rule(written_out("def stop_clocks(p):", [f"p.clock_{c.name} = NEVER" for c in CLOCKS if not c.stays], {"NEVER": NEVER}))
"""All clocks of a pupil but those that stay."""


def ring(rings: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    """ring(s, i, day, number): what the clock of this number does, for pupil i. rings: an event for each of NAMES."""
    lines = [line for n, name in enumerate(NAMES) for line in (f"{'if' if n == 0 else 'elif'} number == {n}:", f"    on_{name}(s, i, day)")]
    if set(rings) != set(NAMES):
        raise KeyError(f"clocks without an event, or events without a clock: {', '.join(sorted(set(rings) ^ set(NAMES)))}")
    return event(written_out("def ring_clock(s, i, day, number):", lines, {f"on_{name}": rings[name] for name in NAMES}))
