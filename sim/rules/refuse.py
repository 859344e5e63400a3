"""What follows a refusal (M45, M46, M49): accept after all, wait for the own choice, committee, exemption, report, or search on."""

from sim.machine.jit import rule

ACCEPT_AFTER_ALL, EXEMPTION, OWN_CHOICE, COMMITTEE, REPORT, SEARCH_ON = range(6)


@rule
def after_refusal(
    u: float, mediation: int, by_mediation: float, exempt: float, attachment: float, own_choice: float, committee: float, report: float
) -> int:
    """One of the constants above; a single draw walks down the list. `attachment` of the parents to their own choice, 0..1."""
    p = by_mediation * mediation
    if u < p:
        return ACCEPT_AFTER_ALL
    rest = 1.0 - p
    p = p + rest * exempt
    if u < p:
        return EXEMPTION
    p = p + rest * own_choice * attachment
    if u < p:
        return OWN_CHOICE
    p = p + rest * committee
    if u < p:
        return COMMITTEE
    p = p + rest * report
    if u < p:
        return REPORT
    return SEARCH_ON
