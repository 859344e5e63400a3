"""What Python calls, with a handle of the state: days of a run in compiled code."""

from typing import Any

import sim.machine.rows  # noqa: F401  # what compiled code sees of a state
from sim.day.order import one_day
from sim.events.child.exemption import book_exemption
from sim.events.notes import book_days, write_blocker_set
from sim.events.supply.ideal import remove_bottlenecks
from sim.machine.codes import EXEMPT
from sim.machine.jit import entry


@entry
def run_days(s: Any, first: int, last: int) -> int:
    """Days first..last-1. Returns the number of events so far; stops at an error (world.error)."""
    for day in range(first, last):
        one_day(s, day)
        if s.world[0].error != 0:
            break
    return s.world[0].n_events


@entry
def begin_recording(s: Any, day: int) -> None:
    """The branch: what has been is booked; from today sets and interventions are written."""
    w = s.world[0]
    for x in range(w.n_home):
        i = s.home[x]
        book_days(s, i, day)
        write_blocker_set(s, i, day)
    for i in range(w.n_pupils):
        if s.pupils[i].where == EXEMPT:
            book_exemption(s, i, day)
    remove_bottlenecks(s, day)
    w.recording = 1
    w.branch_day = day


@entry
def finish(s: Any, day: int) -> None:
    """The end of the run: open stays and exemptions are booked to the last day."""
    w = s.world[0]
    for x in range(w.n_home):
        i = s.home[x]
        book_days(s, i, day)
        write_blocker_set(s, i, day)
    for i in range(w.n_pupils):
        if s.pupils[i].where == EXEMPT:
            book_exemption(s, i, day)
