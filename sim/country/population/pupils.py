"""Who will ever live in the model: the stock at the start, every later cohort, and newcomers, in blocks of pupils alike. All exogenous."""

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import betaincinv

from sim.country import regions
from sim.country.population.traits import BLOCK, COHORTS_PO, DRAWN, GRID, OUTLET, draw_all
from sim.machine import chance
from sim.machine.codes import ARRIVES_NEWCOMER, ARRIVES_REGULAR, ARRIVES_SPECIAL, PO, SBO, VO
from sim.machine.state import PUPIL, Table, as_records, records
from sim.scenario import Scenario

PROFILE_PO = (0.30, 0.22, 0.20, 0.14, 0.06, 0.08)
PROFILE_VO = (0.22, 0.20, 0.20, 0.24, 0.08, 0.06)
"""Shares of the support profiles (learning, work attitude, externalising, internalising, gifted, physical): assumed, in the order that
teachers report (behaviour more than delay)."""
AGE_SBO = (0.02, 0.04, 0.08, 0.12, 0.16, 0.18, 0.20, 0.20)
AGE_SO = (0.06, 0.09, 0.11, 0.13, 0.14, 0.15, 0.16, 0.16)
AGE_VSO = (0.17, 0.18, 0.18, 0.18, 0.16, 0.13)
"""School years since entry of pupils in sbo, so and vso at the start: assumed, with mean entry ages near pf_flows_009 and pf_flows_010."""

Block = tuple[int, int, int, int, int, int, int, int]
"""Fields of BLOCK."""


def counts(total: float, n: int) -> list[int]:
    """Split a real total over n equal integer parts whose sum is its rounding."""
    edges = np.round(np.arange(n + 1) * total / n).astype(int)
    return [int(b - a) for a, b in pairwise(edges)]


def draw_pupils(scenario: Scenario, replicate: int, inst: dict[str, Table], years: int) -> tuple[Table, np.ndarray, np.ndarray]:
    """Pupil records ordered by entry year, the special school each sits in at the start (-1 none), and where each cohort begins
    (length years + 2, the last for pupils of no year)."""
    pop = scenario.group("population")
    rows = [block for x in range(len(inst["areas"])) for block in _area_blocks(x, inst, pop, years)]
    blocks = np.array([block for block in rows if block[4]], BLOCK)
    blocks = blocks[np.lexsort((blocks["number"], blocks["area_id"], blocks["year"]))]
    first = np.concatenate(([0], np.cumsum(blocks["n"])))
    cohort = first[np.searchsorted(blocks["year"], np.arange(years + 2))].astype(np.int64)
    return _drawn(scenario, replicate, inst, blocks, int(first[-1])), np.repeat(blocks["seat"], blocks["n"]), cohort


def _drawn(scenario: Scenario, replicate: int, inst: dict[str, Table], blocks: Table, n: int) -> Table:
    """The records of n pupils, by one pass of compiled code."""
    pop = scenario.group("population")
    parts, boards = inst["partnerships"], inst["boards"]
    drawn = records(1, DRAWN)
    for field in DRAWN.names or ():
        drawn[field] = pop.get(field, 0)
    drawn["drift"] = scenario.group("behaviour")["severity_drift"]
    drawn["root"] = chance.root(scenario.seed, replicate, chance.PUPIL)
    years = np.arange(max(0, int(blocks["year"].max())) + 1)
    growth = (1.0 + scenario.group("capacity")["care_growth"]) ** years  # year by year in new cohorts (M55)
    outlets, room = _outlets(inst)
    pupils = records(n, PUPIL)
    resolve = np.empty(n)
    draw_all(
        pupils, resolve, as_records(blocks), drawn, severities(pop["severity_a"], pop["severity_b"]),
        np.cumsum((PROFILE_PO, PROFILE_VO), axis=1), growth, np.ascontiguousarray(inst["schools"]["profile"]), outlets, room,
        _totals(parts["pupils"]), _totals(boards["pupils"]), np.stack((parts["board"], parts["n_boards"]), axis=1),
    )  # fmt: skip
    pupils = np.asarray(pupils)
    pupils["resolve"] = np.clip(pop["resolve_weeks"] * np.sqrt(-np.log(resolve)) * 1.128, 4, 400)
    return pupils


@lru_cache(maxsize=8)
def severities(a: float, b: float) -> np.ndarray:
    """Quantiles of the beta distribution at GRID steps, each with the slope to the next, read-only: the exact inverse of every pupil's draw
    costs more than a run. Of (a, b), for all draws (error below 1e-3 but in the last permille). Shape (2, GRID)."""
    grid = np.arange(GRID + 1) / GRID
    exact = betaincinv(a, b, grid)
    found = np.stack((exact[:-1], np.diff(exact) / np.diff(grid)))
    found.setflags(write=False)
    return found


def _totals(weights: np.ndarray) -> np.ndarray:
    """Running totals from 0, to draw in proportion to weights."""
    return np.concatenate(([0.0], np.cumsum(weights.astype(float))))


def _outlets(inst: dict[str, Table]) -> tuple[Table, np.ndarray]:
    """Areas as pupils see them; and by province the running room for pupils of areas that have too little, its sum behind."""
    areas, parts = inst["areas"], inst["partnerships"]
    m = len(areas)
    outlets = records(m, OUTLET)
    for field in ("municipality", "n_municipalities", "first_po", "n_po", "first_vo", "n_vo", "province"):
        outlets[field] = areas[field]
    for field in ("first_po", "first_vo"):
        outlets[field] = np.maximum(areas[field], 0)
    po, vo = (np.bincount(parts["area"], parts["pupils"] * (parts["sector"] == sector), m) for sector in (PO, VO))
    outlets["has_vo"] = vo > 0
    room = np.zeros((len(regions.PROVINCES), m + 1))
    for province in np.unique(areas["province"]):
        own = areas["province"] == province
        wanted = po * (vo[own].sum() / max(po[own].sum(), 1.0))
        outlets["stays"][own] = np.minimum(1.0, vo / np.maximum(wanted, 1e-9))[own]
        free = np.where(own, np.maximum(0.0, vo - wanted), 0.0)
        outlets["leaves"][own] = free.sum() > 0.0
        room[province, :m], room[province, m] = np.cumsum(free), free.sum()
    return outlets, room


def _area_blocks(x: int, inst: dict[str, Table], pop: dict[str, Any], years: int) -> list[Block]:
    """Blocks of pupils of one area: regular stock by cohort, special stock by school and cohort, later cohorts, newcomers."""
    area, parts, schools = inst["areas"][x], inst["partnerships"], inst["schools"]
    area_id = int(area["id"])
    own = parts["area"] == x
    po = float(parts["pupils"][own & (parts["sector"] == PO)].sum()) * pop["need_share"]
    vo = float(parts["pupils"][own & (parts["sector"] == VO)].sum()) * pop["need_share"]
    first: dict[int, int] = {}
    blocks: list[Block] = []

    def add(year: int, n: int, arrival: int, seat: int = -1, sector: int = PO) -> None:
        blocks.append((x, area_id, year, first.get(year, 0), n, arrival, seat, sector))
        first[year] = first.get(year, 0) + n

    for k, n in enumerate(counts(po, COHORTS_PO)):
        add(-1 - k, n, ARRIVES_REGULAR)
    stay = secondary_stay(pop)
    for k, n in enumerate(_spread(vo, stay)):
        add(-COHORTS_PO - 1 - k, n, ARRIVES_REGULAR, sector=VO)
    seated_po = 0
    for s in np.flatnonzero(schools["area"] == x):
        seats = int(schools["to_seat"][s])
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
