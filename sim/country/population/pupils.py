"""Pupils and their parents, by vectorised draws: the stock at the start, every later cohort, and newcomers. All exogenous."""

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import betaincinv

from sim.machine import chance
from sim.machine.calendar import YEAR
from sim.machine.codes import (
    ARRIVES_NEWCOMER,
    ARRIVES_REGULAR,
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
    PO,
    SBO,
    VO,
    WORK_ATTITUDE,
)  # fmt: skip
from sim.machine.state import PUPIL, Table
from sim.scenario import Scenario

COHORTS_PO = 8
PROFILE_PO = (0.30, 0.22, 0.20, 0.14, 0.06, 0.08)
PROFILE_VO = (0.22, 0.20, 0.20, 0.24, 0.08, 0.06)
"""Shares of the support profiles (learning, work attitude, externalising, internalising, gifted, physical): assumed, in the order that
teachers report (behaviour more than delay)."""
AGE_SBO = (0.02, 0.04, 0.08, 0.12, 0.16, 0.18, 0.20, 0.20)
AGE_SO = (0.06, 0.09, 0.11, 0.13, 0.14, 0.15, 0.16, 0.16)
AGE_VSO = (0.17, 0.18, 0.18, 0.18, 0.16, 0.13)
"""School years since entry of pupils in sbo, so and vso at the start: assumed, with mean entry ages near pf_flows_009 and pf_flows_010."""

Column = dict[str, np.ndarray]


def counts(total: float, n: int) -> list[int]:
    """Split a real total over n equal integer parts whose sum is its rounding."""
    edges = np.round(np.arange(n + 1) * total / n).astype(int)
    return [int(b - a) for a, b in pairwise(edges)]


def draw_pupils(scenario: Scenario, replicate: int, inst: dict[str, Table], years: int) -> tuple[Table, np.ndarray, np.ndarray]:
    """Pupil records ordered by entry year, the special school each sits in at the start (-1 none), and where each cohort begins
    (length years + 2, the last for pupils of no year)."""
    pop = scenario.group("population")
    blocks: list[Column] = []
    for x in range(len(inst["areas"])):
        blocks += _area_blocks(x, inst, pop, years)
    flat = {k: np.concatenate([b[k] for b in blocks]) for k in blocks[0]}
    order = np.lexsort((flat["number"], flat["area_id"], flat["year"]))
    flat = {k: v[order] for k, v in flat.items()}
    pupils = _traits(scenario, replicate, inst, flat)
    cohort = np.searchsorted(flat["year"], np.arange(years + 2)).astype(np.int64)
    return pupils, flat["seat"], cohort


def _block(area: int, area_id: int, year: int, first: int, n: int, arrival: int, seat: int = -1, sector: int = PO) -> Column:
    full = {"area": area, "area_id": area_id, "year": year, "arrival": arrival, "seat": seat, "seat_sector": sector}
    return {k: np.full(n, v, np.int64) for k, v in full.items()} | {"number": first + np.arange(n, dtype=np.int64)}


def _area_blocks(x: int, inst: dict[str, Table], pop: dict[str, Any], years: int) -> list[Column]:
    """Blocks of pupils of one area: regular stock by cohort, special stock by school and cohort, later cohorts, newcomers."""
    area, parts, schools = inst["areas"][x], inst["parts"], inst["schools"]
    area_id = int(area["id"])
    own = parts["area"] == x
    po = float(parts["pupils"][own & (parts["sector"] == PO)].sum()) * pop["need_share"]
    vo = float(parts["pupils"][own & (parts["sector"] == VO)].sum()) * pop["need_share"]
    first: dict[int, int] = {}
    blocks: list[Column] = []

    def add(year: int, n: int, arrival: int, seat: int = -1, sector: int = PO) -> None:
        blocks.append(_block(x, area_id, year, first.get(year, 0), n, arrival, seat, sector))
        first[year] = first.get(year, 0) + n

    for k, n in enumerate(counts(po, COHORTS_PO)):
        add(-1 - k, n, ARRIVES_REGULAR)
    stay = secondary_stay(pop)
    for k, n in enumerate(_spread(vo, stay)):
        add(-COHORTS_PO - 1 - k, n, ARRIVES_REGULAR, sector=VO)
    seated_po = 0
    for s in np.flatnonzero(schools["area"] == x):
        seats = int(schools["over"][s])
        level, profile = int(schools["level"][s]), int(schools["profile"][s])
        ages = AGE_VSO if level == VO else AGE_SBO if profile == SBO else AGE_SO
        edges = np.round(np.cumsum((0.0, *ages)) / sum(ages) * seats).astype(int)
        for k in range(len(ages)):
            year = -1 - k - (COHORTS_PO if level == VO else 0)
            add(year, int(edges[k + 1] - edges[k]), ARRIVES_REGULAR, int(s), level)
        seated_po += seats if level == PO else 0
    for year, n in enumerate(_yearly((po + seated_po) / COHORTS_PO, years)):
        direct = round(n * pop["direct_special"])
        add(year, n - direct, ARRIVES_REGULAR)
        add(year, direct, ARRIVES_SPECIAL)
    all_pupils = float(parts["pupils"][own].sum())
    for year, n in enumerate(_yearly(pop["newcomers"] * all_pupils / 1000.0, years)):
        add(year, n, ARRIVES_NEWCOMER)
    province = inst["areas"]["province"]
    if x == int(np.flatnonzero(province == area["province"])[0]):
        # the irrelevant extra child of the A/A run: it never enters unless a run says so
        add(years, 1, ARRIVES_NEWCOMER)
    return blocks


