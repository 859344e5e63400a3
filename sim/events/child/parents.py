"""Parents hold on for a time. Then they escalate, accept more, or ask for an exemption."""

from typing import Any

from sim.events.case.case import begin_search, to_table
from sim.events.case.search import ready
from sim.events.child.exemption import exempt
from sim.machine import chance
from sim.machine.codes import BY_BOARD, CONSULTATION, IDLE, NEVER, OFFER, SEARCH, START_AGREED
from sim.machine.jit import event
from sim.rules.exempt import p_exempt


@event
def resolve_runs_out(s: Any, i: int, day: int) -> None:
    """The parents of pupil i have held on as long as they could; they do so again after the same time."""
    p = s.pupils[i]
    par = s.par[0]
    p.clock_parents = day + 7 * p.resolve
    p.resolve_ran_out = 1
    if p.case == OFFER or p.case == START_AGREED:
        return
    u = chance.draw(p.key, chance.PARENTS, day)
    if u < p_exempt(par.p_exempt_tired, p.care_need, par.exempt_care, p.severity):
        exempt(s, i, day)
        return
    if p.owner != BY_BOARD:
        return
    if p.case == IDLE:
        begin_search(s, i, day)
    elif p.case == SEARCH and ready(p) and s.levers[p.partnership].structure > 0 and p.ability > 0.5:
        to_table(s, i, day)
    elif p.case == CONSULTATION and p.clock_case < NEVER:
        p.clock_case = day + 1
