"""Institutions as plain Mesa agents. They keep no counts: what is occupied or free is counted from who is there."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mesa

from sim import chance
from sim.codes import DISPUTED, K_ARRANGEMENT, K_OUT, K_SPECIAL, OFFER, REFUSED, SBO, START_AGREED, VO
from sim.rules.money import index_of, sbo_paid, support_of
from sim.rules.trust import trust_next
from sim.rules.willing import p_willing
from tests.twin.plain import as_written
from tests.twin.tokens import Offer, Place, Treatment
from tests.twin.waitlist import Waitlist

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.pupil import PupilAgent

index_of, sbo_paid, support_of, trust_next, p_willing = (as_written(f) for f in (index_of, sbo_paid, support_of, trust_next, p_willing))


CATCHMENT = 3


class Institution(mesa.Agent):
    """An agent made from one row of the drawn population."""

    model: TwinModel

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        self.id = int(record["id"])
        self.key = record["key"]

    def draw(self, purpose: int, index: int) -> float:
        return float(chance.draw(self.key, purpose, index))


class AreaAgent(Institution):
    """A region: what lies in it, and the regions of the same province."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.schools: list[SchoolAgent] = []
        self.providers: list[ProviderAgent] = []
        self.munis: list[MunicipalityAgent] = []
        self.po_parts: list[PartnershipAgent] = []
        self.vo_parts: list[PartnershipAgent] = []
        self.near: list[AreaAgent] = []

    @property
    def first_part(self) -> PartnershipAgent:
        """The partnership whose levers count for the municipalities and the youth care of the area."""
        return (self.po_parts or self.vo_parts)[0]

    @property
    def catchment(self) -> list[AreaAgent]:
        """Areas whose special schools serve this one: itself and the nearest of the province."""
        return self.near[:CATCHMENT]

    def special(self, level: int, profile: int) -> list[SchoolAgent]:
        return [k for k in self.schools if k.level == level and k.profile == profile]


