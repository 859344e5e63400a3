"""Places are counted, reserved, taken and given back here and nowhere else, so that none is used twice."""

from typing import Any

import numpy as np

from sim.machine import chance
from sim.machine.codes import (
    CARE_FIRST,
    CONCURRENT,
    IN_TREATMENT,
    K_ARRANGEMENT,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    SBO,
)  # fmt: skip
from sim.machine.jit import event, rule
from sim.machine.waitlists import mark_dirty
from sim.rules.fit import fit_of, match_of


@rule
def board_left(b: Any) -> int:
    return int(b.room - b.occupied - b.reserved)


@rule
def show_board(s: Any, k: int) -> None:
    """Keep the partnership's mask of boards with room up to date."""
    b = s.boards[k]
    partnership = s.partnerships[b.partnership]
    bit = np.uint64(1) << np.uint64(b.nr)
    if board_left(b) > 0:
        partnership.free = partnership.free | bit
    else:
        partnership.free = partnership.free & ~bit


@rule
def school_left(k: Any) -> int:
    left = int(k.places - k.occupied - k.reserved)
    if left < 0:
        return 0
    return left


CATCHMENT = 3
"""Areas a special school takes pupils from: its own and the two nearest of the province. Assumed."""


@rule
def catchment_end(s: Any, area: int) -> int:
    """The areas whose special schools serve an area are s.near[first_near : this]; the own area first."""
    own = s.areas[area]
    return int(own.first_near + min(CATCHMENT, own.n_near))


@event
def serves(s: Any, k: int, area: int) -> bool:
    """Whether special school k serves this area; a place elsewhere is out of the region."""
    for x in range(s.areas[area].first_near, catchment_end(s, area)):
        if s.near[x] == s.schools[k].area:
            return True
    return False


@event
def free_in_catchment(s: Any, area: int, level: int, profile: int) -> int:
    """Free special places of a kind that an area's children can have."""
    n = 0
    for x in range(s.areas[area].first_near, catchment_end(s, area)):
        n += s.areas[s.near[x]].free_special[level, profile]
    return n


@event
def change_school(s: Any, k: int, places: int, occupied: int, reserved: int) -> None:
    """Change the counts of a special school; the area's count of free places follows and the waitlist is looked at."""
    school = s.schools[k]
    before = school_left(school)
    school.places += places
    school.occupied += occupied
    school.reserved += reserved
    now = school_left(school)
    if now != before:
        s.areas[school.area].free_special[school.level, school.profile] += now - before
        if now > before:
            mark_dirty(s, s.world[0].first_school_queue + k)


@event
def change_board(s: Any, k: int, occupied: int, reserved: int) -> None:
    b = s.boards[k]
    b.occupied += occupied
    b.reserved += reserved
    show_board(s, k)


@rule
def hours_of(severity: float) -> int:
    """Staff hours a week that an arrangement takes: 8 to 16, by severity. Assumed."""
    return 8 + int(8.0 * severity)


@rule
def arrangement_free(s: Any, partnership: int, hours: int) -> bool:
    n = s.partnerships[partnership]
    return n.arrangements_used < n.arrangement_places and n.arrangement_hours_used + hours <= n.arrangement_hours


@rule
def affordable(s: Any, partnership: int, price: int) -> bool:
    """Whether the partnership can still pay a case this year: a tenth of its income and what it has in reserve. Assumed."""
    n = s.partnerships[partnership]
    most = n.income // 10
    if n.reserve > 0:
        most += n.reserve
    return n.cases_spent + price <= most


@rule
def arrangement_fit(s: Any, i: int) -> float:
    p = s.pupils[i]
    par = s.par[0]
    u = chance.draw(p.key, chance.FITTING, 1000000 + K_ARRANGEMENT)
    return fit_of(match_of(K_ARRANGEMENT, p.target), p.severity, par.fit_severity, 0.5, par.fit_noise, u)


@rule
def arrangement_fits(s: Any, i: int) -> bool:
    return arrangement_fit(s, i) >= s.par[0].fit_min


@rule
def school_fit(s: Any, i: int, k: int) -> float:
    p = s.pupils[i]
    par = s.par[0]
    u = chance.draw(p.key, chance.FITTING, 2000000 + s.schools[k].id)
    return fit_of(match_of(K_SPECIAL, p.target), p.severity, par.fit_severity, 0.7, par.fit_noise, u)


@rule
def board_fit(s: Any, i: int, k: int) -> float:
    p = s.pupils[i]
    par = s.par[0]
    b = s.boards[k]
    u = chance.draw(p.key, chance.FITTING, b.id)
    return fit_of(match_of(K_REGULAR, p.target), p.severity, par.fit_severity, b.quality, par.fit_noise, u)