def secondary_stay(pop: dict[str, Any]) -> tuple[float, ...]:
    """Share of a cohort still in secondary school in its 1st to 6th year."""
    l16, l17 = pop["leave_16"], pop["leave_17"]
    return (1.0, 1.0, 1.0, 1.0, 1.0 - l16, max(0.0, 1.0 - l16 - l17))


def _spread(total: float, stay: tuple[float, ...]) -> list[int]:
    edges = np.round(np.cumsum((0.0, *stay)) / sum(stay) * total).astype(int)
    return [int(b - a) for a, b in pairwise(edges)]


def _yearly(mean: float, years: int) -> list[int]:
    """Integer numbers a year whose running sum stays within half of the mean's."""
    return counts(mean * years, years) if years else []


def beta(a: float, b: float, u: np.ndarray) -> np.ndarray:
    """Beta quantiles of u, from a table of 4,097 exact ones (error below 1e-3 but in the last permille): the exact inverse costs more than
    a run."""
    grid = np.arange(4097) / 4096.0
    return np.asarray(np.interp(u, grid, betaincinv(a, b, grid)))


def _traits(scenario: Scenario, replicate: int, inst: dict[str, Table], flat: Column) -> Table:
    pop = scenario.group("population")
    n = flat["year"].size
    pupils = np.zeros(n, PUPIL)
    pupils["id"] = flat["area_id"] * 10_000_000 + (flat["year"] + 20) * 100_000 + flat["number"]
    key = pupils["key"] = chance.keys(scenario.seed, replicate, chance.PUPIL, pupils["id"])
    u = [chance.draws(key, chance.TRAITS, k) for k in range(24)]
    areas, parts, boards = inst["areas"], inst["parts"], inst["boards"]
    area, year, arrival, seat = flat["area"], flat["year"], flat["arrival"], flat["seat"]
    seated = seat >= 0
    newcomer = arrival == ARRIVES_NEWCOMER
    start = year * YEAR
    age = 4.0 + u[0]
    age = np.where(newcomer, 5.0 + 11.0 * u[0], age)
    pupils["enters"] = np.where(newcomer, start + 1 + (360 * u[1]).astype(int), start)
    pupils["birth"] = pupils["enters"] - (age * YEAR).astype(int)
    entry = pupils["birth"] + (5 * YEAR - 1)
    cohort_start = entry // YEAR * YEAR
    pupils["vo_day"] = cohort_start + COHORTS_PO * YEAR
    l16, l17 = pop["leave_16"], pop["leave_17"]
    extra = np.where(u[2] < l16, 12, np.where(u[2] < l16 + l17, 13, 14))
    # who is in secondary school at the start has not left yet
    past = -year
    still = (extra > past) | (year >= -COHORTS_PO)
    extra = np.where(still, extra, np.maximum(extra, past + 1))
    extra = np.where(seated | (arrival == ARRIVES_SPECIAL), 14, extra)
    pupils["leaves"] = cohort_start + extra * YEAR
    late = newcomer & (pupils["leaves"] <= pupils["enters"])
    pupils["leaves"] = np.where(late, (pupils["enters"] // YEAR + 1) * YEAR, pupils["leaves"])

    severity, harder = (beta(pop["severity_a"], pop["severity_b"], v) for v in (u[3], u[4]))
    severity = np.where(seated | (arrival == ARRIVES_SPECIAL), np.maximum(severity, harder), severity)
    drift = scenario.group("behaviour")["severity_drift"]
    pupils["severity"] = np.clip(severity + drift * np.maximum(0, year), 0.0, 1.0)
    pupils["profile"] = _profiles(inst, flat, u[5], u[6], np.where(flat["seat_sector"] == VO, VO, PO))
    older = (year < -COHORTS_PO) | (newcomer & (age >= 12))
    any_care = np.where(older, pop["care_any_vo"], pop["care_any_po"]) + pop["care_severity"] * (pupils["severity"] - 0.4)
    inward = (pupils["profile"] == INTERNALISING) | (pupils["profile"] == EXTERNALISING)
    more = (1.0 + scenario.group("capacity")["care_growth"]) ** np.maximum(0, year)  # year by year in new cohorts (M55)
    any_care = np.clip(any_care * np.where(inward, 1.5, 0.75) * more, 0.01, 0.95)
    first = pop["care_first"] * np.where(pupils["profile"] == INTERNALISING, 1.5, 0.8)
    pupils["care_need"] = np.where(u[7] >= any_care, NEEDS_NONE, np.where(u[8] < first, CARE_FIRST, CONCURRENT))
    pupils["trust"], pupils["attachment"], pupils["ability"] = u[9], u[10], u[11]
    pupils["supported"] = u[12] < pop["parents_supported"]
    pupils["resolve"] = np.clip(pop["resolve_weeks"] * np.sqrt(-np.log(u[13])) * 1.128, 4, 400).astype(int)
    pupils["arrival"] = arrival

    pupils["area"] = area
    pupils["muni"] = areas["muni"][area] + (u[14] * areas["n_munis"][area]).astype(int)
    pupils["part_po"] = _weighted(parts["pupils"].astype(float), areas["po_part"][area], areas["n_po"][area], u[15])
    pupils["part_vo"] = _secondary(inst, area, flat["year"] < -COHORTS_PO, u[16], u[17])
    pupils["part_po"] = np.where(pupils["part_po"] < 0, pupils["part_vo"], pupils["part_po"])
    pupils["board_po"] = _weighted(boards["pupils"].astype(float), parts["board"][pupils["part_po"]], parts["n_boards"][pupils["part_po"]], u[18])
    pupils["board_vo"] = _weighted(boards["pupils"].astype(float), parts["board"][pupils["part_vo"]], parts["n_boards"][pupils["part_vo"]], u[19])
    return pupils


def _profiles(inst: dict[str, Table], flat: Column, u: np.ndarray, v: np.ndarray, sector: np.ndarray) -> np.ndarray:
    """Profiles by sourced shares; a pupil who sits in a special school has one that asks for it."""
    table = np.where(sector[:, None] == VO, np.cumsum(PROFILE_VO), np.cumsum(PROFILE_PO))
    free = np.minimum((u[:, None] >= table).sum(axis=1), len(PROFILE_PO) - 1)
    seat = flat["seat"]
    kind = np.where(seat >= 0, inst["schools"]["profile"][np.maximum(seat, 0)], -1)
    outward = np.where(v < 0.45, EXTERNALISING, np.where(v < 0.85, INTERNALISING, GIFTED))
    sbo = np.where(v < 0.6, LEARNING, WORK_ATTITUDE)
    return np.asarray(np.select([kind == SBO, kind == CLUSTER3, kind >= 0], [sbo, np.full_like(sbo, PHYSICAL), outward], free))


def _weighted(weights: np.ndarray, first: np.ndarray, n: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index drawn from first..first+n-1 in proportion to weights; -1 where n is 0."""
    total = np.concatenate(([0.0], np.cumsum(weights)))
    base = np.maximum(first, 0)
    target = total[base] + u * (total[base + n] - total[base])
    found = np.searchsorted(total, target, side="right") - 1
    return np.asarray(np.where(n > 0, np.clip(found, base, base + np.maximum(n, 1) - 1), -1))


def _secondary(inst: dict[str, Table], area: np.ndarray, now: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Secondary partnership of each pupil. An area with fewer secondary places than its primary pupils fill sends the rest to areas of the
    province that have more, so that cohorts carry the observed numbers on; pupils in secondary school at the start stay in their own."""
    areas, parts = inst["areas"], inst["parts"]
    m = len(areas)
    po, vo = np.zeros(m), np.zeros(m)
    np.add.at(po, parts["area"][parts["sector"] == PO], parts["pupils"][parts["sector"] == PO])
    np.add.at(vo, parts["area"][parts["sector"] == VO], parts["pupils"][parts["sector"] == VO])
    goes = area.copy()
    for province in np.unique(areas["province"]):
        own = areas["province"] == province
        wanted = po * (vo[own].sum() / max(po[own].sum(), 1.0))
        stays = np.minimum(1.0, vo / np.maximum(wanted, 1e-9))
        room = np.where(own, np.maximum(0.0, vo - wanted), 0.0)
        if room.sum() <= 0.0:
            continue
        leave = own[area] & (u >= stays[area]) & ~(now & (vo[area] > 0))
        goes[leave] = np.searchsorted(np.cumsum(room), v[leave] * room.sum(), side="right")
    goes = np.minimum(goes, m - 1)
    again = np.where(u > 0.5, (u - 0.5) * 2.0, u * 2.0)
    return _weighted(parts["pupils"].astype(float), areas["vo_part"][goes], areas["n_vo"][goes], again)
