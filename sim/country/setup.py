"""Population -> State: the columns at day 0, and what a branch changes in them."""

import numpy as np

from sim.country.population import Population
from sim.country.start import start_all
from sim.law.landscape import compile_levers, draw_landscape, law_days
from sim.machine import chance
from sim.machine.calendar import school_calendar
from sim.machine.codes import SPECIAL
from sim.machine.state import (
    BLOCKER_SET,
    EXEMPTION,
    INTERVENTION,
    LINK,
    PAR,
    PENDING,
    PLACEMENT,
    QUEUE,
    SERIES,
    SPELL,
    TRACE_ROW,
    WORLD,
    State,
    Table,
    as_records,
    copied,
    records,
    taken,
)
from sim.scenario import Scenario

TRACE_ROWS = 4000
ROWS_PER_PUPIL_YEAR = {"spells": 0.2, "placements": 0.4, "exemptions": 0.05, "interventions": 0.4, "blocker_sets": 1.0}
"""Room for rows a run may write, per pupil and year; the engine refuses to go on when it is not enough."""


def build_state(scenario: Scenario, population: Population, n_days: int, *, use_up: bool = False) -> State:
    """The state before day 0: nobody has been looked at yet; the first year roll seats and starts everybody.

    use_up: take the population's pupils as they are, without a copy; the population given is worth nothing afterwards.
    """
    inst = {k: v.copy() for k, v in population.institutions.items()}
    pupils = population.pupils if use_up else copied(population.pupils)
    pupils.setflags(write=True)
    n = len(pupils)
    n_s, n_v, n_n = len(inst["schools"]), len(inst["providers"]), len(inst["partnerships"])
    queues = np.zeros(n_s + n_v + 2 * n_n, QUEUE)
    queues["head"] = queues["tail"] = queues["within"] = -1
    links = records((n, 4), LINK)
    pending = np.full((n, 3), -1, np.int32).view(PENDING)[:, 0]
    lots = np.empty(n)
    start_all(as_records(pupils), links, lots)
    pupils["hazard_left"] = -np.log(lots)
    world = np.zeros(1, WORLD)
    world["n_days"], world["n_pupils"], world["branch_day"] = n_days, n, -1
    world["first_care_queue"], world["first_agenda"], world["first_arrangement"] = n_s, n_s + n_v, n_s + n_v + n_n
    calendar = school_calendar(n_days, plain=scenario["calendar"] == "plain")
    levers = draw_landscape(scenario, population.replicate, inst["partnerships"])
    weeks = n_days // 7 + 1
    n_places = n_s + n_v + n_n + len(inst["boards"])
    rows = _rows(n, n_days)
    state = State(
        pupils=pupils, pending=pending, links=links, queues=queues, schools=inst["schools"], boards=inst["boards"], providers=inst["providers"],
        municipalities=inst["municipalities"], partnerships=inst["partnerships"], areas=inst["areas"], levers=levers, laws=levers.copy(),
        law_day=np.full(n_n, -1, np.int32), world=world, par=parameters(scenario), buckets=np.full(n_days + 1, -1, np.int32),
        home=np.zeros(n, np.int32), dirty=np.zeros(len(queues) + 1, np.int32), near=inst["near"], cohort=population.cohort.copy(),
        tally=np.zeros((len(inst["areas"]), 11), np.int32), trace=np.zeros(TRACE_ROWS, TRACE_ROW),
        spells=np.zeros(rows["spells"], SPELL), placements=np.zeros(rows["placements"], PLACEMENT),
        exemptions=np.zeros(rows["exemptions"], EXEMPTION), interventions=np.zeros(0, INTERVENTION), blocker_sets=np.zeros(0, BLOCKER_SET),
        series=np.zeros((weeks, len(inst["areas"]), len(SERIES)), np.float32), series_places=np.zeros((weeks, n_places, 3), np.int32),
        school_days=calendar.school_days, next_school_day=calendar.next_school_day, next_intake=calendar.next_intake,
        holiday=calendar.holiday, scratch=np.zeros(max(n, len(queues)) + 1, np.int32), scratch_keys=np.zeros(n + 1, np.int64),
    )  # fmt: skip
    _start_places(state, population)
    return State(*(as_records(a) for a in state))


