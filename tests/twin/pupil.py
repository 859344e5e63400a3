"""A pupil as a plain Mesa agent: what it does on a day when something of it is due."""

from sim.machine import chance
from sim.machine.codes import (
    BY_BOARD,
    BY_OFFICER,
    CONSULTATION,
    DECISION,
    E_COMPLETED,
    EXEMPT,
    IDLE,
    NOBODY,
    NOT_YET,
    OFFER,
    OPEN,
    PO,
    REFUSED,
    REGULAR,
    SEARCH,
    VO,
    X_RETURNED,
)
from sim.rules.exempt import p_exempt
from sim.rules.waiting_time import hump_days
from tests.twin.base import CLOCKS, PupilBase
from tests.twin.care import CareVerbs
from tests.twin.case import CaseVerbs
from tests.twin.home import HomeVerbs
from tests.twin.moves import MoveVerbs
from tests.twin.offers import OfferVerbs
from tests.twin.plain import as_written
from tests.twin.powers import PowerVerbs
from tests.twin.search import SearchVerbs
from tests.twin.tables import TableVerbs

p_exempt, hump_days = as_written(p_exempt), as_written(hump_days)
MOST_A_DAY = 20


class PupilAgent(HomeVerbs, CaseVerbs, SearchVerbs, OfferVerbs, CareVerbs, TableVerbs, PowerVerbs, MoveVerbs, PupilBase):
    """One pupil with its parents."""

    def turn(self, day: int) -> tuple[int, int, int]:
        """Place in the day's order: rule, lot, the end of the id."""
        first = self.due(day)
        assert first is not None
        return CLOCKS.index(first), self.lot(day), self.id & 134217727

    def act(self, day: int) -> None:
        """Everything of this pupil that is due today, in the fixed order of clocks."""
        verbs = {
            "move": self.move, "care": self.care_due, "file": self.file_due, "owner": self.owner_due, "term": self.law_due,
            "case": self.case_due, "place": self.place_due, "end": self.arrangement_ends, "parents": self.resolve_runs_out,
        }  # fmt: skip
        for _ in range(MOST_A_DAY):
            first = self.due(day)
            if first is None:
                break
            self.model.events += 1
            verbs[first](day)
        self.see(day)

    def file_due(self, day: int) -> None:
        self.stop("file")
        self.file_done(day)

    def owner_due(self, day: int) -> None:
        """Found; enrolment arranged; or the officer's talks with refusing parents are over."""
        self.stop("owner")
        if self.owner == NOBODY:
            self.owner = BY_OFFICER
            self.case = SEARCH
            days = hump_days(self.draw(chance.OWNER, 500 + self.n_owner), 7.0 * self.model.par.officer_weeks)
            self.clocks["owner"] = day + days
        elif self.stance == REFUSED:
            self.owner = BY_BOARD
            self.begin_search(day)
        else:
            self.open_case(day)

    def case_due(self, day: int) -> None:
        """The case's own clock, by what is being done."""
        self.stop("case")
        if self.case == IDLE:
            self.begin_search(day)
        elif self.case in (SEARCH, CONSULTATION):
            self.stance = OPEN
            self.case = SEARCH
            self.search_round(day)
        elif self.case == DECISION:
            self.decide(day)
        elif self.case == OFFER:
            self.answer(day)
        else:
            self.start(day)

    def place_due(self, day: int) -> None:
        """The place strains or breaks; or a new or formerly exempt pupil is there."""
        self.stop("place")
        if self.where == NOT_YET:
            self.go_to(VO if day >= self.vo_day else PO)
            self.arrive_unowned(day)
        elif self.where == EXEMPT:
            self.end_exemption(day, X_RETURNED)
            self.arrive_unowned(day)
        elif self.strained:
            self.break_off(day)
        else:
            self.strain(day)

    def arrangement_ends(self, day: int) -> None:
        """It has done its work: a regular place again."""
        self.stop("end")
        self.close_place(day, E_COMPLETED)
        self.where = REGULAR
        self.n_crisis += 1
        self.fresh_crisis(day)

    def resolve_runs_out(self, day: int) -> None:
        """The parents have held on as long as they could; they do so again after the same time."""
        par = self.model.par
        self.clocks["parents"] = day + 7 * self.resolve
        self.tired = 1
        if self.offer is not None:
            return
        if self.draw(chance.PARENTS, day) < p_exempt(par.p_exempt_tired, self.care_need, par.exempt_care, self.severity):
            self.exempt(day)
        elif self.owner != BY_BOARD:
            return
        elif self.case == IDLE:
            self.begin_search(day)
        elif self.case == SEARCH and self.ready and self.part.lever.structure > 0 and self.ability > 0.5:
            self.to_table(day)
        elif self.case == CONSULTATION and "case" in self.clocks:
            self.clocks["case"] = day + 1
