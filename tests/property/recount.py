"""What the engine keeps counts of, counted again from the pupils' own columns."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.machine.clocks import COLUMNS
from sim.machine.codes import (
    ARRANGEMENT,
    BY_BOARD,
    CARE_DONE,
    CARE_FIRST,
    CONSULTATION,
    DISPUTED,
    HOME,
    IN_TREATMENT,
    K_ARRANGEMENT,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    LEFT,
    NO_CASE,
    OFFER,
    OUT_OF_REGION,
    PARTIAL,
    Q_ARRANGEMENT,
    Q_SPECIAL,
    REFUSED,
    REGULAR,
    SBO,
    SPECIAL,
    START_AGREED,
    STRAINED,
    TEMPORARY,
    WAITING,
)  # fmt: skip
from sim.machine.state import State

Counts = Iterator[tuple[str, Any, Any]]


class Columns:
    """Masks over the pupils of a state that several counts need."""

    def __init__(self, state: State) -> None:
        self.state = state
        p = self.p = np.asarray(state.pupils)
        self.here = p["where"] < LEFT
        self.offered = (p["case"] == OFFER) | (p["case"] == START_AGREED)
        self.holds = p["placement_row"] >= 0
        self.special = self.holds & np.isin(p["place_kind"], (K_SPECIAL, K_OUT))
        self.special_kept = self.offered & np.isin(p["offer_kind"], (K_SPECIAL, K_OUT))
        self.regular, self.regular_kept = self._kind(K_REGULAR)
        self.arranged, self.arranged_kept = self._kind(K_ARRANGEMENT)
        self.temporary = self.holds & (p["place_kind"] == K_TEMPORARY)

    def _kind(self, kind: int) -> tuple[Any, Any]:
        return self.holds & (self.p["place_kind"] == kind), self.offered & (self.p["offer_kind"] == kind)

    def count(self, mask: Any, column: str, n: int) -> Any:
        """How many pupils of the mask name each of n institutions in this column."""
        return np.bincount(self.p[column][mask], minlength=n)


def counts(state: State) -> Counts:
    """(what, as the engine has it, as counted)."""
    c = Columns(state)
    p = c.p
    n_s, n_b, n_v, n_n = (len(t) for t in (state.schools, state.boards, state.providers, state.partnerships))
    yield "special places held", state.schools["occupied"], c.count(c.special, "place", n_s)
    yield "special places kept for an offer", state.schools["reserved"], c.count(c.special_kept, "offer_place", n_s)
    yield "board places held", state.boards["occupied"], c.count(c.regular, "place", n_b)
    yield "board places kept for an offer", state.boards["reserved"], c.count(c.regular_kept, "offer_place", n_b)
    yield "temporary places", state.boards["temporary_used"], c.count(c.temporary & (p["place"] >= 0), "place", n_b)
    arranged = c.count(c.arranged, "place", n_n) + c.count(c.arranged_kept, "offer_place", n_n)
    yield "arrangements", state.partnerships["arrangements_used"], arranged
    hours = np.zeros(n_n, int)
    np.add.at(hours, p["place"][c.arranged], p["place_hours"][c.arranged])
    np.add.at(hours, p["offer_place"][c.arranged_kept], p["offer_hours"][c.arranged_kept])
    yield "hours of arrangements", state.partnerships["arrangement_hours_used"], hours
    treated = p["care"] == IN_TREATMENT
    slots = c.count(treated & (p["care_provider"] >= 0), "care_provider", n_v)
    slots = (
        slots + c.count(c.arranged & (p["place_slot"] >= 0), "place_slot", n_v) + c.count(c.arranged_kept & (p["offer_slot"] >= 0), "offer_slot", n_v)
    )
    yield "care slots", state.providers["occupied"], slots
    yield "bought care slots", state.providers["bought"], np.bincount(-2 - p["care_provider"][treated & (p["care_provider"] < 0)], minlength=n_v)
    sbo = np.asarray(state.schools["profile"])[np.where(c.special, p["place"], 0)] == SBO
    yield "pupils in sbo a partnership pays", state.partnerships["n_sbo"], c.count(c.special & sbo, "place_payer", n_n)
    yield "pupils in so and vso a partnership pays", state.partnerships["n_special"], c.count(c.special & ~sbo, "place_payer", n_n)
    sought = np.isin(p["where"], (HOME, STRAINED, PARTIAL)) | ((p["where"] == TEMPORARY) & (p["place"] >= 0))
    yield (
        "open cases of attendance offices",
        state.municipalities["open_cases"],
        c.count(sought & (p["owner"] != BY_BOARD), "municipality", len(state.municipalities)),
    )
    queue = np.asarray(state.links["queue"])
    length = np.zeros(len(state.queues), int)
    for kind in range(queue.shape[1]):
        length += np.bincount(queue[:, kind][queue[:, kind] >= 0], minlength=len(length))
    yield "lengths of lists", state.queues["length"], length
    yield "who waits is in a list", (p["waits"] == WAITING) & c.here, queue[:, Q_SPECIAL] >= 0
    tally = np.zeros_like(np.asarray(state.tally))
    np.add.at(tally, (p["area"], p["where"]), 1)
    yield "pupils by area and where", np.asarray(state.tally)[:, :LEFT], tally[:, :LEFT]
    yield "children at home", np.sort(np.asarray(state.home)[: int(state.world["n_home"][0])]), np.flatnonzero(p["where"] == HOME)
    away = np.isin(p["where"], (SPECIAL, ARRANGEMENT, OUT_OF_REGION, TEMPORARY))
    yield (
        "a place has a row, and a row a pupil who attends",
        c.holds & ~away & ~np.isin(p["where"], (REGULAR, STRAINED, PARTIAL)),
        np.zeros(len(p)),
    )
    yield "who attends a place holds one", away & ~c.holds, np.zeros(len(p))
    settled = np.isin(p["where"], (REGULAR, SPECIAL, ARRANGEMENT, OUT_OF_REGION))
    yield "nobody looks for a place for who has one", settled & (p["case"] != NO_CASE), np.zeros(len(p))
    yield "somebody's case goes on", (p["where"] == HOME) & (p["owner"] == BY_BOARD) & (p["case"] == NO_CASE), np.zeros(len(p))


def miscounted(state: State) -> list[str]:
    """What the engine's counts have wrong, in words."""
    return [f"{what}: {np.sum(np.asarray(a) != np.asarray(b))} wrong" for what, a, b in counts(state) if not np.array_equal(a, b)]


