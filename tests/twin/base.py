"""A pupil's attributes: who it is, the state tuple, clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from sim.machine import chance
from sim.machine.codes import (
    BY_BOARD,
    CARE_DONE,
    CARE_FIRST,
    EXEMPT,
    LEFT,
    NEVER,
    NO_CARE,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    NOBODY,
    NOT_YET,
    OPEN,
    PARTIAL,
    PO,
    REGULAR,
    STRAINED,
    TEMPORARY,
    VO,
)
from sim.rules.crisis import crisis_hazard, squeeze_of
from sim.rules.special_profile import special_profile
from sim.rules.waiting_time import days_to_threshold
from tests.twin.plain import as_written
from tests.twin.tokens import Exemption, Offer, Place, Stay, Treatment

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.partnership import PartnershipAgent
    from tests.twin.schools import BoardAgent, SchoolAgent

CLOCKS = "move care file owner term case place end parents".split()
"""What comes first when several things are due on one day."""
TRAITS = "id severity trust attachment ability resolve birth enters vo_day leaves profile care_need supported arrival".split()
crisis_hazard, squeeze_of, special_profile, days_to_threshold = (
    as_written(f) for f in (crisis_hazard, squeeze_of, special_profile, days_to_threshold)
)


class PupilBase(mesa.Agent):
    """State of one pupil. A clock that is not among `clocks` does not run."""

    model: TwinModel

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        self.key = record["key"]
        for field in TRAITS:
            setattr(self, field, record[field])
        self.left = record["hazard_left"]
        self.area = model.areas[record["area"]]
        self.muni = model.munis[record["municipality"]]
        self.parts = (model.parts[record["partnership_po"]], model.parts[record["partnership_vo"]])
        self.own_boards = (model.boards[record["board_po"]], model.boards[record["board_vo"]])
        self.where, self.case, self.waits, self.care = NOT_YET, NO_CASE, NO_QUEUE, NO_CARE
        self.owner, self.stance, self.plan, self.enrolled = NOBODY, OPEN, NO_PLAN, 0
        self.target = 0
        self.go_to(PO if record["vo_day"] >= 0 else VO)
        self.clocks: dict[str, int] = {}
        self.rate, self.since = 0.0, 0
        for count in "crisis case round pick offer table power decision file care owner".split():
            setattr(self, f"n_{count}", 0)
        self.case_since, self.failed, self.invoker, self.tired = 0, 0, 0, 0
        self.done_by_law: set[str] = set()
        self.takers: set[BoardAgent] = set()
        self.offer: Offer | None = None
        self.place: Place | None = None
        self.treatment: Treatment | None = None
        self.special_list: SchoolAgent | None = None
        self.care_list: Any = None
        self.plan_part: PartnershipAgent | None = None
        self.agenda_part: PartnershipAgent | None = None
        self.stay: Stay | None = None
        self.spell_no = self.stay_no = self.home_since = 0
        self.last_end, self.registered_from, self.blockers = -1, NEVER, 0
        self.exempt_after: Stay | None = None
        self.exemption: Exemption | None = None

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def go_to(self, sector: int) -> None:
        self.sector = sector
        self.part, self.board = self.parts[sector], self.own_boards[sector]

    def draw(self, purpose: int, index: int) -> float:
        return float(chance.draw(self.key, purpose, index))

    def lot(self, day: int) -> int:
        return int(chance.lot(self.key, day))

    def stop(self, *names: str) -> None:
        for name in names:
            self.clocks.pop(name, None)

    def due(self, day: int) -> str | None:
        """The first of the clocks that are due, in the fixed order."""
        return next((name for name in CLOCKS if self.clocks.get(name, NEVER) <= day), None)

    # what is read off the state
    @property
    def ready(self) -> bool:
        """Whether school could start: not before treatment where care comes first."""
        return self.care_need != CARE_FIRST or self.care == CARE_DONE

    @property
    def in_residence(self) -> bool:
        return self.where == TEMPORARY and self.place is not None and self.place.number <= -2

    @property
    def on_officers_list(self) -> bool:
        """Of school age, not exempt, not in residential care, and no board is responsible."""
        return self.owner != BY_BOARD and self.where not in (NOT_YET, LEFT, EXEMPT) and not self.in_residence

    @property
    def asks_for(self) -> int:
        """The kind of special school the profile asks for."""
        return int(special_profile(self.profile, self.severity, self.sector))

    @property
    def hours_needed(self) -> int:
        """Staff hours a week of an arrangement."""
        return 8 + int(8.0 * self.severity)

    # the accumulated hazard of the own regular place
    def set_crisis_clock(self, day: int) -> None:
        par = self.model.par
        base = par.crisis_vo if self.sector == VO else par.crisis_po
        squeeze = squeeze_of(self.part.support, par.crisis_squeeze)
        self.rate = crisis_hazard(base, self.severity, par.crisis_severity, self.board.quality, par.crisis_support, squeeze)
        self.since = max(day, self.birth + 5 * 364)
        self.clocks["place"] = self.model.school_day(self.since + days_to_threshold(self.left, self.rate))

    @property
    def strained(self) -> bool:
        return self.where in (STRAINED, PARTIAL)

    @property
    def attends_own(self) -> bool:
        return self.where == REGULAR and self.place is None
