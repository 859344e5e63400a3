"""Institutions of a country: real partnerships with their pupils and sites; boards, municipalities and providers drawn to match figures."""

from typing import Any

import numpy as np
from scipy.special import ndtri

from sim.country import imposed, regions
from sim.country.population.shares import shares
from sim.country.population.special import schools_of
from sim.machine import chance
from sim.machine.codes import CLUSTER3, CLUSTER4, PO, SBO, VO
from sim.machine.state import AREA, BOARD, MUNICIPALITY, PARTNERSHIP, PROVIDER, SCHOOL, Table
from sim.scenario import Scenario

MAX_BOARDS = 60


def draw_institutions(scenario: Scenario, replicate: int) -> dict[str, Table]:
    """Records of areas, parts, boards, schools, providers, munis. Ids are exogenous: numbers within the whole country."""
    own = imposed.numbers_of(scenario["region"])
    table = imposed.with_pupils(regions.chosen(scenario["region"]), own)
    scale = scenario["region"]["scale"]
    pop = scenario.group("population")
    cap = scenario.group("capacity")
    seed = scenario.seed
    ids, first_row = np.unique(table["area"], return_index=True)
    areas = np.zeros(len(ids), AREA)
    areas["id"] = ids
    areas["key"] = chance.keys(seed, replicate, chance.AREA, ids)
    areas["province"] = table["province"][first_row]
    parts = _parts(table, np.searchsorted(ids, table["area"]), scenario, replicate, scale)
    boards = _boards(parts, table, scenario, replicate)
    munis = _munis(areas, scenario, replicate)
    schools = _schools(areas, parts, table, scenario, replicate, scale)
    per_area = np.zeros(len(areas), np.int64)
    np.add.at(per_area, parts["area"], parts["pupils"])
    providers = _providers(areas, per_area, pop, cap, seed, replicate)
    for x in range(len(areas)):
        for first, n, rows in (("school", "n_schools", schools), ("provider", "n_providers", providers), ("municipality", "n_municipalities", munis)):
            found = np.flatnonzero(rows["area"] == x)
            areas[x][first], areas[x][n] = (found[0] if found.size else 0), found.size
        for sector, first, n in ((PO, "first_po", "n_po"), (VO, "first_vo", "n_vo")):
            found = np.flatnonzero((parts["area"] == x) & (parts["sector"] == sector))
            areas[x][first], areas[x][n] = (found[0] if found.size else -1), found.size
    declared, place, near = regions.country_of(scenario["region"]), {int(a): x for x, a in enumerate(ids)}, list[int]()
    for x in range(len(areas)):
        here = [place[a] for a in (int(ids[x]), *declared.areas[ids[x]].near) if a in place]
        same = [y for y in here if areas["province"][y] == areas["province"][x]]  # provinces run apart
        areas[x]["first_near"], areas[x]["n_near"] = len(near), len(same)
        near.extend(same)
    munis["provider"] = areas["provider"][munis["area"]]
    munis["n_providers"] = areas["n_providers"][munis["area"]]
    inst = {
        "areas": areas, "partnerships": parts, "boards": boards, "schools": schools, "providers": providers, "municipalities": munis,
        "near": np.array(near, np.int32),
    }  # fmt: skip
    imposed.impose(inst, own)
    return inst


