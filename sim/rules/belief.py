"""Belief in a power changes when a case tests the holder, not by disuse (MODEL.md, feedback)."""

from sim.machine.jit import rule


@rule
def belief_after_test(belief: float, learning: float, decided: int) -> float:
    """Belief moves towards 1 when the holder decided and was obeyed, towards 0 when it was void or defied."""
    return belief + learning * (decided - belief)
