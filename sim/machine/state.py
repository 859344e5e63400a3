"""The columns of a running model. Copying them is branching.

Every array holds records; a numba record travels as a bare pointer, and the same source runs interpreted over numpy records. No field may be
named like an attribute of numpy records (a test checks it): it would mean something else when interpreted.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.machine.clocks import COLUMNS
from sim.machine.codes import CASE, CAUSE, REGISTER, WHERE
from sim.machine.jit import INTERPRETED
from sim.parameters import PARAMETERS

Table = npt.NDArray[Any]

LINE = 64
"""Bytes the processor moves at once."""

N_CAUSES, N_REGISTER = len(CAUSE), len(REGISTER)


def together(clocks: tuple[str, ...], *columns: tuple[str, str]) -> list[tuple[str, str]]:
    """The columns in this order; clocks that have no place among them stand last."""
    named = {name for name, _ in columns}
    return [*columns, *((clock, "i4") for clock in clocks if clock not in named)]


PUPIL = np.dtype(
    together(COLUMNS,
        # what 1 August and the calendar look at: 64 bytes, a line of the processor's cache, as each of the next three
        ("key", "u8"), ("severity", "f8"),
        # the accumulated hazard of the place
        ("hazard_left", "f8"), ("hazard_rate", "f8"), ("hazard_since", "i4"),
        # clocks, the earliest of which is pending in the calendar
        ("clock_place", "i4"), ("clock_move", "i4"),
        ("leaves", "i4"), ("vo_day", "i4"), ("birth", "i4"),
        ("where", "i1"), ("sector", "i1"), ("case", "i1"), ("owner", "i1"), ("enrolled", "i1"), ("care_need", "i1"), ("arrival", "i1"),
        ("traced", "i1"),
        # where exactly, what is being done, and its clocks
        ("clock_case", "i4"), ("clock_file", "i4"), ("clock_care", "i4"), ("clock_owner", "i4"), ("clock_parents", "i4"), ("clock_term", "i4"),
        ("clock_end", "i4"),
        ("partnership", "i4"), ("board", "i4"), ("area", "i4"), ("counted_area", "i4"), ("placement_row", "i4"), ("case_since", "i4"),
        ("home_since", "i4"),
        ("counted", "i1"), ("care", "i1"), ("waits", "i1"), ("stance", "i1"), ("plan", "i1"), ("target", "i1"), ("law_done", "i1"),
        ("decider", "i1"),
        # the search and the stay at home; n_*: how often, the index of draws
        ("willing", "u8"), ("fitting", "u8"), ("cause_since", "i4"), ("blockers_since", "i4"), ("spell", "i4"), ("spell_no", "i4"),
        ("registered_from", "i4"), ("home_position", "i4"), ("n_round", "i4"), ("n_pick", "i4"), ("n_crisis", "i4"), ("failed", "i4"),
        ("blockers", "i2"), ("cause", "i1"), ("status", "i1"), ("profile", "i1"), ("resolve_ran_out", "i1"), ("invoker", "i1"),
        ("place_kind", "i1"),
        # the place held, and the offer or the agreed start
        ("trust", "f8"), ("offer_fit", "f8"), ("place", "i4"), ("place_slot", "i4"), ("place_payer", "i4"), ("offer_place", "i4"),
        ("offer_agreed_day", "i4"), ("offer_slot", "i4"), ("care_provider", "i4"), ("municipality", "i4"), ("exemption_row", "i4"),
        ("n_offer", "i4"), ("place_hours", "i2"), ("offer_hours", "i2"), ("place_over_capacity", "i1"), ("offer_kind", "i1"),
        ("offer_imposed", "i1"), ("offer_over_capacity", "i1"),
        # what is seldom needed: who, drawn once, and the rest
        ("id", "i8"), ("ability", "f8"), ("attachment", "f8"), ("enters", "i4"), ("partnership_po", "i4"), ("partnership_vo", "i4"),
        ("board_po", "i4"), ("board_vo", "i4"), ("last_end", "i4"), ("exempt_since", "i4"), ("resolve", "i4"), ("n_case", "i4"),
        ("n_table", "i4"), ("n_decision", "i4"), ("n_power", "i4"), ("n_file", "i4"), ("n_care", "i4"), ("n_owner", "i4"), ("stay_no", "i4"),
        ("supported", "i1"),
    ),
    align=True,
)  # fmt: skip
"""A pupil: columns that are needed together lie together (see ADR 15)."""

PENDING = np.dtype([("due", "i4"), ("due_after", "i4"), ("due_before", "i4")], align=True)
"""A pupil's place in the calendar: the day, -1 for none, and its neighbours of that day. Apart from the pupil, so that a day's list is read
without touching the pupils in it."""

LINK = np.dtype([("queue", "i4"), ("before", "i4"), ("behind", "i4"), ("first_row", "i4"), ("key", "i8")], align=True)
"""A pupil's place in one waitlist; `queue` -1 when in none; `first_row` of interventions that says it moved up or was passed, -1 for
none. Shape (pupils, 4): special, care, agenda, arrangement."""

TURNS = 64
"""Turns of a waitlist whose days it keeps: what a child passed in it has lost is read from them."""

QUEUE = np.dtype(
    [("head", "i4"), ("tail", "i4"), ("within", "i4"), ("length", "i4"), ("dirty", "i4"), ("n_turns", "i4"), ("turns", "i4", (TURNS,))], align=True
)  # fmt: skip

SCHOOL = np.dtype(
    [("id", "i8"), ("key", "u8"), ("area", "i4"), ("level", "i1"), ("profile", "i1"), ("partnership", "i4"), ("funded", "i4"), ("places", "i4"),
     ("occupied", "i4"), ("reserved", "i4"), ("to_seat", "i4"), ("waited", "i4"), ("places_coming", "i4"), ("debt", "f8")],
    align=True,
)  # fmt: skip
BOARD = np.dtype(
    [("id", "i8"), ("key", "u8"), ("partnership", "i4"), ("nr", "i4"), ("pupils", "i4"), ("solidarity", "f8"), ("quality", "f8"), ("memory", "f8"),
     ("room", "i4"), ("occupied", "i4"), ("reserved", "i4"), ("over", "i4"), ("temporary_room", "i4"), ("temporary_used", "i4"), ("forced", "i4")],
    align=True,
)  # fmt: skip
PROVIDER = np.dtype(
    [("id", "i8"), ("key", "u8"), ("area", "i4"), ("funded", "i4"), ("slots", "i4"), ("occupied", "i4"), ("bought", "i4")], align=True
)  # fmt: skip
MUNICIPALITY = np.dtype(
    [("id", "i8"), ("key", "u8"), ("area", "i4"), ("pressure", "f8"), ("pressure0", "f8"), ("decision_days", "i4"), ("bound", "i1"),
    ("open_cases", "i4"),
     ("provider", "i4"), ("n_providers", "i4")],
    align=True,
)  # fmt: skip
PARTNERSHIP = np.dtype(
    [("id", "i8"), ("key", "u8"), ("sector", "i1"), ("area", "i4"), ("board", "i4"), ("n_boards", "i4"), ("pupils", "i4"), ("trust", "f8"),
     ("trust0", "f8"), ("consensus", "f8"), ("director_since", "i4"), ("spread", "f8"), ("funding", "i1"), ("shrinks", "i1"), ("central", "i1"),
     ("monthly", "f8"), ("credit", "f8"), ("free", "u8"), ("belief", "f8"), ("arrangement_places", "i4"), ("arrangements_used", "i4"),
     ("arrangement_hours", "i4"),
     ("arrangement_hours_used", "i4"), ("income", "i8"), ("reserve", "i8"), ("cases_spent", "i8"), ("cases_total", "i8"),
     ("special_spent", "i8"),
     ("support_spent", "i8"), ("support0", "i8"), ("support", "f8"), ("squeezed", "f8"),
     ("n_special", "i4"), ("n_sbo", "i4"), ("agreed", "i4"), ("forced", "i4"),
     ("uses", "i4"), ("open_cases", "i4"), ("weight", "f8"), ("added_special", "i4"), ("added_sbo", "i4"), ("added_room", "i4"),
     ("added_arrangements", "i4"), ("added_slots", "i4")],
    align=True,
)  # fmt: skip
AREA = np.dtype(
    [("id", "i8"), ("key", "u8"), ("province", "i4"), ("school", "i4"), ("n_schools", "i4"), ("provider", "i4"), ("n_providers", "i4"),
    ("municipality", "i4"),
     ("n_municipalities", "i4"), ("first_po", "i4"), ("n_po", "i4"), ("first_vo", "i4"), ("n_vo", "i4"), ("free_special", "i4", (2, 3)),
     ("first_near", "i4"), ("n_near", "i4")],
    align=True,
)  # fmt: skip

LEVER = np.dtype(
    [("label", "i4"), ("structure", "i1"), ("sit_boards", "i1"), ("sit_special", "i1"), ("sit_muni", "i1"), ("sit_care", "i1"), ("stays", "i1"),
     ("term_weeks", "i4"), ("table_capacity", "f8"), ("holder_edu", "i1"), ("holder_care", "i1"), ("mandate", "i1"), ("domain", "i1"),
     ("settle", "i1"), ("issue", "i1"),
     ("priority", "i1"), ("buy", "i1"), ("invokers", "i4"), ("after_weeks", "i4"), ("after_rounds", "i4"), ("frames", "i1"),
     ("decision_days", "i4"), ("exceed", "i4"), ("reorder_special", "i1"), ("reorder_care", "i1"), ("place_weeks", "i4"),
     ("place_compliance", "f8"), ("place_sanction", "i8"), ("place_at_term", "i1"), ("island", "i1"), ("puzzle_weeks", "i4"),
     ("puzzle_compliance", "f8"), ("puzzle_sanction", "i8"), ("puzzle_at_term", "i1"), ("weighing", "i1"), ("care_days", "i4"),
     ("fifty", "i1"), ("agreement", "i1"), ("bound_from", "i4"), ("trigger_days", "i4"), ("interval", "i4"), ("inspected", "i1"),
     ("veto_limited", "i1"), ("mediation", "i1"), ("parent_support", "f8"), ("joint_scope", "i1"), ("referrer_pays", "i1"),
     ("guarantee", "i1"), ("response", "f8"), ("obey", "f8"), ("owned", "f8"), ("coming", "i1"), ("coming_from", "i4"), ("imposed_law", "i1"),
     ("by_statute", "i1"),
     ("more_special", "f8"), ("more_arrangements", "f8"), ("more_care", "f8"), ("more_room", "f8")],
    align=True,
)  # fmt: skip
"""The levers of one partnership, compiled to numbers (landscape.py)."""

SPELL = np.dtype(
    [("pupil", "i8"), ("partnership", "i4"), ("area", "i4"), ("sector", "i1"), ("label", "i4"), ("spell_no", "i4"), ("stay_no", "i4"),
     ("age_weeks", "i4"), ("start_day", "i4"), ("end_day", "i4"), ("end_reason", "i1"), ("imposed", "i1"), ("fit", "f8"),
     ("register_day", "i4"), ("exempt_days", "i4"), ("causes", "i4", (N_CAUSES,)), ("registered", "i4", (N_REGISTER,)), ("pupil_row", "i4")],
    align=True,
)  # fmt: skip
PLACEMENT = np.dtype(
    [("pupil", "i8"), ("partnership", "i4"), ("area", "i4"), ("sector", "i1"), ("spell_no", "i4"), ("kind", "i1"), ("place", "i4"),
     ("agreed_day", "i4"), ("start_day", "i4"), ("end_day", "i4"), ("end_reason", "i1"), ("fit", "f8"), ("imposed", "i1"), ("over_capacity", "i1"),
     ("pupil_row", "i4")],
    align=True,
)  # fmt: skip
EXEMPTION = np.dtype(
    [("pupil", "i8"), ("partnership", "i4"), ("area", "i4"), ("sector", "i1"), ("spell_no", "i4"), ("start_day", "i4"), ("end_day", "i4"),
     ("end_reason", "i1"), ("pupil_row", "i4")],
    align=True,
)  # fmt: skip
INTERVENTION = np.dtype(
    [("day", "i4"), ("partnership", "i4"), ("kind", "i1"), ("invoker", "i1"), ("decider", "i1"), ("domain", "i1"), ("outcome", "i1"), ("pupil", "i8"),
     ("place_kind", "i1"), ("place", "i4"), ("passed", "i8"), ("added_days", "i4")],
    align=True,
)  # fmt: skip
BLOCKER_SET = np.dtype([("pupil", "i8"), ("spell_no", "i4"), ("blockers", "i2"), ("days", "i4")], align=True)

TRACE_ROW = np.dtype(
    [("pupil", "i8"), ("day", "i4"), ("verb", "i4"), ("a", "i4"), ("b", "i4"), ("x", "f8"), ("where", "i1"), ("case", "i1"), ("waits", "i1"),
     ("care", "i1"), ("owner", "i1")],
    align=True,
)  # fmt: skip

WORLD = np.dtype(
    [("today", "i4"), ("n_days", "i4"), ("branch_day", "i4"), ("n_pupils", "i4"), ("n_events", "i8"), ("n_spells", "i8"),
     ("n_placements", "i8"), ("n_exemptions", "i8"), ("n_interventions", "i8"), ("n_blocker_sets", "i8"), ("n_home", "i4"), ("n_dirty", "i4"),
     ("error", "i4"),
     ("first_school_queue", "i4"), ("first_care_queue", "i4"), ("first_agenda", "i4"), ("first_arrangement", "i4"), ("recording", "i1"),
     ("n_trace", "i8"), ("first_here", "i4")],
    align=True,
)  # fmt: skip

PAR = np.dtype([(p.field, "f8" if type(p.value) is float else "i8") for p in PARAMETERS.values() if p.group != "population"], align=True)
"""All parameters that rules read, by their own names."""

SERIES = (*WHERE, "unowned", *(f"case_{c}" for c in CASE[1:]), "trust", "belief", "support", "reserve_million")
"""Measures of the weekly series: pupils by where, pupils at home by case, then the partnerships of the area."""


class State(NamedTuple):
    """Everything a run has. Lengths: pupils P, boards B, schools S, providers V, municipalities M, partnerships N, areas A."""

    pupils: Table
    pending: Table
    links: Table
    queues: Table
    schools: Table
    boards: Table
    providers: Table
    municipalities: Table
    partnerships: Table
    areas: Table
    levers: Table
    laws: Table
    law_day: Table
    world: Table
    par: Table
    buckets: Table
    home: Table
    dirty: Table
    near: Table
    cohort: Table
    tally: Table
    trace: Table
    spells: Table
    placements: Table
    exemptions: Table
    interventions: Table
    blocker_sets: Table
    series: Table
    series_places: Table
    school_days: Table
    next_school_day: Table
    next_intake: Table
    holiday: Table
    scratch: Table
    scratch_keys: Table

    def copy(self) -> "State":
        """A state of its own; nothing is shared."""
        return State(*(copied(a) for a in self))


RECORDS = {
    "pupils": PUPIL, "pending": PENDING,
    "links": LINK, "queues": QUEUE, "schools": SCHOOL, "boards": BOARD, "providers": PROVIDER, "municipalities": MUNICIPALITY,
    "partnerships": PARTNERSHIP, "areas": AREA, "levers": LEVER, "laws": LEVER, "world": WORLD, "par": PAR, "spells": SPELL, "placements": PLACEMENT,
    "exemptions": EXEMPTION, "interventions": INTERVENTION, "blocker_sets": BLOCKER_SET, "trace": TRACE_ROW,
}  # fmt: skip


def records(n: int | tuple[int, ...], dtype: np.dtype[Any]) -> Table:
    """Zeroed records; numpy records when interpreted, so that fields read as attributes."""
    shape = (n,) if isinstance(n, int) else n
    return as_records(_zeros(int(np.prod(shape)), dtype).reshape(shape))


def _zeros(n: int, dtype: np.dtype[Any]) -> Table:
    """Zeroed rows, the first of which begins a line of the processor's cache."""
    content = np.zeros(n * dtype.itemsize + LINE, np.uint8)
    first = -content.ctypes.data % LINE
    return content[first : first + n * dtype.itemsize].view(dtype)