def _parts(table: Table, area: np.ndarray, scenario: Scenario, replicate: int, scale: float) -> Table:
    pop, cap, fund = scenario.group("population"), scenario.group("capacity"), scenario.group("funding")
    behaviour = scenario.group("behaviour")
    n = len(table)
    parts = np.zeros(n, PARTNERSHIP)
    parts["id"] = table["number"] * 10 + table["sector"]
    key = parts["key"] = chance.keys(scenario.seed, replicate, chance.PARTNERSHIP, parts["id"])
    u = [chance.draws(key, chance.TRAITS, k) for k in range(10)]
    parts["sector"] = table["sector"]
    parts["area"] = area
    pupils = np.maximum(60, np.round(table["regular_pupils"] * scale)).astype(int)
    parts["pupils"] = pupils
    model = np.select([u[0] < fund["share_school"], u[0] < fund["share_school"] + fund["share_expertise"],
                       u[0] < fund["share_school"] + fund["share_expertise"] + fund["share_arrangement"]], [1, 3, 2], 0)  # fmt: skip
    parts["funding"] = model
    parts["central"] = u[1] < 0.5
    trust = pop["trust_boards"] + pop["trust_boards_sd"] * ndtri(u[2]) + pop["mixed_policy_trust"] * (parts["central"] - 0.5)
    parts["trust"] = parts["trust0"] = np.clip(trust, 1.0, 5.0)
    parts["consensus"] = np.clip(pop["consensus"] + pop["consensus_sd"] * ndtri(u[3]), 1.0, 5.0)
    parts["shrinks"] = u[4] < pop["shrinking"]
    parts["director_since"] = -(u[5] * 364.0 / max(behaviour["director_leaves"], 0.02)).astype(int)
    parts["spread"] = np.exp(behaviour["use_spread"] * ndtri(u[6]))
    parts["monthly"] = behaviour["tables_per_month"] * pupils / 10000.0
    parts["arrangement_places"] = np.maximum(1, np.round(cap["arrangements"] * pupils / 1000.0))
    parts["arrangement_hours"] = np.round(parts["arrangement_places"] * cap["arrangement_hours"])
    parts["income"] = (fund["support_per_pupil"] * pupils * (1.0 + fund["equalisation"] * (2.0 * u[7] - 1.0))).astype(np.int64)
    parts["reserve"] = (fund["reserve_target"] * parts["income"]).astype(np.int64)
    parts["support"] = 1.0
    same = np.zeros(int(parts["area"].max()) + 1)
    np.add.at(same, parts["area"], 1.0)
    parts["weight"] = 1.0 / same[parts["area"]]
    return parts


def _boards(parts: Table, table: Table, scenario: Scenario, replicate: int) -> Table:
    pop, cap = scenario.group("population"), scenario.group("capacity")
    whole = regions.ledger(regions.country_of(scenario["region"]))
    rows: list[tuple[int, int, int]] = []
    per_site = [pop[name] / whole["regular_sites"][whole["sector"] == k].sum() for k, name in enumerate(("boards_po", "boards_vo"))]
    for x, part in enumerate(parts):
        n = min(max(round(int(table["regular_sites"][x]) * per_site[table["sector"][x]] * 1.3), 2), MAX_BOARDS)
        sizes = np.maximum(10, shares(int(part["pupils"]), n, part["key"], chance.TRAITS + 20, 3.0))
        first = len(rows)
        parts[x]["board"], parts[x]["n_boards"] = first, n
        rows += [(x, nr, sizes[nr]) for nr in range(n)]
    boards = np.zeros(len(rows), BOARD)
    boards["partnership"], boards["nr"], boards["pupils"] = (np.array(c) for c in zip(*rows, strict=True))
    # exogenous: the partnership's number in the country and the board's within it
    order = np.searchsorted(np.sort(whole["number"] * 10 + whole["sector"]), parts["id"])
    boards["id"] = order[boards["partnership"]] * 64 + boards["nr"]
    key = boards["key"] = chance.keys(scenario.seed, replicate, chance.BOARD, boards["id"])
    boards["solidarity"] = 0.12 * ndtri(chance.draws(key, chance.TRAITS, 0))
    boards["quality"] = chance.draws(key, chance.TRAITS, 1)
    chunky = chance.draws(key, chance.TRAITS, 2)
    boards["room"] = (cap["regular_room"] * boards["pupils"] / 1000.0 + chunky).astype(int)
    boards["temporary_room"] = (cap["temporary_room"] * boards["pupils"] / 1000.0 + chance.draws(key, chance.TRAITS, 3)).astype(int)
    return boards


def _munis(areas: Table, scenario: Scenario, replicate: int) -> Table:
    whole = regions.ledger(regions.country_of(scenario["region"]))
    counted = np.zeros((2, int(whole["area"].max()) + 1), np.int64)
    np.add.at(counted, (whole["sector"], whole["area"]), whole["n_municipalities_2013"])
    most = counted.max(axis=0)
    factor = scenario.group("population")["municipalities"] / most.sum()
    n = [max(1, round(float(k) * factor)) for k in most]
    first = np.concatenate(([0], np.cumsum(n)))
    rows = [(x, first[a] + k) for x, a in enumerate(areas["id"]) for k in range(n[a])]
    munis = np.zeros(len(rows), MUNICIPALITY)
    munis["area"], munis["id"] = (np.array(c) for c in zip(*rows, strict=True))
    key = munis["key"] = chance.keys(scenario.seed, replicate, chance.MUNICIPALITY, munis["id"])
    munis["pressure"] = munis["pressure0"] = 0.2 + 0.6 * chance.draws(key, chance.TRAITS, 0)
    munis["decision_days"] = 7 + (35 * chance.draws(key, chance.TRAITS, 1)).astype(int)
    return munis


