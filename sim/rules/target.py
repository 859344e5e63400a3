"""What a pupil whose place strains needs next: another regular place, special education, or an arrangement of education and care."""

from sim.machine.codes import CARE_FIRST, CONCURRENT, TARGET_ARRANGEMENT, TARGET_REGULAR, TARGET_SPECIAL
from sim.machine.jit import rule


@rule
def target_of(u: float, severity: float, care_need: int, special: float, by_severity: float, arrangement: float) -> int:
    """TARGET_*; the same draw gives special first, then arrangement, then regular."""
    p_special = special + by_severity * (severity - 0.4)
    if p_special < 0.0:
        p_special = 0.0
    if p_special > 0.95:
        p_special = 0.95
    if u < p_special:
        return TARGET_SPECIAL
    p = arrangement
    if care_need == CONCURRENT or care_need == CARE_FIRST:
        p = 2.0 * arrangement
    if u < p_special + (1.0 - p_special) * p:
        return TARGET_ARRANGEMENT
    return TARGET_REGULAR
