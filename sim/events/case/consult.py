"""A consultation: the parties are put round the table; with agreement and a place it ends in an offer (M07, M17-M22, M34, M35)."""

from typing import Any

import numpy as np

from sim.events.care.care import join_care
from sim.events.case.case import pause, set_willing
from sim.events.case.decide import consider_power
from sim.events.case.search import offer_far, plan_arrangement, ready
from sim.events.clock import after
from sim.events.notes import note_intervention, tell
from sim.events.places.admissibility import begin_file
from sim.events.places.offer import make_offer
from sim.events.places.places import affordable, arrangement_fit, arrangement_fits, arrangement_free, board_fit, hours_of, pick_board
from sim.events.story import T_TABLE_AGREES, T_TABLE_FAILS, T_TABLE_NO_PLACE
from sim.machine import chance
from sim.machine.codes import (
    A_ROUND,
    CARE_DONE,
    D_JOINT,
    DISPUTED,
    K_ARRANGEMENT,
    K_REGULAR,
    NEEDS_NONE,
    O_NO_AGREEMENT,
    O_NO_MANDATE,
    O_OFFER,
    O_PLAN,
    PLAN_ARRANGEMENT,
    Q_AGENDA,
    TARGET_SPECIAL,
)  # fmt: skip
from sim.machine.jit import event
from sim.machine.waitlists import leave
from sim.rules.agree import has_mandate, p_agree, turns_up


@event
def solve(s: Any, i: int, day: int) -> bool:
    """The table agrees: the first of a free regular place that fits, an arrangement that can be resourced, a place out of the region."""
    p = s.pupils[i]
    partnership = s.partnerships[p.partnership]
    mask = partnership.free & p.fitting
    willing = mask & p.willing
    if willing != np.uint64(0):
        mask = willing
    if mask != np.uint64(0):
        b = pick_board(s, i, mask)
        note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_OFFER, K_REGULAR, b, -1, -1)
        make_offer(s, i, day, K_REGULAR, b, board_fit(s, i, b), 0, 0)
        return True
    if (
        arrangement_fits(s, i)
        and arrangement_free(s, p.partnership, hours_of(p.severity))
        and affordable(s, p.partnership, s.par[0].price_arrangement)
    ):
        if p.care != DISPUTED and s.queues[s.world[0].first_arrangement + p.partnership].length == 0:
            note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_OFFER, K_ARRANGEMENT, p.partnership, -1, -1)
            make_offer(s, i, day, K_ARRANGEMENT, p.partnership, arrangement_fit(s, i), 0, 0)
            return True
    if p.target == TARGET_SPECIAL and offer_far(s, i, day):
        note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_OFFER, p.offer_kind, p.offer_place, -1, -1)
        return True
    return False


@event
def after_failure(s: Any, i: int, day: int) -> None:
    """A table has failed pupil i: a meeting that must end with a plan goes on; a holder may take it up; else a pause."""
    p = s.pupils[i]
    lever = s.levers[p.partnership]
    p.failed += 1
    if consider_power(s, i, day):
        return
    if lever.stays == 1:
        pause(s, i, day, 1)
    else:
        pause(s, i, day, s.par[0].table_retry_weeks)


@event
def consult(s: Any, i: int, day: int) -> None:
    """One consultation about pupil i."""
    p = s.pupils[i]
    par = s.par[0]
    lever = s.levers[p.partnership]
    partnership = s.partnerships[p.partnership]
    p.n_table += 1
    standing = 0
    if lever.structure == 2:
        standing = 1
    needs_care = 0
    if p.care_need != NEEDS_NONE and p.care != CARE_DONE:
        needs_care = 1
    obliged = 0
    must_sit = lever.sit_boards == 1 and (lever.sit_special == 1 or p.target != TARGET_SPECIAL)
    if standing == 1 or must_sit or lever.stays == 1:
        obliged = 1
    care_obliged = lever.sit_muni + lever.sit_care
    there = turns_up(chance.draw(p.key, chance.ATTEND, p.n_table), par.attend, obliged)
    mandated = has_mandate(
        chance.draw(p.key, chance.MANDATE, p.n_table),
        needs_care,
        care_obliged,
        s.municipalities[p.municipality].bound,
        par.mandate_care,
        par.mandate_bound,
    )
    q = p_agree(
        par.table_agree, partnership.trust, par.table_trust, partnership.consensus, p.severity, par.table_severity, standing, par.table_standing,
        lever.weighing, par.table_weighing, partnership.belief, par.shadow,
    )  # fmt: skip
    u = chance.draw(p.key, chance.AGREE, p.n_table)
    agreed = (there and u < q) or par.boards_willing == 1
    if agreed and not mandated:
        note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_NO_MANDATE, -1, -1, -1, -1)
        tell(s, i, day, T_TABLE_FAILS, 1, 0, u)
        after_failure(s, i, day)
        return
    if not agreed:
        note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_NO_AGREEMENT, -1, -1, -1, -1)
        tell(s, i, day, T_TABLE_FAILS, 0, 0, u)
        after_failure(s, i, day)
        return
    partnership.agreed += 1
    together = (lever.domain == D_JOINT and lever.mandate == 2) or lever.puzzle_weeks > 0 or lever.weighing == 1
    if p.care == DISPUTED and care_obliged == 2 and together:
        join_care(s, i, day)
    set_willing(s, i, day)
    tell(s, i, day, T_TABLE_AGREES, 0, 0, u)
    if ready(p) and solve(s, i, day):
        return
    note_intervention(s, i, day, A_ROUND, 0, 0, 0, O_PLAN, -1, -1, -1, -1)
    tell(s, i, day, T_TABLE_NO_PLACE, 0, 0, -1.0)
    if p.target == TARGET_SPECIAL and p.waits == 0:
        begin_file(s, i, day)
    if ready(p) and arrangement_fits(s, i) and p.plan != PLAN_ARRANGEMENT:
        plan_arrangement(s, i, day, 0)
    after_failure(s, i, day)


@event
def hold_tables(s: Any, n: int, day: int) -> int:
    """Partnership n treats as many cases as its month's capacity allows; first come first served. Returns the number treated."""
    partnership = s.partnerships[n]
    lever = s.levers[n]
    per_month = partnership.monthly * lever.table_capacity
    if lever.structure == 2:
        per_month = per_month * s.par[0].standing_capacity
    partnership.credit = min(partnership.credit + per_month / 4.0, per_month + 1.0)
    held = 0
    queue = s.world[0].first_agenda + n
    while partnership.credit >= 1.0 and s.queues[queue].head >= 0:
        i = s.queues[queue].head
        partnership.credit -= 1.0
        held += 1
        leave(s, i, Q_AGENDA)
        consult(s, i, day)
        after(s, i, day)
    return held
