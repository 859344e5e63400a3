"""What was going on on a day at home: a fixed function of the state tuple. One cause a day."""

from sim.machine.codes import (
    C_ADMISSIBILITY,
    C_CONSULTATION,
    C_DECISION,
    C_DISPUTE,
    C_IDLE,
    C_IN_CARE,
    C_OFFER,
    C_REFUSED,
    C_SEARCH,
    C_START,
    C_UNOWNED,
    C_WAIT_ARRANGEMENT,
    C_WAIT_CARE,
    C_WAIT_CHOICE,
    C_WAIT_SPECIAL,
    CARE_FIRST,
    CARE_WAITING,
    CONSULTATION,
    DECISION,
    DISPUTED,
    FILING,
    IDLE,
    IN_TREATMENT,
    NO_CARE,
    NOBODY,
    OFFER,
    OWN_CHOICE,
    PLAN_ARRANGEMENT,
    REFUSED,
    START_AGREED,
    WAITING,
)  # fmt: skip
from sim.machine.jit import rule


@rule
def cause_of(case: int, queue: int, care: int, owner: int, stance: int, plan: int, care_need: int) -> int:
    """C_*: what comes first in the order of the body."""
    if owner == NOBODY:
        return C_UNOWNED
    if case == START_AGREED:
        return C_START
    if case == OFFER:
        return C_OFFER
    if case == IDLE:
        return C_IDLE
    if case == DECISION:
        return C_DECISION
    if stance == REFUSED:
        return C_REFUSED
    if stance == OWN_CHOICE:
        return C_WAIT_CHOICE
    if care == DISPUTED:
        return C_DISPUTE
    if care_need == CARE_FIRST:
        if care == IN_TREATMENT:
            return C_IN_CARE
        if care == CARE_WAITING or care == NO_CARE:
            return C_WAIT_CARE
    if queue == WAITING:
        return C_WAIT_SPECIAL
    if queue == FILING:
        return C_ADMISSIBILITY
    if plan == PLAN_ARRANGEMENT:
        return C_WAIT_ARRANGEMENT
    if case == CONSULTATION:
        return C_CONSULTATION
    return C_SEARCH
