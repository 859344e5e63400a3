"""Mesa's face of the model. Institutions are registered agents whose attributes read the columns; pupils and parents are made on demand."""

from itertools import count
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from sim.machine.codes import CARE, CARE_NEED, CASE, DOMAIN, HOLDER, OWNER, PROFILE, QUEUE, SCHOOL_PROFILE, SECTOR, STANCE, WHERE
from sim.machine.state import State
from sim.rules.phase import phase_of


class Modelled(Protocol):
    """The model, as an agent sees it."""

    state: State
    labels: list[str]

    @property
    def day(self) -> int: ...

    def pupil(self, pupil_id: int) -> "Pupil": ...


class Column:
    """An attribute that reads one field of the agent's record."""

    def __init__(self, table: str, field: str, words: Any = None) -> None:
        self.table, self.field, self.words = table, field, words

    def __get__(self, agent: Any, owner: Any = None) -> Any:
        if agent is None:
            return self
        value = getattr(agent.model.state, self.table)[self.field][agent.row].item()
        return self.words[value] if self.words is not None else value


class Institution(mesa.Agent):
    """An agent that is one row of a table of the state."""

    def __init__(self, model: Modelled, row: int) -> None:
        super().__init__(model)
        self.row = row


class Partnership(Institution):
    """A samenwerkingsverband: its director, trust, belief in a power, agenda, budget."""

    number = Column("partnerships", "id")
    sector = Column("partnerships", "sector", SECTOR)
    n_pupils = Column("partnerships", "pupils")
    trust = Column("partnerships", "trust")
    consensus = Column("partnerships", "consensus")
    belief = Column("partnerships", "belief")
    reserve = Column("partnerships", "reserve")
    income = Column("partnerships", "income")
    support = Column("partnerships", "support")
    director_since = Column("partnerships", "director_since")
    arrangements_used = Column("partnerships", "arrangements_used")
    arrangement_places = Column("partnerships", "arrangement_places")
    holder_of_power = Column("levers", "holder_edu", HOLDER)
    domain_of_power = Column("levers", "domain", DOMAIN)

    @property
    def code(self) -> str:
        return f"{'VO' if self.sector == 'vo' else 'PO'}{self.number // 10}"

    @property
    def regime(self) -> str:
        return self.model.labels[int(self.model.state.levers["label"][self.row])]

    @property
    def on_agenda(self) -> int:
        """Cases waiting for a consultation."""
        s = self.model.state
        return int(s.queues["length"][int(s.world["first_agenda"][0]) + self.row])


class Board(Institution):
    """A schoolbestuur: bearer of the duty of care."""

    partnership = Column("boards", "partnership")
    n_pupils = Column("boards", "pupils")
    solidarity = Column("boards", "solidarity")
    quality = Column("boards", "quality")
    room = Column("boards", "room")
    occupied = Column("boards", "occupied")
    memory = Column("boards", "memory")
    times_forced = Column("boards", "forced")

    def is_willing(self, pupil_id: int) -> bool:
        """Whether this board would take the pupil, as last asked; False for boards outside the pupil's partnership."""
        p = self.model.pupil(pupil_id)
        s = self.model.state
        same = int(s.pupils["partnership"][p.row]) == int(s.boards["partnership"][self.row])
        return same and bool(int(s.pupils["willing"][p.row]) >> int(s.boards["nr"][self.row]) & 1)


class SpecialSchool(Institution):
    """A school for special education with a waitlist."""

    level = Column("schools", "level", SECTOR)
    profile = Column("schools", "profile", SCHOOL_PROFILE)
    funded = Column("schools", "funded")
    places = Column("schools", "places")
    occupied = Column("schools", "occupied")
    reserved = Column("schools", "reserved")

    @property
    def waiting(self) -> int:
        return int(self.model.state.queues["length"][self.row])

    @property
    def waitlist(self) -> list[int]:
        """Ids of the waiting pupils, first to be served first."""
        return _waitlist(self.model.state, self.row, 0)


