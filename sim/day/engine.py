"""The kernel as Python calls it: on a state, with errors of its own as exceptions."""

from sim.day import kernel
from sim.errors import EngineError
from sim.machine.handle import handle
from sim.machine.state import State

FULL = {1: "spells", 2: "placements", 3: "interventions", 4: "blocker sets", 5: "exemptions"}


def run_days(state: State, first: int, last: int) -> None:
    """Days first..last-1. Raises EngineError when there is no room for what is to be written down."""
    kernel.run_days(handle(state), first, last)
    error = int(state.world["error"][0])
    if error:
        raise EngineError(f"no room left for rows of {FULL.get(error, error)} on day {int(state.world['today'][0])}")


def begin_recording(state: State, day: int) -> None:
    """The day of the branch: from today rows are written that only a branch has."""
    kernel.begin_recording(handle(state), day)


def finish(state: State, day: int) -> None:
    """The end of the run: what is open is booked to the last day."""
    kernel.finish(handle(state), day)
