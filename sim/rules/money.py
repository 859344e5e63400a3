"""A partnership's year in integer euros (M67-M71)."""

from sim.machine.jit import rule


@rule
def support_of(income: int, special: int, cases: int, reserve: int, target: float) -> int:
    """What is left for regular schools: income less special places (paid first) and cases, drawing on or filling the reserve by a fifth
    of its distance to the target; never below zero, never taking the reserve below zero."""
    gap = int(target * income) - reserve
    left = income - special - cases - gap // 5
    if left < 0:
        return 0
    most = income - special - cases + reserve
    if left > most:
        if most < 0:
            return 0
        return most
    return left


@rule
def sbo_paid(sbo: int, regular: int) -> int:
    """Pupils in sbo for whom the partnership pays: those above 2% of the pupils of its primary schools, sbo included (sbo_two_percent, M68)."""
    over = sbo - (regular + sbo) // 50
    if over < 0:
        return 0
    return over


@rule
def index_of(support: int, start: int) -> float:
    """Support money relative to its start, between a fifth and twice."""
    if start <= 0:
        return 1.0
    x = support / start
    if x < 0.2:
        return 0.2
    if x > 2.0:
        return 2.0
    return x