def overfull(state: State) -> list[str]:
    """Where more is held and kept than there is, beyond pupils who hold or are offered a place over capacity."""
    c = Columns(state)
    p = c.p
    found = []
    for what, table, places, held, kept in (
        ("special", state.schools, "places", c.special, c.special_kept), ("board", state.boards, "room", c.regular, c.regular_kept),
    ):  # fmt: skip
        over = c.count(held & (p["place_over_capacity"] == 1), "place", len(table)) + c.count(
            kept & (p["offer_over_capacity"] == 1), "offer_place", len(table)
        )
        most = table["occupied"] + table["reserved"] - table[places] - over
        found += [f"{what} {int(k)}: {int(most[k])} too many" for k in np.flatnonzero(most > 0)]
    for what, table, used, places in (
        ("provider", state.providers, "occupied", "slots"), ("temporary", state.boards, "temporary_used", "temporary_room"),
        ("arrangements", state.partnerships, "arrangements_used", "arrangement_places"), ("hours", state.partnerships, "arrangement_hours_used",
        "arrangement_hours"),
    ):  # fmt: skip
        found += [f"{what} {int(k)}" for k in np.flatnonzero(table[used] > table[places])]
    return found


def kept_waiting(state: State) -> list[str]:
    """Lists whose place is free while somebody in them could start, and that nobody will look at."""
    c = Columns(state)
    p = c.p
    world = state.world[0]
    queue = np.asarray(state.links["queue"])
    can = ~c.offered & (p["stance"] != REFUSED) & ((p["care_need"] != CARE_FIRST) | (p["care"] == CARE_DONE)) & c.here
    calm = np.asarray(state.queues["dirty"]) == 0
    found = []
    for k, school in enumerate(np.asarray(state.schools)):
        mine = (queue[:, Q_SPECIAL] == world["first_school_queue"] + k) & can
        near = (p["area"] == school["area"]) | (np.asarray(state.levers["island"])[p["partnership"]] == 0)
        if school["places"] > school["occupied"] + school["reserved"] and calm[world["first_school_queue"] + k] and (mine & near).any():
            found.append(f"special {k}")
    for v, x in enumerate(np.asarray(state.providers)):
        q = world["first_care_queue"] + v
        if x["slots"] > x["occupied"] and calm[q] and state.queues["length"][q] > 0:
            found.append(f"provider {v}")
    price = int(state.par["price_arrangement"][0])
    for n, x in enumerate(np.asarray(state.partnerships)):
        q = world["first_arrangement"] + n
        mine = (queue[:, Q_ARRANGEMENT] == q) & can & (p["care"] != DISPUTED)
        free = x["arrangements_used"] < x["arrangement_places"] and x["arrangement_hours_used"] + 16 <= x["arrangement_hours"]
        paid = x["cases_spent"] + price <= x["income"] // 10 + max(0, x["reserve"])
        if free and paid and calm[q] and mine.any():
            found.append(f"arrangements {n}")
    return found


def asleep(state: State) -> list[int]:
    """Rows of pupils at home or straining for whom nothing will ever happen though the run goes on; a table calls those who wait for it, and
    1 August those whose clocks are of another school year."""
    p = np.asarray(state.pupils)
    year = max(int(state.world["today"][0]) - 1, 0) // 364
    last = min(int(state.world["n_days"][0]), (year + 1) * 364)
    clocks = np.min([p[column] for column in COLUMNS], axis=0)
    lost = np.isin(p["where"], (HOME, STRAINED, PARTIAL)) & (np.asarray(state.pending["due"]) < 0) & (clocks < last) & (p["case"] != CONSULTATION)
    return [int(i) for i in np.flatnonzero(lost)]
