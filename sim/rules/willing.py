"""Whether a board takes another board's stuck pupil (M40, M73, M01)."""

from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_willing(
    base: float, solidarity: float, trust: float, by_trust: float, severity: float, by_severity: float, memory: float, by_memory: float,
    belief: float, shadow: float,
) -> float:  # fmt: skip
    """Probability. `solidarity` the board's own deviation; trust 1..5; memory the number of pupils it remembers being forced to take."""
    return share(
        base + solidarity + by_trust * (trust - 3.2) - by_severity * (severity - 0.4) - by_memory * memory + shadow * belief
    )
