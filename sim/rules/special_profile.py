"""Which kind of special school a pupil's profile asks for."""

from sim.machine.codes import CLUSTER3, CLUSTER4, EXTERNALISING, INTERNALISING, LEARNING, PHYSICAL, PO, SBO, WORK_ATTITUDE
from sim.machine.jit import rule


@rule
def special_profile(profile: int, severity: float, sector: int) -> int:
    """SBO, CLUSTER3 or CLUSTER4. Physical and severe learning needs ask for cluster 3; milder primary pupils for sbo, fewer so where behaviour is
    the need; the rest for cluster 4. The severity borders are assumed, set so that inflows stand as in pf_flows_001, pf_flows_002, pf_pupils_031."""
    if profile == PHYSICAL:
        return CLUSTER3
    if profile == LEARNING:
        if sector == PO and severity < 0.5:
            return SBO
        return CLUSTER3
    if sector == PO:
        if profile == WORK_ATTITUDE and severity < 0.6:
            return SBO
        if profile == EXTERNALISING and severity < 0.45:
            return SBO
        if profile == INTERNALISING and severity < 0.4:
            return SBO
    return CLUSTER4
