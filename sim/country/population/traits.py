"""What a pupil is, drawn once: one pass of compiled code over all who will ever live in the model.

Every draw is a function of the pupil's key and the number of the trait (see chance.py), so it doesn't matter who else is drawn, or in which
order. Only what a pupil needs is drawn. Logarithms and powers are taken by numpy, over columns: its bits are those of any run before.
"""

from typing import Any

import numpy as np

from sim.machine import chance
from sim.machine.calendar import YEAR
from sim.machine.codes import (
    ARRIVES_NEWCOMER,
    ARRIVES_SPECIAL,
    CARE_FIRST,
    CLUSTER3,
    CONCURRENT,
    EXTERNALISING,
    GIFTED,
    INTERNALISING,
    LEARNING,
    NEEDS_NONE,
    PHYSICAL,
    SBO,
    VO,
    WORK_ATTITUDE,
)  # fmt: skip
from sim.machine.jit import entry, rule

COHORTS_PO = 8
GRID = 4096
"""Steps of the table of quantiles that severities are read from."""

BLOCK = np.dtype([(name, "i8") for name in "area area_id year number n arrival seat seat_sector".split()])
"""Pupils that differ in nothing but their draws: n of them, numbered from `number` within their area and year of entry."""

DRAWN = np.dtype(
    [(name, "f8") for name in "leave_16 leave_17 drift care_any_po care_any_vo care_severity care_first parents_supported".split()] + [("root", "u8")]
)
"""Parameters of the draw, and what keys of pupils are made of."""

OUTLET = np.dtype(
    [(name, "i8") for name in "municipality n_municipalities first_po n_po first_vo n_vo province".split()]
    + [("stays", "f8"), ("leaves", "i1"), ("has_vo", "i1")]
)
"""An area as pupils see it. stays: share of its pupils that find a secondary place within it; leaves: 1 where the others go elsewhere."""


@rule
def quantile(table: Any, u: float) -> float:
    """The value at u of a table of quantiles, linear in between: to the bit what numpy.interp says. table: value and slope by step."""
    step = int(u * GRID)
    return table[1, step] * (u - step / GRID) + table[0, step]


@rule
def weighted(total: Any, first: int, n: int, u: float) -> int:
    """Index drawn from first..first+n-1 in proportion to weights, given as running totals; -1 where n is 0."""
    if n <= 0:
        return -1
    target = total[first] + u * (total[first + n] - total[first])
    low, high = first, first + n
    while high - low > 1:
        middle = (low + high) // 2
        if total[middle] <= target:
            low = middle
        else:
            high = middle
    return low


@rule
def last_year(year: int, u: float, stays: int, par: Any) -> int:
    """School years from entry to the end. stays: 1 for who is or will be in special education: as long as one can."""
    years = 14
    if stays == 0:
        if u < par.leave_16:
            years = 12
        elif u < par.leave_16 + par.leave_17:
            years = 13
        # who is in secondary school at the start has not left yet
        if years <= -year and year < -COHORTS_PO:
            years = -year + 1
    return years


@rule
def profile_of(shares: Any, sector: int, kind: int, key: Any) -> int:
    """By sourced shares; a pupil who sits in a special school (kind: its profile, -1 none) has a profile that asks for it."""
    if kind < 0:
        u = chance.draw(key, chance.TRAITS, 5)
        k = 0
        while k < shares.shape[1] - 1 and u >= shares[sector, k]:
            k += 1
        return k
    v = chance.draw(key, chance.TRAITS, 6)
    if kind == SBO:
        return LEARNING if v < 0.6 else WORK_ATTITUDE
    if kind == CLUSTER3:
        return PHYSICAL
    return EXTERNALISING if v < 0.45 else INTERNALISING if v < 0.85 else GIFTED


@rule
def care_need_of(p: Any, older: bool, growth: float, par: Any) -> int:
    """Need of youth care, more often where severe and by profile. growth: of this cohort's year (M55)."""
    share = par.care_any_po
    if older:
        share = par.care_any_vo
    share = share + par.care_severity * (p.severity - 0.4)
    share = share * (1.5 if p.profile == INTERNALISING or p.profile == EXTERNALISING else 0.75) * growth
    share = min(max(share, 0.01), 0.95)
    if chance.draw(p.key, chance.TRAITS, 7) >= share:
        return NEEDS_NONE
    first = par.care_first * (1.5 if p.profile == INTERNALISING else 0.8)
    return CARE_FIRST if chance.draw(p.key, chance.TRAITS, 8) < first else CONCURRENT