def as_records(table: Table) -> Table:
    return table.view(np.recarray) if INTERPRETED and table.dtype.names else table


def copied(table: Table) -> Table:
    """A copy. Of whole rows as bytes: numpy copies records field by field, which takes six times as long."""
    found = _zeros(table.size, table.dtype).reshape(table.shape)
    _as_bytes(found)[...] = _as_bytes(table)
    return as_records(found)


def taken(table: Table, rows: np.ndarray, room: int = 0) -> Table:
    """The rows of these numbers (which must be there) and zeroed room for more, copied as bytes: numpy takes records thirty times as slowly."""
    found = _zeros(len(rows) + room, table.dtype)
    _as_bytes(table).take(rows, out=_as_bytes(found)[: len(rows)], mode="clip")  # "raise" copies twice
    return found


def _as_bytes(table: Table) -> np.ndarray:
    return np.asarray(table).view(f"V{table.dtype.itemsize}")


LAYOUT: dict[str, tuple[np.dtype[Any], int]] = {name: (RECORDS[name], 2 if name == "links" else 1) for name in RECORDS} | {
    "law_day": (np.dtype("i4"), 1), "buckets": (np.dtype("i4"), 1), "home": (np.dtype("i4"), 1), "dirty": (np.dtype("i4"), 1),
    "near": (np.dtype("i4"), 1), "cohort": (np.dtype("i8"), 1), "tally": (np.dtype("i4"), 2), "series": (np.dtype("f4"), 3),
    "series_places": (np.dtype("i4"), 3), "school_days": (np.dtype("i4"), 1), "next_school_day": (np.dtype("i4"), 1),
    "next_intake": (np.dtype("i4"), 1), "holiday": (np.dtype("i1"), 1), "scratch": (np.dtype("i4"), 1), "scratch_keys": (np.dtype("i8"), 1),
}  # fmt: skip
"""Type and number of dimensions of every array of a State."""
