"""Partnerships: arrangements, tables, money, trust, the levers they have."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sim.machine import chance
from sim.machine.codes import DISPUTED, K_ARRANGEMENT, SBO, VO
from sim.results.tables.places import ADDED
from sim.rules.money import index_of, sbo_paid, support_of
from sim.rules.trust import trust_next
from tests.twin.areas import Institution
from tests.twin.plain import as_written
from tests.twin.schools import BoardAgent, can_be_offered
from tests.twin.tokens import Offer, Place
from tests.twin.waitlist import Waitlist

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

index_of, sbo_paid, support_of, trust_next = (as_written(f) for f in (index_of, sbo_paid, support_of, trust_next))


class PartnershipAgent(Institution):
    """A partnership: its boards, trust, money, tables, arrangements, and the levers it has."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.area = model.areas[record["area"]]
        self.sector = record["sector"]
        (self.area.vo_parts if self.sector == VO else self.area.po_parts).append(self)
        self.boards: list[BoardAgent] = []
        self.trust: float
        self.arrangement_places: int
        self.arrangement_hours: int
        traits = "pupils trust trust0 consensus spread funding shrinks monthly income reserve support weight belief"
        for field in [*traits.split(), "arrangement_places", "arrangement_hours"]:
            setattr(self, field, record[field])
        self.credit, self.cases_spent, self.support0 = 0.0, 0, 0
        self.agreed = self.forced = 0
        self.added = dict.fromkeys(ADDED, 0)
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
        return len(used) < self.arrangement_places and sum(x.hours for x in used) + hours <= self.arrangement_hours

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
            self.added["added_sbo" if school.profile == SBO else "added_special"] += more
            school.funded += more
            school.places += max(more, -school.free)
        for board, more in self.in_whole(self.boards, [b.room * lever.more_room for b in self.boards], 33):
            real = max(more, -max(0, board.left))
            self.added["added_room"] += real
            board.room += real
        used = self.arrangements_used
        more = math.floor(self.arrangement_places * lever.more_arrangements + self.draw(chance.LANDSCAPE, 34))
        self.arrangement_hours = max(sum(x.hours for x in used), self.arrangement_hours + more * self.arrangement_hours // self.arrangement_places)
        before, self.arrangement_places = self.arrangement_places, max(len(used), self.arrangement_places + more)
        self.added["added_arrangements"] += self.arrangement_places - before
        if self is self.area.first_part:
            providers = self.area.providers
            for provider, more in self.in_whole(providers, [v.funded * lever.more_care for v in providers], 35):
                self.added["added_slots"] += more
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