@rule
def days_of(p: Any, year: int, newcomer: bool, stays: int, par: Any) -> float:
    """Birth, entry, the change to secondary school and the end, as days of the run. Gives the age at entry."""
    u = chance.draw(p.key, chance.TRAITS, 0)
    age = 4.0 + u
    p.enters = year * YEAR
    if newcomer:
        age = 5.0 + 11.0 * u
        p.enters = year * YEAR + 1 + int(360 * chance.draw(p.key, chance.TRAITS, 1))
    p.birth = p.enters - int(age * YEAR)
    cohort_start = (p.birth + (5 * YEAR - 1)) // YEAR * YEAR
    p.vo_day = cohort_start + COHORTS_PO * YEAR
    p.leaves = cohort_start + last_year(year, chance.draw(p.key, chance.TRAITS, 2), stays, par) * YEAR
    if newcomer and p.leaves <= p.enters:
        p.leaves = (p.enters // YEAR + 1) * YEAR
    return age


@rule
def secondary_of(key: Any, x: int, now: bool, outlets: Any, room: Any, parts: Any) -> int:
    """Secondary partnership. An area with fewer secondary places than its primary pupils fill sends the rest to areas of the province that have
    more, so that cohorts carry the observed numbers on; pupils in secondary school at the start (now) stay in their own."""
    u = chance.draw(key, chance.TRAITS, 16)
    goes = x
    here = outlets[x]
    if here.leaves == 1 and u >= here.stays and not (now and here.has_vo == 1):
        cumulated = room[here.province]
        target = chance.draw(key, chance.TRAITS, 17) * cumulated[cumulated.shape[0] - 1]
        goes = 0
        while goes < outlets.shape[0] - 1 and cumulated[goes] <= target:
            goes += 1
    again = (u - 0.5) * 2.0 if u > 0.5 else u * 2.0
    return weighted(parts, outlets[goes].first_vo, outlets[goes].n_vo, again)


@rule
def home_of(p: Any, x: int, now: bool, outlets: Any, room: Any, parts: Any, boards: Any, of_parts: Any) -> None:
    """Municipality, partnerships and boards. of_parts: first board and number of boards by partnership."""
    here = outlets[x]
    p.area = x
    p.municipality = here.municipality + int(chance.draw(p.key, chance.TRAITS, 14) * here.n_municipalities)
    p.partnership_vo = secondary_of(p.key, x, now, outlets, room, parts)
    p.partnership_po = weighted(parts, here.first_po, here.n_po, chance.draw(p.key, chance.TRAITS, 15))
    if p.partnership_po < 0:
        p.partnership_po = p.partnership_vo
    p.board_po = weighted(boards, of_parts[p.partnership_po, 0], of_parts[p.partnership_po, 1], chance.draw(p.key, chance.TRAITS, 18))
    p.board_vo = weighted(boards, of_parts[p.partnership_vo, 0], of_parts[p.partnership_vo, 1], chance.draw(p.key, chance.TRAITS, 19))


@entry
def draw_all(
    pupils: Any, resolve: Any, blocks: Any, drawn: Any, severities: Any, shares: Any, growth: Any, profiles: Any, outlets: Any, room: Any,
    parts: Any, boards: Any, of_parts: Any,
) -> None:  # fmt: skip
    """Fill the pupils, block by block. resolve: room for the draw that the parents' resolve is made of."""
    par = drawn[0]
    i = 0
    for b in range(blocks.shape[0]):
        block = blocks[b]
        year = block.year
        newcomer = block.arrival == ARRIVES_NEWCOMER
        special = block.seat >= 0 or block.arrival == ARRIVES_SPECIAL
        kind = -1
        if block.seat >= 0:
            kind = profiles[block.seat]
        for k in range(block.n):
            p = pupils[i]
            p.id = block.area_id * 10_000_000 + (year + 20) * 100_000 + block.number + k
            p.key = chance.bits(par.root, 0, p.id)
            age = days_of(p, year, newcomer, 1 if special else 0, par)
            severity = quantile(severities, chance.draw(p.key, chance.TRAITS, 3))
            if special:
                severity = max(severity, quantile(severities, chance.draw(p.key, chance.TRAITS, 4)))
            p.severity = min(max(severity + par.drift * max(0, year), 0.0), 1.0)
            p.profile = profile_of(shares, 1 if block.seat_sector == VO else 0, kind, p.key)
            older = year < -COHORTS_PO or (newcomer and age >= 12)
            p.care_need = care_need_of(p, older, growth[max(0, year)], par)
            p.trust = chance.draw(p.key, chance.TRAITS, 9)
            p.attachment = chance.draw(p.key, chance.TRAITS, 10)
            p.ability = chance.draw(p.key, chance.TRAITS, 11)
            p.supported = 1 if chance.draw(p.key, chance.TRAITS, 12) < par.parents_supported else 0
            p.arrival = block.arrival
            resolve[i] = chance.draw(p.key, chance.TRAITS, 13)
            home_of(p, block.area, year < -COHORTS_PO, outlets, room, parts, boards, of_parts)
            i += 1
