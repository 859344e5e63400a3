"""An offer is a reserved place; parents answer it; an accepted one starts on a school day."""

import math
from typing import Any

from sim.events.case.case import begin_search, pause, set_term_clock
from sim.events.child.exemption import exempt
from sim.events.child.stay import end_stay
from sim.events.notes import tell
from sim.events.places.placement import close_place, open_place
from sim.events.places.places import occupy, reserve, unreserve
from sim.events.story import T_ACCEPTS, T_OFFER, T_REFUSES, T_STARTS
from sim.machine import chance
from sim.machine.calendar import YEAR, school_day_from
from sim.machine.codes import (
    ARRANGEMENT,
    BY_BOARD,
    BY_OFFICER,
    CARE_DONE,
    E_COMPLETED,
    E_DROPPED,
    HOME,
    K_ARRANGEMENT,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    NEEDS_NONE,
    NEVER,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    OFFER,
    OPEN,
    OUT_OF_REGION,
    OWN_CHOICE,
    PARTIAL,
    Q_AGENDA,
    REFUSED,
    REGULAR,
    S_REGULAR,
    S_TEMPORARY,
    SPECIAL,
    START_AGREED,
    STRAINED,
    TEMPORARY,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.waitlists import leave, leave_all
from sim.rules.accept import p_accept
from sim.rules.drop import drop_hazard
from sim.rules.exempt import p_exempt
from sim.rules.refuse import ACCEPT_AFTER_ALL, COMMITTEE, EXEMPTION, REPORT, after_refusal
from sim.rules.refuse import OWN_CHOICE as WAITS_FOR_CHOICE
from sim.rules.waiting_time import days_to_threshold, hump_days


@event
def make_offer(s: Any, i: int, day: int, kind: int, place: int, fit: float, imposed: int, over: int) -> None:
    """A place is offered to pupil i and reserved until the parents have answered."""
    p = s.pupils[i]
    leave(s, i, Q_AGENDA)
    p.offer_kind = kind
    p.offer_place = place
    p.offer_fit = fit
    p.offer_imposed = imposed
    p.offer_over_capacity = over
    reserve(s, i, kind, place)
    p.n_offer += 1
    p.case = OFFER
    p.clock_term = NEVER
    p.clock_case = day + hump_days(chance.draw(p.key, chance.ANSWER, p.n_offer), 7.0 * s.par[0].answer_weeks)
    tell(s, i, day, T_OFFER, kind, place, fit)


@event
def accepted(s: Any, i: int, day: int) -> None:
    """The parents agree; the pupil gives up its places in queues and starts as soon as can be."""
    p = s.pupils[i]
    leave_all(s, i)
    p.case = START_AGREED
    p.stance = OPEN
    p.waits = NO_QUEUE
    p.plan = NO_PLAN
    p.clock_file = NEVER
    p.clock_term = NEVER
    p.offer_agreed_day = day
    if p.offer_kind == K_SPECIAL or p.offer_kind == K_OUT:
        p.clock_case = s.next_intake[day + 1]
    else:
        days = hump_days(chance.draw(p.key, chance.BUILD_UP, p.n_offer), 7.0 * s.par[0].build_up_weeks)
        p.clock_case = school_day_from(s, day + days)
    tell(s, i, day, T_ACCEPTS, p.offer_kind, p.clock_case - day, -1.0)


@event
def answer(s: Any, i: int, day: int) -> None:
    """The parents of pupil i answer the offer."""
    p = s.pupils[i]
    par = s.par[0]
    lever = s.levers[p.partnership]
    far = 0
    if p.offer_kind == K_OUT:
        far = 1
    u = chance.draw(p.key, chance.CONSENT, p.n_offer)
    q = p_accept(
        par.accept, p.offer_fit, par.fit_min, par.accept_fit, p.trust, par.accept_trust, p.offer_imposed, par.accept_imposed, far, par.accept_far,
        p.resolve_ran_out, lever.veto_limited,
    )  # fmt: skip
    if u < q or par.parents_consent == 1:
        accepted(s, i, day)
        return
    tell(s, i, day, T_REFUSES, p.offer_kind, p.offer_place, u)
    mediation = par.mediation_effect
    if par.accept == 0.0:
        mediation = 0.0
    next_step = after_refusal(
        chance.draw(p.key, chance.REFUSAL, p.n_offer), lever.mediation, mediation,
        p_exempt(par.p_exempt_refusal, p.care_need, par.exempt_care, p.severity),
        p.attachment, par.own_choice, par.p_committee, par.p_report,
    )  # fmt: skip
    if next_step == ACCEPT_AFTER_ALL:
        accepted(s, i, day)
        return
    unreserve(s, i)
    begin_search(s, i, day)
    if next_step == EXEMPTION:
        exempt(s, i, day)
    elif next_step == WAITS_FOR_CHOICE:
        p.stance = OWN_CHOICE
        p.clock_case = day + 7 * par.own_choice_weeks
    elif next_step == COMMITTEE:
        p.stance = REFUSED
        p.clock_case = day + 7 * par.dispute_weeks
    elif next_step == REPORT:
        p.stance = REFUSED
        p.owner = BY_OFFICER
        m = s.municipalities[p.municipality]
        m.open_cases += 1
        days = 14.0 * par.officer_weeks
        if m.open_cases > par.officer_caseload:
            days = 2.0 * days
        p.clock_owner = day + hump_days(chance.draw(p.key, chance.REFUSAL, 1000 + p.n_offer), days)
        pause(s, i, day, 52)
        p.clock_case = NEVER


@rule
def place_rate(s: Any, i: int, day: int) -> float:
    """Hazard per day that the place pupil i holds fails."""
    p = s.pupils[i]
    par = s.par[0]
    row = s.placements[p.placement_row]
    crowding = 0.0
    if p.place_kind == K_REGULAR:
        b = s.boards[p.place]
        if b.occupied > b.room:
            crowding = float(b.occupied - b.room)
    elif p.place_kind == K_SPECIAL or p.place_kind == K_OUT:
        k = s.schools[p.place]
        if k.occupied > k.places:
            crowding = float(k.occupied - k.places)
    unmet = 0
    if p.care_need != NEEDS_NONE and p.care != CARE_DONE:
        unmet = 1
    after_home = 0
    if row.spell_no >= 0:
        after_home = 1
    if row.agreed_day < 0:
        return par.drop_special_settled / 364.0
    base = par.drop_base
    if day - row.start_day >= YEAR:
        base = base * par.drop_later
    return drop_hazard(
        base, row.fit, par.fit_min, par.drop_fit, row.imposed, par.drop_imposed, crowding, par.drop_crowding, p.trust,
        par.drop_distrust, unmet, par.drop_unmet_care, after_home, par.drop_after_home,
    )  # fmt: skip


@event
def set_place_clock(s: Any, i: int, day: int) -> None:
    """The accumulated hazard of the place runs on from today at its present rate."""
    p = s.pupils[i]
    p.hazard_rate = place_rate(s, i, day)
    p.hazard_since = day
    p.clock_place = school_day_from(s, day + days_to_threshold(p.hazard_left, p.hazard_rate))


@event
def start(s: Any, i: int, day: int) -> None:
    """First day of real attendance."""
    p = s.pupils[i]
    spell_no = -1
    if p.where == HOME:
        reason = S_REGULAR + p.offer_kind
        end_stay(s, i, day, reason, p.offer_imposed, p.offer_fit)
        spell_no = p.spell_no
    if p.placement_row >= 0:
        reason = E_COMPLETED
        if p.where == STRAINED or p.where == PARTIAL:
            reason = E_DROPPED
        close_place(s, i, day, reason)
    kind = p.offer_kind
    place = p.offer_place
    occupy(s, i)
    open_place(s, i, day, kind, place, p.offer_fit, p.offer_imposed, p.offer_over_capacity, p.offer_agreed_day)
    s.placements[p.placement_row].spell_no = spell_no
    p.where = REGULAR
    p.clock_end = NEVER
    if kind == K_REGULAR:
        p.board = place
    elif kind == K_ARRANGEMENT:
        p.where = ARRANGEMENT
        weeks = s.par[0].arrangement_weeks
        p.clock_end = school_day_from(s, day + hump_days(chance.draw(p.key, chance.BUILD_UP, 1000 + p.n_offer), 7.0 * weeks))
        s.partnerships[p.partnership].cases_spent += s.par[0].price_arrangement
    elif kind == K_SPECIAL:
        p.where = SPECIAL
    else:
        p.where = OUT_OF_REGION
        s.partnerships[p.partnership].cases_spent += s.par[0].price_far
    if p.offer_over_capacity == 1:
        s.partnerships[p.partnership].cases_spent += s.par[0].price_over
    p.case = NO_CASE
    p.stance = OPEN
    p.decider = 0
    p.law_done = 0
    p.owner = BY_BOARD
    p.enrolled = 1
    p.clock_case = NEVER
    p.clock_owner = NEVER
    p.hazard_left = -math.log(chance.draw(p.key, chance.DROP_OUT, p.n_crisis))
    set_place_clock(s, i, day)
    tell(s, i, day, T_STARTS, kind, place, p.offer_fit)


@event
def start_temporary(s: Any, i: int, day: int, board: int) -> None:
    """Enrolled nowhere after ten weeks: a temporary place at a board; the search goes on (WPO art. 40)."""
    p = s.pupils[i]
    end_stay(s, i, day, S_TEMPORARY, 0, -1.0)
    s.boards[board].temporary_used += 1
    open_place(s, i, day, K_TEMPORARY, board, -1.0, 0, 0, day)
    s.placements[p.placement_row].spell_no = p.spell_no
    p.where = TEMPORARY
    p.enrolled = 1
    p.board = board
    set_term_clock(s, i, day)
