"""The way through youth care: asked for, disputed, waited for, treated (M42, M43, M51, M31)."""

from typing import Any

from sim.events.case.case import close_case, hand_over, lose_owner
from sim.events.child.stay import end_stay, leave_school
from sim.events.notes import note_intervention, tell
from sim.events.places.placement import close_place, open_place
from sim.events.places.places import change_provider
from sim.events.story import T_CARE_ASKED, T_CARE_BEGINS, T_CARE_DISPUTE, T_CARE_ENDS, T_CARE_QUEUE, T_RESIDENTIAL
from sim.machine import chance
from sim.machine.codes import (
    A_CARE,
    BOUGHT,
    BY_BOARD,
    CARE_DONE,
    CARE_FIRST,
    CARE_WAITING,
    D_CARE,
    D_JOINT,
    DISPUTED,
    E_COMPLETED,
    H_MUNICIPALITY,
    HOME,
    I_STATUTE,
    IN_TREATMENT,
    K_TEMPORARY,
    NEEDS_NONE,
    NEVER,
    NO_CARE,
    O_BOUGHT,
    O_NO_PLACE,
    O_SETTLED,
    OPEN,
    Q_CARE,
    RESIDENTIAL,
    S_TEMPORARY,
    SEARCH,
    TEMPORARY,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.waitlists import join, leave, look_again
from sim.rules.dispute import p_dispute
from sim.rules.order import waitlist_key
from sim.rules.waiting_time import exponential_days, hump_days


@event
def choose_provider(s: Any, municipality: int, u: float) -> int:
    """A provider that the municipality contracts, in proportion to slots."""
    m = s.municipalities[municipality]
    total = 0
    for v in range(m.provider, m.provider + m.n_providers):
        total += s.providers[v].slots
    left = int(u * total)
    for v in range(m.provider, m.provider + m.n_providers):
        left -= s.providers[v].slots
        if left < 0:
            return v
    return int(m.provider)


@rule
def covered(s: Any, i: int) -> bool:
    """Whether levers over care reach the municipality of pupil i: by an agreement, or by a statute that says so."""
    p = s.pupils[i]
    return s.municipalities[p.municipality].bound == 1 or s.levers[p.partnership].by_statute == 1


@event
def join_care(s: Any, i: int, day: int) -> None:
    """Pupil i takes its place in the waitlist of one provider of its municipality."""
    p = s.pupils[i]
    par = s.par[0]
    v = choose_provider(s, p.municipality, chance.draw(p.key, chance.PROVIDER, p.n_care))
    ahead = 0
    if p.ability > 0.5:
        ahead = int(7.0 * par.vulnerable_priority)
    since = day
    if p.where == HOME:
        since = p.home_since
    key = waitlist_key(par.care_discipline, day - ahead, since, p.severity, chance.lot(p.key, day))
    p.care = CARE_WAITING
    p.clock_care = NEVER
    lever = s.levers[p.partnership]
    clear = p.care_need == CARE_FIRST or (lever.domain == D_JOINT and lever.mandate == 2)
    if lever.care_days > 0 and clear and covered(s, i):
        p.clock_care = day + lever.care_days
    join(s, i, Q_CARE, s.world[0].first_care_queue + v, key)
    look_again(s, i)
    tell(s, i, day, T_CARE_QUEUE, s.queues[s.links[i, Q_CARE].queue].length, 0, -1.0)


@event
def ask_for_care(s: Any, i: int, day: int) -> None:
    """Care is asked for when it is needed and not under way. The municipality decides; in the grey area it may be disputed who pays."""
    p = s.pupils[i]
    par = s.par[0]
    if p.care_need == NEEDS_NONE or (p.care != NO_CARE and p.care != CARE_DONE):
        return
    if p.n_care > 0 and (par.care_entry_once == 1 or p.care == CARE_DONE):
        return
    p.n_care += 1
    if par.care_immediate == 1:
        p.care = CARE_DONE
        return
    m = s.municipalities[p.municipality]
    lever = s.levers[p.partnership]
    joint = 0
    if lever.domain == D_JOINT and lever.mandate == 2 and covered(s, i):
        joint = 1
    p.care = CARE_WAITING
    p.clock_care = day + m.decision_days
    tell(s, i, day, T_CARE_ASKED, m.decision_days, 0, -1.0)
    if chance.draw(p.key, chance.DISPUTE, p.n_care) >= p_dispute(p.care_need, par.p_dispute, par.p_dispute_first, m.pressure, joint):
        return
    if lever.fifty == 1 and covered(s, i):
        # no dispute: each pays half, the partnership its half at once (M28)
        s.partnerships[p.partnership].cases_spent += par.price_slot // 2
        note_intervention(s, i, day, A_CARE, 0, 0, D_JOINT, O_SETTLED, -1, -1, -1, -1)
    else:
        p.care = DISPUTED
        days = exponential_days(chance.draw(p.key, chance.DISPUTE_DAYS, p.n_care), 7.0 * par.care_dispute_weeks * (0.5 + m.pressure))
        p.clock_care = day + m.decision_days + days
        tell(s, i, day, T_CARE_DISPUTE, days, 0, -1.0)


@event
def begin_treatment(s: Any, i: int, day: int, v: int) -> None:
    """Pupil i gets a slot of provider v, which the caller has counted."""
    p = s.pupils[i]
    par = s.par[0]
    leave(s, i, Q_CARE)
    p.care = IN_TREATMENT
    p.care_provider = v
    u = chance.draw(p.key, chance.TREATMENT, p.n_care)
    days = hump_days(u, 7.0 * par.treatment_weeks)
    if par.treatment_memoryless == 1:
        days = exponential_days(u, 7.0 * par.treatment_weeks)
    p.clock_care = day + days
    tell(s, i, day, T_CARE_BEGINS, v, days, -1.0)
    stays = p.care_need == CARE_FIRST and p.where == HOME and par.accept > 0.0
    if stays and chance.draw(p.key, chance.RESIDENTIAL, p.n_care) < par.p_residential:
        hand_over(s, i)
        close_case(s, i)
        end_stay(s, i, day, S_TEMPORARY, 0, -1.0)
        p.clock_owner = NEVER
        p.where = TEMPORARY
        inside = v
        if v < 0:
            inside = BOUGHT - v
        open_place(s, i, day, K_TEMPORARY, RESIDENTIAL - inside, -1.0, 0, 0, day)
        s.placements[p.placement_row].spell_no = p.spell_no
        tell(s, i, day, T_RESIDENTIAL, v, days, -1.0)


@event
def leave_provider(s: Any, i: int) -> None:
    """The slot in which pupil i is treated becomes free."""
    p = s.pupils[i]
    if p.care_provider >= 0:
        change_provider(s, p.care_provider, -1)
    else:
        s.providers[BOUGHT - p.care_provider].bought -= 1


@event
def after_care(s: Any, i: int, day: int) -> None:
    """Pupil i is treated. Back from residential care a child is enrolled nowhere; at home, a board that searches goes on at once."""
    p = s.pupils[i]
    p.clock_care = NEVER
    p.care = CARE_DONE
    look_again(s, i)
    if p.where == TEMPORARY and p.place_kind == K_TEMPORARY and p.place <= RESIDENTIAL:
        close_place(s, i, day, E_COMPLETED)
        lose_owner(s, i, day)
        leave_school(s, i, day)
    elif p.where == HOME and p.case == SEARCH and p.owner == BY_BOARD and p.stance == OPEN:
        p.clock_case = day + 1


@event
def end_treatment(s: Any, i: int, day: int) -> None:
    """Treatment ends; sometimes otherwise than planned, and it is asked for again."""
    p = s.pupils[i]
    par = s.par[0]
    leave_provider(s, i)
    tell(s, i, day, T_CARE_ENDS, 0, 0, -1.0)
    after_care(s, i, day)
    if par.care_entry_once == 0 and chance.draw(p.key, chance.TREATMENT, 1000 + p.n_care) < par.treatment_fails and p.n_care < 5:
        p.n_care += 1
        p.care = CARE_WAITING
        join_care(s, i, day)


@event
def care_due(s: Any, i: int, day: int) -> None:
    """The care clock of pupil i: a decision or a dispute ends, a ten-day term runs out, a treatment ends."""
    p = s.pupils[i]
    if p.care == IN_TREATMENT:
        end_treatment(s, i, day)
    elif p.care == DISPUTED or s.links[i, Q_CARE].queue < 0:
        join_care(s, i, day)
    else:
        p.clock_care = NEVER
        found = O_NO_PLACE
        if buy_slot(s, i, day, p.n_care) == 1:
            found = O_BOUGHT
        note_intervention(s, i, day, A_CARE, I_STATUTE, H_MUNICIPALITY, D_CARE, found, -1, -1, -1, -1)


@event
def buy_slot(s: Any, i: int, day: int, n: int) -> int:
    """The alderman, or a holder, tries to arrange a slot outside the contracted ones; 1 when it was found and could be paid."""
    p = s.pupils[i]
    par = s.par[0]
    partnership = s.partnerships[p.partnership]
    if chance.draw(p.key, chance.OBTAIN, n) >= par.obtain_slot:
        return 0
    v = s.links[i, Q_CARE].queue - s.world[0].first_care_queue
    partnership.cases_spent += par.price_slot // 2
    s.providers[v].bought += 1
    begin_treatment(s, i, day, BOUGHT - v)
    return 1
