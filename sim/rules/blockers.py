"""What would have to change for school to start today: a set, evaluated from the child's state and counts of free places."""

from sim.machine.codes import (
    B_CARE_SLOT,
    B_CONSENT,
    B_HOLIDAY,
    B_IDLE,
    B_MONEY,
    B_NO_PLACE,
    B_NOBODY,
    B_NOT_READY,
    B_PROCEDURE,
    B_UNWILLING,
    CARE_DONE,
    CARE_FIRST,
    DISPUTED,
    FILING,
    IDLE,
    IN_TREATMENT,
    NOBODY,
    OFFER,
    OPEN,
    START_AGREED,
)  # fmt: skip
from sim.machine.jit import rule


@rule
def blockers_of(
    holiday: int, owner: int, case: int, queue: int, care: int, care_need: int, stance: int, free_willing: int, free_unwilling: int,
    free_special: int, free_arrangement: int, short_of_money: int,
) -> int:  # fmt: skip
    """Bit set of B_*. The free_* flags say whether a fitting place is free: at a willing board, at an unwilling one only, in special
    education (with a TLV), as an arrangement. A fitting free place that nothing else stands before leaves `procedure`."""
    found = 0
    if holiday == 1:
        found |= B_HOLIDAY
    if owner == NOBODY:
        found |= B_NOBODY
    if case == IDLE:
        found |= B_IDLE
    if stance != OPEN:
        found |= B_CONSENT
    if care_need == CARE_FIRST and care != CARE_DONE:
        if care == DISPUTED:
            found |= B_MONEY
        elif care == IN_TREATMENT:
            found |= B_NOT_READY
        else:
            found |= B_CARE_SLOT
    if case == START_AGREED:
        return found | B_PROCEDURE
    if case == OFFER:
        return found | B_CONSENT
    if free_willing == 1 or free_special == 1:
        if found == 0:
            found |= B_PROCEDURE
    elif free_unwilling == 1:
        found |= B_UNWILLING
    elif free_arrangement == 1:
        if care == DISPUTED or short_of_money == 1:
            found |= B_MONEY
        elif found == 0:
            found |= B_PROCEDURE
    elif queue == FILING:
        found |= B_PROCEDURE | B_NO_PLACE
    else:
        found |= B_NO_PLACE
    return found