def _rows(n_pupils: int, n_days: int, n_home: int = 0) -> dict[str, int]:
    """Room for rows; a child at home may change its blocker set every week. Rows never written cost no memory."""
    years = n_days / 364.0
    rows = {k: int(2000 + r * n_pupils * years) for k, r in ROWS_PER_PUPIL_YEAR.items()}
    rows["blocker_sets"] += int(52 * n_home * years)
    return rows


def parameters(scenario: Scenario) -> Table:
    """All parameters that rules read, as one record."""
    par = np.zeros(1, PAR)
    for group in ("behaviour", "capacity", "funding", "ideal"):
        for field, value in scenario.group(group).items():
            par[field] = value
    # the burnt-in country knows no ideal: begin_branch sets it
    for field in scenario.group("ideal"):
        par[field] = 0
    return par


def _start_places(state: State, population: Population) -> None:
    """Seat the pupils of special schools; free places and boards with room are counted from here on."""
    seat = population.seat
    who = np.flatnonzero(seat >= 0)
    pupils, schools, placements, parts = state.pupils, state.schools, state.placements, state.partnerships
    k = len(who)
    rows = placements[:k]
    rows["pupil"], rows["partnership"], rows["area"], rows["sector"] = (pupils[f][who] for f in ("id", "partnership", "area", "sector"))
    rows["spell_no"], rows["kind"], rows["place"] = -1, 1, seat[who]
    rows["agreed_day"], rows["start_day"], rows["end_day"], rows["fit"], rows["pupil_row"] = -1, 0, -1, 0.8, who
    pupils["where"][who] = SPECIAL
    pupils["placement_row"][who] = np.arange(k)
    pupils["place_kind"][who] = 1
    pupils["place"][who] = seat[who]
    pupils["place_payer"][who] = pupils["partnership"][who]
    pupils["hazard_left"][who] = -np.log(chance.draws(pupils["key"][who], chance.DROP_OUT, 0))
    np.add.at(schools["occupied"], seat[who], 1)
    schools["places"] = np.maximum(schools["places"], schools["occupied"])
    sbo = schools["profile"][seat[who]] == 0
    np.add.at(parts["n_sbo"], pupils["partnership"][who[sbo]], 1)
    np.add.at(parts["n_special"], pupils["partnership"][who[~sbo]], 1)
    state.world["n_placements"] = k
    free = np.maximum(0, schools["places"] - schools["occupied"])
    np.add.at(state.areas["free_special"], (schools["area"], schools["level"], schools["profile"]), free)
    boards = state.boards
    open_ = boards["room"] > 0
    np.bitwise_or.at(parts["free"], boards["partnership"][open_], np.uint64(1) << boards["nr"][open_].astype(np.uint64))
    for n, part in enumerate(parts):
        areas = state.areas[part["area"]]
        if n == areas["first_po"] or (areas["n_po"] == 0 and n == areas["first_vo"]):
            munis = state.municipalities[areas["municipality"] : areas["municipality"] + areas["n_municipalities"]]
            agreement = int(state.levers["agreement"][n])
            munis["bound"] = (agreement == 2) | ((agreement == 1) & (np.arange(len(munis)) % 2 == 0))
    believe(state, parts)


def believe(state: State, parts: Table) -> None:
    """Belief in today's powers: as in an untested one, or one on paper; none without a holder. Later only tests and laws move it."""
    levers = state.levers
    held = (levers["holder_edu"] > 0) | (levers["holder_care"] > 0)
    par = state.par[0]
    parts["belief"] = np.where(held, np.where(levers["mandate"] == 2, par["belief_start"], par["belief_paper"]), 0.0)


