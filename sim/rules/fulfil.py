"""Whether a board acts on its duty of care (M10, M23, M24, M34, M35, M67, M83)."""

from sim.machine.jit import rule
from sim.rules.clip import share


@rule
def p_fulfil(
    base: float, trust: float, by_trust: float, refers_at_cost: int, by_cost: float, inspected: int, by_inspection: float, belief: float,
    moral_hazard: float, law_coming: int, wait_for_law: float, all_responsible: int, diffusion: float,
) -> float:  # fmt: skip
    """Probability. Trust on 1..5; belief in a holder 0..1; then an announced law that boards wait for; last, effort thinned out where all are
    responsible by a weighing framework."""
    p = base + by_trust * (trust - 3.2) - by_cost * refers_at_cost + by_inspection * inspected - moral_hazard * belief - diffusion * all_responsible
    if law_coming == 1:
        p = p * (1.0 - wait_for_law)
    return share(p)