@rule
def count_bits(mask: Any) -> int:
    n = 0
    m = mask
    while m != np.uint64(0):
        m = m & (m - np.uint64(1))
        n += 1
    return n


@event
def pick_board(s: Any, i: int, mask: Any) -> int:
    """One board of the mask (bits are numbers within pupil i's partnership) by lot; the mask must not be empty."""
    p = s.pupils[i]
    skip = int(chance.draw(p.key, chance.PICK, p.n_pick) * count_bits(mask))
    p.n_pick += 1
    nr = 0
    m = mask
    while True:
        if m & np.uint64(1) != np.uint64(0):
            if skip == 0:
                return int(s.partnerships[p.partnership].board + nr)
            skip -= 1
        m = m >> np.uint64(1)
        nr += 1


@rule
def takes_slot(s: Any, i: int) -> bool:
    """Whether an arrangement for pupil i takes a care slot of its own: care is needed, none is under way, and the municipality is bound."""
    p = s.pupils[i]
    return (p.care_need == CONCURRENT or p.care_need == CARE_FIRST) and p.care != IN_TREATMENT and s.municipalities[p.municipality].bound == 1


@event
def free_provider(s: Any, municipality: int) -> int:
    """A provider of the municipality's area with a free slot and nobody waiting, or -1."""
    m = s.municipalities[municipality]
    for v in range(m.provider, m.provider + m.n_providers):
        x = s.providers[v]
        if x.occupied < x.slots and s.queues[s.world[0].first_care_queue + v].length == 0:
            return v
    return -1


@event
def change_provider(s: Any, v: int, occupied: int) -> None:
    x = s.providers[v]
    x.occupied += occupied
    if occupied < 0:
        mark_dirty(s, s.world[0].first_care_queue + v)


@event
def change_arrangements(s: Any, partnership: int, used: int, hours: int) -> None:
    n = s.partnerships[partnership]
    n.arrangements_used += used
    n.arrangement_hours_used += hours
    if used < 0:
        mark_dirty(s, s.world[0].first_arrangement + partnership)


@event
def reserve(s: Any, i: int, kind: int, place: int) -> None:
    """Reserve the place of an offer to pupil i."""
    p = s.pupils[i]
    if kind == K_REGULAR:
        change_board(s, place, 0, 1)
    elif kind == K_SPECIAL or kind == K_OUT:
        change_school(s, place, 0, 0, 1)
    elif kind == K_ARRANGEMENT:
        p.offer_hours = hours_of(p.severity)
        change_arrangements(s, place, 1, p.offer_hours)
        p.offer_slot = -1
        if takes_slot(s, i):
            p.offer_slot = free_provider(s, p.municipality)
            if p.offer_slot >= 0:
                change_provider(s, p.offer_slot, 1)


@event
def unreserve(s: Any, i: int) -> None:
    """Give back the place that was reserved for pupil i."""
    p = s.pupils[i]
    if p.offer_kind == K_REGULAR:
        change_board(s, p.offer_place, 0, -1)
    elif p.offer_kind == K_SPECIAL or p.offer_kind == K_OUT:
        change_school(s, p.offer_place, 0, 0, -1)
    elif p.offer_kind == K_ARRANGEMENT:
        change_arrangements(s, p.offer_place, -1, -p.offer_hours)
        if p.offer_slot >= 0:
            change_provider(s, p.offer_slot, -1)
    p.offer_place = -1


@event
def occupy(s: Any, i: int) -> None:
    """Turn the reserved place of pupil i into the place it holds."""
    p = s.pupils[i]
    if p.offer_kind == K_REGULAR:
        change_board(s, p.offer_place, 1, -1)
    elif p.offer_kind == K_SPECIAL or p.offer_kind == K_OUT:
        change_school(s, p.offer_place, 0, 1, -1)
    p.place_kind = p.offer_kind
    p.place = p.offer_place
    p.place_slot = p.offer_slot
    p.place_hours = p.offer_hours
    p.offer_place = -1


@event
def release(s: Any, i: int) -> None:
    """Give back the place pupil i holds."""
    p = s.pupils[i]
    if p.place_kind == K_REGULAR:
        change_board(s, p.place, -1, 0)
    elif p.place_kind == K_SPECIAL or p.place_kind == K_OUT:
        change_school(s, p.place, 0, -1, 0)
        school = s.schools[p.place]
        n = s.partnerships[p.place_payer]
        if school.profile == SBO:
            n.n_sbo -= 1
        else:
            n.n_special -= 1
    elif p.place_kind == K_ARRANGEMENT:
        change_arrangements(s, p.place, -1, -p.place_hours)
        if p.place_slot >= 0:
            change_provider(s, p.place_slot, -1)
    elif p.place_kind == K_TEMPORARY and p.place >= 0:
        s.boards[p.place].temporary_used -= 1
    p.place = -1
