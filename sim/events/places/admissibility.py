"""The way into special education: a file, a decision on admissibility (TLV), a place in a school's waitlist."""

from typing import Any

from sim.events.notes import tell
from sim.events.places.places import catchment_end, school_left
from sim.events.story import T_FILE, T_FILE_GRANTED, T_FILE_REFUSED
from sim.machine import chance
from sim.machine.codes import FILING, HOME, NEVER, NO_QUEUE, Q_SPECIAL, WAITING
from sim.machine.jit import event, rule
from sim.machine.waitlists import join, leave
from sim.rules.order import front_key, waitlist_key
from sim.rules.special_profile import special_profile
from sim.rules.waiting_time import hump_days


@event
def begin_file(s: Any, i: int, day: int) -> None:
    """A file for a TLV is made up; the term of the decision starts when it is complete (M66)."""
    p = s.pupils[i]
    par = s.par[0]
    p.n_file += 1
    p.waits = FILING
    p.clock_file = day + hump_days(chance.draw(p.key, chance.FILE, p.n_file), 7.0 * par.file_weeks) + 7 * par.tlv_weeks
    tell(s, i, day, T_FILE, p.clock_file - day, 0, -1.0)


@rule
def suits(school: Any, level: int, profile: int) -> bool:
    return school.level == level and school.profile == profile


@event
def choose_school(s: Any, i: int, level: int, profile: int, must_be_free: int) -> int:
    """A special school of this level and profile: in proportion to free places where the catchment has any, else (unless it must have one)
    in proportion to places in the area; without any there, the largest in the province; -1 if there is none."""
    p = s.pupils[i]
    u = chance.draw(p.key, chance.SCHOOL, p.n_file)
    near = s.areas[p.area]
    last = catchment_end(s, p.area)
    free = 0
    total = 0
    for x in range(near.first_near, last):
        a = s.areas[s.near[x]]
        free += a.free_special[level, profile]
        for k in range(a.school, a.school + a.n_schools):
            if x == near.first_near and suits(s.schools[k], level, profile):
                total += s.schools[k].places
    if free > 0:
        left = int(u * free)
        for x in range(near.first_near, last):
            a = s.areas[s.near[x]]
            for k in range(a.school, a.school + a.n_schools):
                if suits(s.schools[k], level, profile):
                    left -= school_left(s.schools[k])
                    if left < 0:
                        return k
    elif total > 0 and must_be_free == 0:
        left = int(u * total)
        for k in range(near.school, near.school + near.n_schools):
            if suits(s.schools[k], level, profile):
                left -= s.schools[k].places
                if left < 0:
                    return k
    if must_be_free == 1 or s.levers[p.partnership].island == 1:
        return -1
    best = -1
    for x in range(near.first_near, near.first_near + near.n_near):
        other = s.areas[s.near[x]]
        for k in range(other.school, other.school + other.n_schools):
            if suits(s.schools[k], level, profile) and (best < 0 or s.schools[k].places > s.schools[best].places):
                best = k
    return best


@event
def change_waitlist(s: Any, i: int, day: int) -> None:
    """A pupil who waits at a full school while another of the kind in the area has a free place goes there."""
    p = s.pupils[i]
    own = s.links[i, Q_SPECIAL].queue - s.world[0].first_school_queue
    if school_left(s.schools[own]) > 0:
        return
    k = choose_school(s, i, p.sector, special_profile(p.profile, p.severity, p.sector), 1)
    if k >= 0:
        key = s.links[i, Q_SPECIAL].key
        leave(s, i, Q_SPECIAL)
        join(s, i, Q_SPECIAL, s.world[0].first_school_queue + k, key)


@event
def join_school(s: Any, i: int, day: int, front: int) -> None:
    """Pupil i enters the waitlist of a special school that its profile asks for."""
    p = s.pupils[i]
    profile = special_profile(p.profile, p.severity, p.sector)
    k = choose_school(s, i, p.sector, profile, 0)
    if k < 0:
        p.waits = NO_QUEUE
        return
    since = day
    if p.where == HOME:
        since = p.home_since
    key = waitlist_key(s.par[0].discipline, day, since, p.severity, chance.lot(p.key, day))
    if front == 1:
        key = front_key(day, chance.lot(p.key, day))
    p.waits = WAITING
    join(s, i, Q_SPECIAL, s.world[0].first_school_queue + k, key)


@event
def file_done(s: Any, i: int, day: int) -> None:
    """The partnership decides on the file of pupil i."""
    p = s.pupils[i]
    par = s.par[0]
    p.clock_file = NEVER
    q = par.p_tlv_refused
    if s.partnerships[p.partnership].reserve < int(par.reserve_target * s.partnerships[p.partnership].income):
        q += par.tlv_deficit
    if chance.draw(p.key, chance.GRANT, p.n_file) < q:
        p.waits = NO_QUEUE
        tell(s, i, day, T_FILE_REFUSED, 0, 0, -1.0)
        return
    join_school(s, i, day, 0)
    if p.waits == WAITING:
        tell(s, i, day, T_FILE_GRANTED, s.links[i, Q_SPECIAL].queue, s.queues[s.links[i, Q_SPECIAL].queue].length, -1.0)
