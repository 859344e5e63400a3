"""Schools and boards. They keep no counts: what is occupied or free is counted from who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.machine import chance
from sim.machine.codes import K_OUT, K_SPECIAL, OFFER, REFUSED, START_AGREED, VO
from sim.rules.willing import p_willing
from tests.twin.areas import Institution
from tests.twin.plain import as_written
from tests.twin.tokens import Offer, Place
from tests.twin.waitlist import Waitlist

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.pupil import PupilAgent

p_willing = as_written(p_willing)


def can_be_offered(pupil: PupilAgent) -> bool:
    """No other offer is out, treatment is done where it comes first, the parents are not in a dispute."""
    return pupil.case not in (OFFER, START_AGREED) and pupil.stance != REFUSED and pupil.ready


class SchoolAgent(Institution):
    """A special school with places and a waitlist."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.area.schools.append(self)
        self.level, self.profile = record["level"], record["profile"]
        self.part = model.parts[record["partnership"]]
        self.funded, self.places = record["funded"], record["places"]
        self.coming, self.waited, self.debt = 0, 0, 0.0
        self.held: set[Place] = set()
        self.promised: set[Offer] = set()
        self.waitlist = Waitlist()

    @property
    def free(self) -> int:
        return max(0, self.places - len(self.held) - len(self.promised))

    def allot(self, day: int) -> None:
        """Offer free places down the waitlist; who cannot start now keeps its position. Under a guarantee a secondary school makes a place."""
        guarantee = self.level == VO and self.part.lever.guarantee
        for pupil in self.waitlist:
            if self.free == 0 and not guarantee:
                return
            kind = self.kind_for(pupil)
            if can_be_offered(pupil) and (kind == K_SPECIAL or not pupil.part.lever.island):
                if self.free == 0:
                    self.places = len(self.held) + len(self.promised) + 1
                self.waitlist.serve(pupil, day)
                pupil.make_offer(day, kind, self, pupil.school_fit(self))
                pupil.see(day)
                self.model.events += 1

    def kind_for(self, pupil: PupilAgent) -> int:
        """A special place inside the catchment; elsewhere a place out of the region."""
        return K_SPECIAL if self.area in pupil.area.catchment else K_OUT

    def new_year(self, day: int) -> None:
        """Funded places answer a waitlist that has lasted a year, with a year's lag; staff decides how many can be used; nobody is sent away."""
        par, lever = self.model.par, self.part.lever
        waiting = len(self.waitlist) if self.free == 0 else 0
        self.funded += self.coming
        want = self.debt + (par.response + lever.response) * min(waiting, self.waited)
        self.coming = int(want)
        self.debt = want - self.coming
        self.waited = waiting
        wobble = par.staff_shock * (2.0 * self.draw(chance.YEAR_SHOCK, day // 364) - 1.0)
        staffed = int(self.funded * min(1.0, par.staffed * (1.0 + wobble)) + 0.5)
        used = len(self.held) + len(self.promised)
        if lever.guarantee and self.level == VO:
            staffed = max(staffed, used + waiting)
        # a pupil beyond capacity absorbs the next vacancy: it makes no place
        self.places = max(staffed, min(self.places, used))


class BoardAgent(Institution):
    """A school board with room for other boards' pupils."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.part = model.parts[record["partnership"]]
        self.part.boards.append(self)
        self.pupils = record["pupils"]
        self.solidarity, self.quality, self.memory = record["solidarity"], record["quality"], 0.0
        self.room, self.temp_room = record["room"], record["temporary_room"]
        self.held: set[Place] = set()
        self.promised: set[Offer] = set()
        self.guests: set[Place] = set()

    @property
    def left(self) -> int:
        """Room that is free; below zero beyond capacity."""
        return self.room - len(self.held) - len(self.promised)

    def would_take(self, pupil: PupilAgent, day: int) -> bool:
        """Asked today; the latent holds for the school year."""
        par = self.model.par
        q = p_willing(
            par.willing, self.solidarity, self.part.trust, par.willing_trust, pupil.severity, par.willing_severity, self.memory,
            par.willing_memory, self.part.belief, par.shadow,
        )  # fmt: skip
        return bool(pupil.draw(chance.WILLING, (day // 364) * 16384 + self.id) < q or par.boards_willing)
