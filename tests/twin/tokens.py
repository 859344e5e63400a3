"""Who uses what: an object for every offer, place held and treatment. Institutions hold these objects; what is free follows from counting them."""

from dataclasses import dataclass
from typing import Any

from sim.machine.codes import HOME


@dataclass(eq=False)
class Offer:
    """A place reserved for a pupil until it starts or is refused."""

    kind: int
    place: Any
    fit: float
    imposed: int
    over: int
    hours: int = 0
    slot: Any = None
    agreed_day: int = -1


@dataclass(eq=False)
class Place:
    """A place a pupil attends, and its row in the table of placements."""

    pupil: Any
    kind: int
    place: Any
    number: int
    part: Any
    area: int
    sector: int
    spell_no: int
    agreed_day: int
    start_day: int
    fit: float
    imposed: int
    over: int
    hours: int = 0
    slot: Any = None
    end_day: int = -1
    end_reason: int = 0


@dataclass(eq=False)
class Treatment:
    """A slot of a provider in use; bought ones are outside its contract."""

    provider: Any
    bought: bool


class Exemption:
    """An exemption from compulsory schooling: its row in the table of exemptions."""

    def __init__(self, pupil: Any, day: int) -> None:
        self.pupil = pupil
        self.part, self.area, self.sector = pupil.part, pupil.area.row, pupil.sector
        self.spell_no = pupil.spell_no if pupil.where == HOME else -1
        self.start_day, self.end_day, self.end_reason = day, -1, 0


class Stay:
    """A stay at home: its row in the table of spells."""

    def __init__(self, pupil: Any, day: int, n_causes: int, n_registers: int) -> None:
        self.pupil = pupil
        self.part, self.area, self.sector = pupil.part, pupil.area.row, pupil.sector
        self.label = pupil.part.lever.label
        self.spell_no, self.stay_no = pupil.spell_no, pupil.stay_no
        self.age_weeks = (day - pupil.birth) // 7
        self.start_day = day
        self.end_day, self.end_reason, self.imposed, self.fit = -1, 0, 0, -1.0
        self.register_day, self.exempt_days = -1, 0
        self.causes = [0] * n_causes
        self.registered = [0] * n_registers
