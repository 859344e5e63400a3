"""Youth-care providers and municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.machine import chance
from tests.twin.areas import Institution
from tests.twin.tokens import Offer, Place, Treatment
from tests.twin.waitlist import Waitlist

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.pupil import PupilAgent


class ProviderAgent(Institution):
    """A youth-care provider with slots and a waitlist."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.area.providers.append(self)
        self.funded, self.slots = record["funded"], record["slots"]
        self.users: set[Treatment | Offer | Place] = set()
        self.waitlist = Waitlist()

    def allot(self, day: int) -> None:
        """Treat those who have waited, in their order, while a slot is free."""
        while len(self.users) < self.slots and len(self.waitlist):
            pupil = next(iter(self.waitlist))
            self.waitlist.serve(pupil, day)
            pupil.begin_treatment(day, self, bought=False)
            pupil.see(day)
            self.model.events += 1

    def new_year(self, day: int) -> None:
        """Slots change with staff; nobody in treatment is sent away."""
        wobble = self.model.par.care_turnover * (2.0 * self.draw(chance.YEAR_SHOCK, day // 364) - 1.0)
        self.slots = max(int(self.funded * (1.0 + wobble) + 0.5), len(self.users))


class MunicipalityAgent(Institution):
    """A municipality: decides on youth care, may be bound; its attendance officers have a list."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.number = len(self.area.munis)
        self.area.munis.append(self)
        self.pressure = self.pressure0 = record["pressure"]
        self.decision_days = record["decision_days"]
        self.bound = False

    def bind(self, day: int) -> None:
        """Bound where the levers in force say so: every municipality, or every second. An agreement of this week binds from Monday; until one
        is made the last stands."""
        lever = self.area.first_part.lever
        if lever.agreement == 0:
            self.bound = False
        elif lever.bound_from < day + 7:
            self.bound = lever.agreement == 2 or self.number % 2 == 0

    def contracted(self, u: float) -> ProviderAgent:
        """A provider of the area, in proportion to slots."""
        left = int(u * sum(v.slots for v in self.area.providers))
        for provider in self.area.providers:
            left -= provider.slots
            if left < 0:
                return provider
        return self.area.providers[0]

    def on_list(self) -> list[PupilAgent]:
        """Children no board is responsible for, as the attendance officer has them."""
        return [p for p in self.model.pupils_here if p.muni is self and p.on_officers_list]

    def new_year(self, day: int) -> None:
        shock = 0.3 * (self.draw(chance.YEAR_SHOCK, day // 364) - 0.5)
        self.pressure = min(1.0, max(0.0, 0.5 * (self.pressure + self.pressure0) + shock))