class YouthCareProvider(Institution):
    """A provider of youth care with slots and a waitlist."""

    slots = Column("providers", "slots")
    occupied = Column("providers", "occupied")
    bought = Column("providers", "bought")

    @property
    def waiting(self) -> int:
        s = self.model.state
        return int(s.queues["length"][int(s.world["first_care_queue"][0]) + self.row])

    @property
    def waitlist(self) -> list[int]:
        s = self.model.state
        return _waitlist(s, int(s.world["first_care_queue"][0]) + self.row, 1)


class Municipality(Institution):
    """A gemeente: pays youth care, decides on it, may be bound by an agreement; its attendance office carries a caseload."""

    budget_pressure = Column("municipalities", "pressure")
    decision_days = Column("municipalities", "decision_days")
    bound = Column("municipalities", "bound", (False, True))


class AttendanceOffice(Institution):
    """The leerplichtambtenaar of a municipality."""

    open_cases = Column("municipalities", "open_cases")

    @property
    def overloaded(self) -> bool:
        return self.open_cases > int(self.model.state.par["officer_caseload"][0])


def _waitlist(state: Any, queue: int, kind: int) -> list[int]:
    out = []
    i = int(state.queues["head"][queue])
    while i >= 0:
        out.append(int(state.pupils["id"][i]))
        i = int(state.links["behind"][i, kind])
    return out


class Pupil:
    """A light, Mesa-compatible view of one pupil; nothing is stored."""

    __slots__ = ("__weakref__", "model", "row")
    pos = None

    def __init__(self, model: Modelled, row: int) -> None:
        self.model, self.row = model, row

    def _get(self, field: str) -> Any:
        return self.model.state.pupils[field][self.row].item()

    @property
    def unique_id(self) -> int:
        return int(self._get("id"))

    where = property(lambda self: WHERE[self._get("where")])
    case = property(lambda self: CASE[self._get("case")])
    special_queue = property(lambda self: QUEUE[self._get("waits")])
    care = property(lambda self: CARE[self._get("care")])
    owner = property(lambda self: OWNER[self._get("owner")])
    stance = property(lambda self: STANCE[self._get("stance")])
    profile = property(lambda self: PROFILE[self._get("profile")])
    care_need = property(lambda self: CARE_NEED[self._get("care_need")])
    sector = property(lambda self: SECTOR[self._get("sector")])
    severity = property(lambda self: self._get("severity"))
    phase = property(lambda self: phase_of(self._get("where"), self._get("case")))

    @property
    def age(self) -> float:
        """Years."""
        return float(self.model.day - self._get("birth")) / 364.0

    @property
    def parents(self) -> "Parents":
        return Parents(self.model, self.row)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pupil) and other.row == self.row and other.model is self.model

    def __hash__(self) -> int:
        return hash((id(self.model), self.row))

    def __repr__(self) -> str:
        return f"Pupil({self.unique_id}, {self.phase})"


class Parents:
    """The parents of one pupil."""

    __slots__ = ("model", "row")

    def __init__(self, model: Modelled, row: int) -> None:
        self.model, self.row = model, row

    def _get(self, field: str) -> Any:
        return self.model.state.pupils[field][self.row].item()

    trust = property(lambda self: self._get("trust"))
    attachment = property(lambda self: self._get("attachment"))
    ability = property(lambda self: self._get("ability"))
    resolve_weeks = property(lambda self: self._get("resolve"))
    supported = property(lambda self: bool(self._get("supported")))


class _Counters(WeakKeyDictionary[Any, Any]):
    """The next id per model, as Mesa counts them, without keeping the model."""

    def __getitem__(self, model: Any) -> Any:
        if model not in self:
            self[model] = count(1)
        return super().__getitem__(model)


if hasattr(mesa.Agent, "_ids"):
    mesa.Agent._ids = _Counters()  # Mesa to 3.3 keeps every model in which there ever was an agent, with all its state

KINDS = (
    (Partnership, "partnerships"), (Board, "boards"), (SpecialSchool, "schools"), (YouthCareProvider, "providers"), (Municipality, "municipalities"),
    (AttendanceOffice, "municipalities"),
)  # fmt: skip


def register(model: Modelled) -> None:
    """Make the institutions of the state agents of the model."""
    for kind, table in KINDS:
        for row in range(len(np.asarray(getattr(model.state, table)))):
            kind(model, row)
