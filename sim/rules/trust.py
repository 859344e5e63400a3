"""Trust among the boards of a partnership, on 1..5 (M02, M08, M40)."""

from sim.machine.jit import rule


@rule
def trust_next(
    trust: float, level: float, recovery: float, agreed: int, forced: int, n_boards: int, by_agree: float, by_force: float, owned: float,
) -> float:  # fmt: skip
    """Trust a week later: agreement builds it, force spends it (less where the power is owned), and it drifts to its level."""
    x = trust + recovery / 52.0 * (level - trust)
    x = x + by_agree * agreed * 10.0 / (n_boards + 9.0)
    x = x - by_force * forced * (1.0 - owned) * 10.0 / (n_boards + 9.0)
    if x < 1.0:
        return 1.0
    if x > 5.0:
        return 5.0
    return x
