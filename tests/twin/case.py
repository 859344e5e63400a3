"""A case of a pupil: owner, search, legal dates."""

from sim.machine import chance
from sim.machine.codes import (
    BY_BOARD,
    CONSULTATION,
    HOME,
    IDLE,
    K_ARRANGEMENT,
    K_REGULAR,
    NEVER,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    NOBODY,
    OFFER,
    OPEN,
    SEARCH,
    START_AGREED,
    VO,
)
from sim.rules.fit import fit_of, match_of
from sim.rules.found import days_unseen, p_written
from sim.rules.fulfil import p_fulfil
from sim.rules.order import waitlist_key
from sim.rules.target import target_of
from sim.rules.waiting_time import exponential_days, hump_days
from tests.twin.base import PupilBase
from tests.twin.plain import as_written
from tests.twin.schools import BoardAgent, SchoolAgent

fit_of, match_of, days_unseen, p_written, p_fulfil, waitlist_key, target_of, exponential_days, hump_days = (
    as_written(f) for f in (fit_of, match_of, days_unseen, p_written, p_fulfil, waitlist_key, target_of, exponential_days, hump_days)
)


AFTER_THOSE_AT_HOME = 100000


class CaseVerbs(PupilBase):
    """What is done about a place, and by whom."""

    # what fits
    def board_fit(self, board: BoardAgent) -> float:
        u = self.draw(chance.FITTING, board.id)
        par = self.model.par
        return float(fit_of(match_of(K_REGULAR, self.target), self.severity, par.fit_severity, board.quality, par.fit_noise, u))

    def school_fit(self, school: SchoolAgent) -> float:
        u = self.draw(chance.FITTING, 2000000 + school.id)
        par = self.model.par
        return float(fit_of(match_of(1, self.target), self.severity, par.fit_severity, 0.7, par.fit_noise, u))

    def arrangement_fit(self) -> float:
        u = self.draw(chance.FITTING, 1000000 + K_ARRANGEMENT)
        par = self.model.par
        return float(fit_of(match_of(K_ARRANGEMENT, self.target), self.severity, par.fit_severity, 0.5, par.fit_noise, u))

    @property
    def arrangement_fits(self) -> bool:
        return self.arrangement_fit() >= self.model.par.fit_min

    def fitting_boards(self) -> list[BoardAgent]:
        """Boards of the partnership whose places would fit, with room or not."""
        return [b for b in self.part.boards if self.board_fit(b) >= self.model.par.fit_min]

    def free_boards(self) -> list[BoardAgent]:
        """Boards of the partnership with a fitting place free."""
        return [b for b in self.part.boards if b.left > 0 and self.board_fit(b) >= self.model.par.fit_min]

    def pick(self, boards: list[BoardAgent]) -> BoardAgent:
        """One of them by lot."""
        chosen = boards[int(self.draw(chance.PICK, self.n_pick) * len(boards))]
        self.n_pick += 1
        return chosen

    def ask_boards(self, day: int) -> None:
        """Which boards of the partnership would take this pupil, as things are today."""
        self.takers = {b for b in self.part.boards if b.would_take(self, day)}

    # the case
    def open_case(self, day: int) -> None:
        """A board has become responsible: it acts, or it is idle."""
        par, part, lever = self.model.par, self.part, self.part.lever
        self.n_case += 1
        self.owner = BY_BOARD
        self.case_since = day
        self.failed = 0
        self.done_by_law = set()
        self.stance = OPEN
        self.ask_boards(day)
        at_cost = int(lever.referrer_pays == 1 or part.funding == 1)
        q = p_fulfil(
            par.p_fulfil, part.trust, par.fulfil_trust, at_cost, par.fulfil_cost, lever.inspected, par.inspection_effect, part.belief,
            par.moral_hazard, lever.coming, par.wait_for_law, lever.weighing, par.table_diffusion,
        )  # fmt: skip
        if self.draw(chance.FULFIL, self.n_case) < q or par.boards_willing:
            self.case = SEARCH
            request = {1: 0, 2: int(7.0 * par.request_weeks)}.get(part.funding, int(3.5 * par.request_weeks))
            self.clocks["case"] = day + self.round_days() + request
        else:
            self.case = IDLE
            self.clocks["case"] = day + exponential_days(self.draw(chance.IDLE, self.n_case), 7.0 * par.idle_weeks)
        self.set_law_clock(day)

    def begin_search(self, day: int) -> None:
        """The board starts, or goes on, to look for a place."""
        self.case = SEARCH
        self.stance = OPEN
        self.clocks["case"] = day + self.round_days()
        self.set_law_clock(day)

    def round_days(self) -> int:
        mean = 7.0 * self.model.par.round_weeks
        if self.part.lever.puzzle_weeks > 0:
            mean = mean * (1.0 - self.model.par.puzzle_speed)
        return int(hump_days(self.draw(chance.ROUND, self.n_round), mean))

    def to_table(self, day: int) -> None:
        """The case is put on the partnership's agenda: children at home before those who still attend."""
        turn = day if self.where == HOME else day + AFTER_THOSE_AT_HOME
        self.case = CONSULTATION
        self.stop("case")
        self.done_by_law.add("table")
        if self.agenda_part is None:
            self.agenda_part = self.part
            self.part.agenda.join(self, waitlist_key(0, turn, turn, self.severity, self.lot(day)))
        self.set_law_clock(day)

    def pause(self, day: int, weeks: int) -> None:
        """The case rests before it is tried again."""
        self.leave_agenda()
        self.case = CONSULTATION
        self.clocks["case"] = day + 7 * weeks
        self.set_law_clock(day)

    def leave_lists(self) -> None:
        """Gives up every list but that of youth care."""
        if self.special_list is not None:
            self.special_list.waitlist.leave(self)
            self.special_list = None
        if self.plan_part is not None:
            self.plan_part.arrangements.leave(self)
            self.plan_part = None
        self.leave_agenda()

    def leave_agenda(self) -> None:
        if self.agenda_part is not None:
            self.agenda_part.agenda.leave(self)
            self.agenda_part = None

    def close_case(self) -> None:
        """Nothing is being sought any more."""
        if self.case in (OFFER, START_AGREED):
            self.give_back()
        self.leave_lists()
        self.case, self.waits, self.plan, self.stance = NO_CASE, NO_QUEUE, NO_PLAN, OPEN
        self.stop("case", "file", "term")

    def lose_owner(self, day: int) -> None:
        """Enrolled nowhere. Who insists on a written application is seen to at once; others until they are found."""
        par, lever = self.model.par, self.part.lever
        self.close_case()
        self.ask_boards(day)
        self.enrolled = 0
        self.owner = NOBODY
        self.n_owner += 1
        supported = self.supported
        if self.draw(chance.OWNER, 3 * self.n_owner) < lever.parent_support:
            supported = 1
        if self.draw(chance.OWNER, 3 * self.n_owner + 1) < p_written(par.p_apply, self.ability, supported, par.support_effect):
            self.clocks["owner"] = day + 14
            return
        listed = 1 + sum(p is not self for p in self.muni.on_list())
        mean = days_unseen(par.unowned_weeks, int(lever.interval > 0), par.monitor_effect, lever.interval, listed, par.officer_caseload)
        self.clocks["owner"] = day + exponential_days(self.draw(chance.OWNER, 3 * self.n_owner + 2), mean)

    def draw_target(self) -> None:
        """What is needed next; drawn once a crisis."""
        par = self.model.par
        special = par.target_special_vo if self.sector == VO else par.target_special_po
        u = self.draw(chance.TARGET, self.n_crisis)
        self.target = target_of(u, self.severity, self.care_need, special, par.target_special_severity, par.target_arrangement)

    @property
    def may_invoke(self) -> bool:
        """Stuck: at a table that has failed as often as is asked; or searching, where no failure is asked."""
        lever = self.part.lever
        stuck = self.case == CONSULTATION or (self.case == SEARCH and lever.after_rounds == 0)
        return stuck and self.failed >= lever.after_rounds and "invoked" not in self.done_by_law

    def set_law_clock(self, day: int) -> None:
        """The next date on which a term or a right changes something."""
        self.stop("term")
        lever = self.part.lever
        if self.owner != BY_BOARD or self.case not in (IDLE, SEARCH, CONSULTATION):
            return
        at_home = self.where == HOME
        anchor = self.home_since if at_home else self.case_since
        dates = []
        if at_home and lever.trigger_days > 0 and self.case != CONSULTATION and not self.done_by_law & {"table", "taken up"}:
            dates.append(anchor + lever.trigger_days)
        if at_home and self.part.has_power and self.may_invoke and lever.after_weeks > 0:
            dates.append(anchor + 7 * lever.after_weeks)
        since = max(anchor, self.part.law_day)
        if at_home and lever.place_weeks > 0 and "placement" not in self.done_by_law:
            dates.append(since + 7 * lever.place_weeks)
        if at_home and lever.puzzle_weeks > 0 and "puzzle" not in self.done_by_law:
            dates.append(since + 7 * lever.puzzle_weeks)
        if dates and min(dates) < NEVER:
            self.clocks["term"] = max(min(dates), day + 1)
