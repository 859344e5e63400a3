"""The way through youth care."""

from sim.machine import chance
from sim.machine.codes import (
    A_CARE,
    BY_BOARD,
    CARE_DONE,
    CARE_FIRST,
    CARE_WAITING,
    D_CARE,
    D_JOINT,
    DISPUTED,
    E_COMPLETED,
    H_MUNICIPALITY,
    HOME,
    I_STATUTE,
    IN_TREATMENT,
    K_TEMPORARY,
    NEEDS_NONE,
    NO_CARE,
    O_BOUGHT,
    O_NO_PLACE,
    O_SETTLED,
    OPEN,
    S_TEMPORARY,
    SEARCH,
    TEMPORARY,
)
from sim.rules.dispute import p_dispute
from sim.rules.order import waitlist_key
from sim.rules.waiting_time import exponential_days, hump_days
from tests.twin.base import PupilBase
from tests.twin.care_side import ProviderAgent
from tests.twin.plain import as_written
from tests.twin.tokens import Offer, Treatment

p_dispute, waitlist_key, exponential_days, hump_days = (as_written(f) for f in (p_dispute, waitlist_key, exponential_days, hump_days))


REAL = 2
"""A mandate that is not on paper only."""


class CareVerbs(PupilBase):
    """Asked for, disputed, waited for, treated."""

    @property
    def covered(self) -> bool:
        """Levers over care reach the municipality: by an agreement, or by a statute that says so."""
        return bool(self.muni.bound or self.part.lever.by_statute)

    @property
    def together(self) -> bool:
        """One real power over education and care."""
        return bool(self.part.lever.domain == D_JOINT and self.part.lever.mandate == REAL)

    def ask_for_care(self, day: int) -> None:
        """When it is needed and not under way. In the grey area it may be disputed who pays."""
        par, lever = self.model.par, self.part.lever
        if self.care_need == NEEDS_NONE or self.care not in (NO_CARE, CARE_DONE):
            return
        if self.n_care > 0 and (par.care_entry_once or self.care == CARE_DONE):
            return
        self.n_care += 1
        if par.care_immediate:
            self.care = CARE_DONE
            return
        muni = self.muni
        self.care = CARE_WAITING
        self.clocks["care"] = day + muni.decision_days
        q = p_dispute(self.care_need, par.p_dispute, par.p_dispute_first, muni.pressure, int(self.together and self.covered))
        if self.draw(chance.DISPUTE, self.n_care) >= q:
            return
        if lever.fifty and self.covered:
            self.part.cases_spent += par.price_slot // 2
            self.model.note(day, self, A_CARE, domain=D_JOINT, outcome=O_SETTLED)
        else:
            self.care = DISPUTED
            mean = 7.0 * par.care_dispute_weeks * (0.5 + muni.pressure)
            self.clocks["care"] += exponential_days(self.draw(chance.DISPUTE_DAYS, self.n_care), mean)

    def care_due(self, day: int) -> None:
        """A decision or a dispute ends, a ten-day term runs out, a treatment ends."""
        if self.care == IN_TREATMENT:
            self.end_treatment(day)
        elif self.care_list is None:
            self.join_care(day)
        else:
            self.stop("care")
            found = O_BOUGHT if self.buy_slot(day, self.n_care) else O_NO_PLACE
            self.model.note(day, self, A_CARE, invoker=I_STATUTE, decider=H_MUNICIPALITY, domain=D_CARE, outcome=found)

    def join_care(self, day: int) -> None:
        """Into the waitlist of one provider of the municipality's area."""
        par, lever = self.model.par, self.part.lever
        provider = self.muni.contracted(self.draw(chance.PROVIDER, self.n_care))
        ahead = int(7.0 * par.vulnerable_priority) if self.ability > 0.5 else 0
        since = self.home_since if self.where == HOME else day
        self.care = CARE_WAITING
        self.stop("care")
        clear = self.care_need == CARE_FIRST or self.together
        if lever.care_days > 0 and clear and self.covered:
            self.clocks["care"] = day + lever.care_days
        self.care_list = provider
        provider.waitlist.join(self, waitlist_key(par.care_discipline, day - ahead, since, self.severity, self.lot(day)))

    def leave_care_list(self) -> None:
        if self.care_list is not None:
            self.care_list.waitlist.leave(self)
            self.care_list = None

    def buy_slot(self, day: int, n: int) -> bool:
        """A slot outside the contracted ones, if there is one."""
        par = self.model.par
        if self.draw(chance.OBTAIN, n) >= par.obtain_slot:
            return False
        self.part.cases_spent += par.price_slot // 2
        self.begin_treatment(day, self.care_list, bought=True)
        return True

    def begin_treatment(self, day: int, provider: ProviderAgent, *, bought: bool) -> None:
        """A slot of the provider, or one bought there."""
        par = self.model.par
        self.leave_care_list()
        self.treatment = Treatment(provider, bought)
        if not bought:
            provider.users.add(self.treatment)
        self.care = IN_TREATMENT
        length = exponential_days if par.treatment_memoryless else hump_days
        self.clocks["care"] = day + length(self.draw(chance.TREATMENT, self.n_care), 7.0 * par.treatment_weeks)
        may_live_there = self.care_need == CARE_FIRST and self.where == HOME and par.accept > 0.0
        if may_live_there and self.draw(chance.RESIDENTIAL, self.n_care) < par.p_residential:
            self.close_case()
            self.end_stay(day, S_TEMPORARY)
            self.stop("owner")
            self.where = TEMPORARY
            self.hold(day, K_TEMPORARY, provider, -2 - provider.row, Offer(K_TEMPORARY, provider, -1.0, 0, 0, agreed_day=day), self.spell_no)

    def stop_treatment(self) -> None:
        """The slot is free again."""
        if self.treatment is not None:
            self.treatment.provider.users.discard(self.treatment)
            self.treatment = None

    def end_treatment(self, day: int) -> None:
        """Treatment ends; sometimes otherwise than planned, and it is asked for again."""
        par = self.model.par
        self.stop_treatment()
        self.stop("care")
        self.after_care(day)
        again = par.care_entry_once == 0 and self.draw(chance.TREATMENT, 1000 + self.n_care) < par.treatment_fails
        if again and self.n_care < 5:
            self.n_care += 1
            self.join_care(day)

    def after_care(self, day: int) -> None:
        """Treated. Back from residential care a child is enrolled nowhere; at home, the board that searches goes on at once."""
        self.care = CARE_DONE
        if self.in_residence:
            self.close_place(day, E_COMPLETED)
            self.lose_owner(day)
            self.leave_school(day)
        elif self.where == HOME and self.case == SEARCH and self.owner == BY_BOARD and self.stance == OPEN:
            self.clocks["case"] = day + 1