def begin_branch(state: State, scenario: Scenario, replicate: int, labels: list[str]) -> None:
    """Change a burnt-in state into the start of a branch: levers and their dates, ideals, room for rows. Works in place."""
    day = int(state.world["today"][0])
    plain = State(*(np.asarray(a) for a in state))
    name = scenario.name.removesuffix("_aa")
    label = labels.index(name) if name in labels else len(labels)
    levers = compile_levers(scenario, plain.levers, plain.partnerships, replicate, label)
    months = scenario.levers.get("agreements.term_months", 0)
    given = "agreements.municipal" in scenario.levers and scenario.levers["agreements.municipal"] != "none"
    changed = bool(scenario.levers) or scenario.base == "geen"
    plain.law_day[:] = law_days(scenario, plain.partnerships, day) if changed else -1
    if given:
        levers["bound_from"] = plain.law_day + round(months * 364 / 12)
    announced = day + round(scenario.levers.get("law.announced", 0) * 364 / 12)
    levers["coming_from"] = np.where(plain.law_day > announced, announced, 2**30)
    plain.laws[:] = levers
    for field, value in scenario.group("ideal").items():
        plain.par[field] = value
    if scenario["aa"]:
        # pupils of no school year of the run stand last
        extra = np.arange(int(plain.cohort[-2]), len(plain.pupils))
        for i in extra:
            start = int(plain.next_school_day[day + 30])
            plain.pupils["clock_place"][i] = plain.pupils["enters"][i] = start
            plain.pupils["birth"][i], plain.pupils["vo_day"][i] = start - 9 * 364, start + 3 * 364
            plain.pupils["leaves"][i] = (start // 364 + 8) * 364
            plain.pending["due"][i], plain.pending["due_before"][i] = start, -1
            head = plain.buckets[start]
            plain.pending["due_after"][i] = head
            if head >= 0:
                plain.pending["due_before"][head] = i
            plain.buckets[start] = i


def branched(state: State, scenario: Scenario, *, use_up: bool = False) -> State:
    """A copy with room for the branch's rows: open stays and placements are kept, what is over is left behind.

    use_up: take the state's own arrays where they need no copy; the state given is worth nothing afterwards.
    """
    today = int(state.world["today"][0])
    rows = _rows(int(state.world["n_pupils"][0]), scenario.n_days - today, int(state.world["n_home"][0]))
    anew = ("spells", "placements", "exemptions", "interventions", "blocker_sets")
    own = {f: np.asarray(getattr(state, f)) for f in State._fields if f not in anew}
    plain = own if use_up else {f: copied(array) for f, array in own.items()}
    pupils = plain["pupils"]
    world = plain["world"]
    spells, world["n_spells"] = _open_rows(np.asarray(state.spells)[: int(world["n_spells"][0])], pupils, "spell", rows["spells"])
    placements, world["n_placements"] = _open_rows(
        np.asarray(state.placements)[: int(world["n_placements"][0])], pupils, "placement_row", rows["placements"]
    )
    exempt = np.asarray(state.exemptions)[: int(world["n_exemptions"][0])]
    exemptions, world["n_exemptions"] = _open_rows(exempt, pupils, "exemption_row", rows["exemptions"])
    plain |= {
        "spells": spells, "placements": placements, "exemptions": exemptions, "interventions": np.zeros(rows["interventions"], INTERVENTION),
        "blocker_sets": np.zeros(rows["blocker_sets"], BLOCKER_SET),
    }  # fmt: skip
    return State(*(as_records(plain[f]) for f in State._fields))


def _open_rows(rows: Table, pupils: Table, column: str, room: int) -> tuple[Table, int]:
    """Rows still open (or last stays of exempt pupils), moved to the front; the pupils' row numbers follow."""
    keep = rows["end_day"] < 0
    if column == "spell":
        exempt = np.flatnonzero(pupils["exempt_since"] >= 0)
        keep[pupils["spell"][exempt]] = True
    kept = np.flatnonzero(keep)
    out = taken(rows, kept, room)
    pupils[column] = -1
    pupils[column][out["pupil_row"][: len(kept)]] = np.arange(len(kept))
    return out, len(kept)