class SchoolAgent(Institution):
    """A special school with places and a waitlist."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.area.schools.append(self)
        self.level, self.profile = record["level"], record["profile"]
        self.part = model.parts[record["part"]]
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
        self.part = model.parts[record["part"]]
        self.part.boards.append(self)
        self.pupils = record["pupils"]
        self.solidarity, self.quality, self.memory = record["solidarity"], record["quality"], 0.0
        self.room, self.temp_room = record["room"], record["temp_room"]
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


class PartnershipAgent(Institution):
    """A partnership: its boards, trust, money, tables, arrangements, and the levers it has."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.sector = record["sector"]
        (self.area.vo_parts if self.sector == VO else self.area.po_parts).append(self)
        self.boards: list[BoardAgent] = []
        self.trust: float
        self.arr_places: int
        self.arr_hours: int
        for field in "pupils trust trust0 consensus spread funding shrinks monthly arr_places arr_hours income reserve support weight belief".split():
            setattr(self, field, record[field])
        self.credit, self.cases_spent, self.support0 = 0.0, 0, 0
        self.agreed = self.forced = 0
        self.agenda, self.arrangements = Waitlist(), Waitlist()
        self.held: set[Place] = set()
        self.promised: set[Offer] = set()
        self.lever = self.law = SimpleNamespace()
        self.law_day = -1

    @property
    def has_power(self) -> bool:
        """Whether anybody can be turned to: a real holder, or one on paper that somebody believes in."""
        lever = self.lever
        return bool((lever.holder_edu or lever.holder_care) and (lever.mandate == 2 or self.belief > 0.0))

    # arrangements
    @property
    def arrangements_used(self) -> list[Offer | Place]:
        return [*self.held, *self.promised]

    def has_arrangement(self, hours: int) -> bool:
        """Whether a host place and these hours of staff are free."""
        used = self.arrangements_used
        return len(used) < self.arr_places and sum(x.hours for x in used) + hours <= self.arr_hours

    def affords(self, price: int) -> bool:
        """A tenth of income and what is in reserve may go to cases in a year."""
        return bool(self.cases_spent + price <= self.income // 10 + max(0, self.reserve))

    def allot(self, day: int) -> None:
        """Start arrangements in the order of their list while host place, hours and money are all there."""
        for pupil in self.arrangements:
            if not self.has_arrangement(1) or not self.affords(self.model.par.price_arrangement):
                return
            if can_be_offered(pupil) and pupil.care != DISPUTED and self.has_arrangement(pupil.hours_needed):
                pupil.make_offer(day, K_ARRANGEMENT, self, pupil.arrangement_fit())
                pupil.see(day)
                self.model.events += 1

    # tables
    def hold_tables(self, day: int) -> None:
        """As many cases as the month's capacity allows, first come first served."""
        per_month = self.monthly * self.lever.table_capacity
        if self.lever.structure == 2:
            per_month = per_month * self.model.par.standing_capacity
        self.credit = min(self.credit + per_month / 4.0, per_month + 1.0)
        while self.credit >= 1.0 and len(self.agenda):
            pupil = next(iter(self.agenda))
            self.credit -= 1.0
            pupil.leave_agenda()
            pupil.be_discussed(day)
            pupil.see(day)
            self.model.events += 1

    # the year and the week
    def paid_places(self) -> tuple[int, int]:
        """Special places this partnership pays: so and vso, and sbo."""
        mine = [k.profile == SBO for k in self.model.schools for place in k.held if place.part is self]
        return len(mine) - sum(mine), sum(mine)

    def close_accounts(self, *, first: bool) -> None:
        """Income less spending is the change in the reserve; sbo is paid above two percent of pupils."""
        par = self.model.par
        special, sbo = self.paid_places()
        spent = special * par.price_special + sbo_paid(sbo, self.pupils) * par.price_sbo
        support = support_of(self.income, spent, self.cases_spent, self.reserve, par.reserve_target)
        self.reserve += self.income - spent - self.cases_spent - support
        self.cases_spent = 0
        if first:
            self.support0 = support
        self.support = index_of(support, self.support0)

    def new_year(self, day: int) -> None:
        """A director may leave; shrinking regions lose trust; boards forget."""
        par = self.model.par
        if self.draw(chance.DIRECTOR, day // 364) < par.director_leaves:
            self.trust = max(1.0, self.trust - par.trust_director)
        if self.shrinks:
            self.trust = min(5.0, max(1.0, self.trust - 0.2 * par.trust_shrinkage))
        for board in self.boards:
            board.memory = board.memory * self.model.forget

    def new_week(self) -> None:
        """Trust, a week on."""
        par, lever = self.model.par, self.lever
        self.trust = trust_next(
            self.trust, self.trust0 - par.trust_imposed_law * lever.imposed_law, par.trust_recovery, self.agreed, self.forced,
            len(self.boards), par.trust_agree, par.trust_force, par.trust_owned * lever.owned,
        )  # fmt: skip
        self.agreed = self.forced = 0

    def come_into_force(self) -> None:
        """The law's levers replace today's, a new power is believed in as an untested one, and what it adds to places, hours, slots and room is
        there; less of something takes what is free."""
        self.lever = lever = self.law
        par = self.model.par
        if not (lever.holder_edu or lever.holder_care):
            self.belief = 0.0
        elif self.belief <= 0.0:
            self.belief = par.belief_start if lever.mandate == 2 else par.belief_paper
        self.add_supply(lever)

    def add_supply(self, lever: SimpleNamespace) -> None:
        """Shares of small numbers are carried from one institution to the next, from a lot: a few percent are a few percent in sum."""
        mine = [k for k in self.model.schools if k.part is self] if lever.more_special != 0.0 else []
        for school, more in self.in_whole(mine, [k.funded * lever.more_special for k in mine], 32):
            school.funded += more
            school.places += max(more, -school.free)
        for board, more in self.in_whole(self.boards, [b.room * lever.more_room for b in self.boards], 33):
            board.room += max(more, -max(0, board.left))
        used = self.arrangements_used
        more = math.floor(self.arr_places * lever.more_arrangements + self.draw(chance.LANDSCAPE, 34))
        self.arr_hours = max(sum(x.hours for x in used), self.arr_hours + more * self.arr_hours // self.arr_places)
        self.arr_places = max(len(used), self.arr_places + more)
        if self is self.area.first_part:
            providers = self.area.providers
            for provider, more in self.in_whole(providers, [v.funded * lever.more_care for v in providers], 35):
                provider.funded += more
                provider.slots = max(provider.slots + more, len(provider.users))

    def in_whole(self, institutions: list[Any], shares: list[float], lot: int) -> list[tuple[Any, int]]:
        """Whole numbers for real shares, whose sums differ by less than one."""
        carry = self.draw(chance.LANDSCAPE, lot)
        out = []
        for institution, share in zip(institutions, shares, strict=True):
            carry += share
            more = math.floor(carry)
            carry -= more
            out.append((institution, more))
        return out


def can_be_offered(pupil: PupilAgent) -> bool:
    """No other offer is out, treatment is done where it comes first, the parents are not in a dispute."""
    return pupil.case not in (OFFER, START_AGREED) and pupil.stance != REFUSED and pupil.ready