def _schools(areas: Table, parts: Table, table: Table, scenario: Scenario, replicate: int, scale: float) -> Table:
    """Special schools by area, level and profile. The ledger's so/vso columns hold both sectors alike: the po row of an area counts."""
    pop, cap = scenario.group("population"), scenario.group("capacity")
    declared = regions.country_of(scenario["region"]).special
    rows: list[tuple[int, int, int, int, int]] = []
    known: list[int | None] = []
    for x, a in enumerate(areas["id"]):
        if declared is not None:
            lines = [line for line in declared if line.area == a]
            found = schools_of(lines, areas["key"][x], pop["so_share"], pop["cluster3_share"], scale)
            rows += [(x, level, profile, nr, size) for level, profile, nr, size, _ in found]
            known += [seats for *_, seats in found]
            continue
        own = table[table["area"] == a]
        po = own[own["sector"] == PO]
        source = po if len(po) else own
        special = float(source["so_vso_pupils"].sum()) * scale
        sites = max(2, round(float(source["so_vso_sites"].sum()) * max(scale, 0.2)))
        sbo, sbo_sites = float(po["sbo_pupils"].sum()) * scale, max(1, int(po["sbo_sites"].sum()))
        c3 = pop["cluster3_share"]
        wanted = [
            (PO, SBO, sbo, sbo_sites if sbo else 0),
            (PO, CLUSTER3, special * pop["so_share"] * c3, max(1, sites // 4)),
            (PO, CLUSTER4, special * pop["so_share"] * (1 - c3), max(1, sites // 4)),
            (VO, CLUSTER3, special * (1 - pop["so_share"]) * c3, max(1, sites // 4)),
            (VO, CLUSTER4, special * (1 - pop["so_share"]) * (1 - c3), max(1, sites // 4)),
        ]
        for level, profile, pupils, most in wanted:
            n = min(most, max(1, int(pupils) // 15)) if pupils >= 1 else 0
            if n:
                split = shares(round(pupils), n, areas["key"][x], chance.TRAITS + 30 + 3 * level + profile, 1.5)
                rows += [(x, level, profile, k, int(p)) for k, p in enumerate(split)]
    schools = np.zeros(len(rows), SCHOOL)
    schools["area"], schools["level"], schools["profile"], nr, pupils = (np.array(c) for c in zip(*rows, strict=True))
    schools["id"] = ((areas["id"][schools["area"]] * 2 + schools["level"]) * 3 + schools["profile"]) * 100 + nr
    schools["key"] = chance.keys(scenario.seed, replicate, chance.SCHOOL_KIND, schools["id"])
    for x, level in {(x, level) for x, level, *_ in rows}:
        own_parts = np.flatnonzero((parts["area"] == x) & (parts["sector"] == level))
        other = np.flatnonzero(parts["area"] == x)
        schools["partnership"][(schools["area"] == x) & (schools["level"] == level)] = (own_parts if own_parts.size else other)[0]
    schools["funded"] = np.round(pupils * (1.0 + cap["slack"]))
    for k, seats in enumerate(known):
        if seats is not None:
            schools[k]["funded"] = seats
    schools["places"] = np.maximum(1, schools["funded"])
    schools["waited"] = 0
    schools["occupied"] = 0
    schools["places_coming"] = 0
    schools["reserved"] = 0
    schools["to_seat"] = np.minimum(pupils, schools["places"])  # pupils to seat at the start; cleared once they sit
    return schools


def _providers(areas: Table, pupils: np.ndarray, pop: dict[str, Any], cap: dict[str, Any], seed: int, replicate: int) -> Table:
    rows: list[tuple[int, int, int]] = []
    for x, a in enumerate(areas["id"]):
        slots = round(cap["care_slots"] * pupils[x] / 1000.0)
        n = int(np.clip(round(pop["providers_per_100k"] * pupils[x] / 100000.0), 1, max(1, slots)))
        for k, size in enumerate(shares(slots, n, areas["key"][x], chance.TRAITS + 40, 1.5)):
            rows.append((x, int(a) * 1000 + k, max(1, int(size))))
    providers = np.zeros(len(rows), PROVIDER)
    providers["area"], providers["id"], providers["funded"] = (np.array(c) for c in zip(*rows, strict=True))
    providers["slots"] = providers["funded"]
    providers["key"] = chance.keys(seed, replicate, chance.PROVIDER_KIND, providers["id"])
    return providers
