"""A pupil's phase: one word for the state tuple, for reading."""

from sim.machine.codes import CASE, NO_CASE, WHERE


def phase_of(where: int, case: int) -> str:
    """'home: search', 'strained: consultation', 'special'."""
    if case == NO_CASE:
        return WHERE[where]
    return f"{WHERE[where]}: {CASE[case].replace('_', ' ')}"
