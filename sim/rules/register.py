"""The register status of a day at home: what the national counts see (MODEL.md, thuiszitter)."""

from sim.machine.codes import CARE_FIRST, IN_TREATMENT, R_AUTHORISED, R_AV, R_LRV
from sim.machine.jit import rule


@rule
def register_of(enrolled: int, care: int, care_need: int) -> int:
    """R_*: authorised while in treatment that must come first; lrv while enrolled; av otherwise."""
    if care_need == CARE_FIRST and care == IN_TREATMENT:
        return R_AUTHORISED
    if enrolled == 1:
        return R_LRV
    return R_AV
