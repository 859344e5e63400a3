"""A search round: what the responsible board asks and sets going."""

from sim.machine import chance
from sim.machine.codes import (
    FILING,
    HOME,
    K_OUT,
    K_REGULAR,
    NEEDS_NONE,
    NO_PLAN,
    NO_QUEUE,
    PLAN_ARRANGEMENT,
    TARGET_ARRANGEMENT,
    TARGET_SPECIAL,
    WAITING,
)
from sim.rules.order import front_key, waitlist_key
from sim.rules.waiting_time import hump_days
from tests.twin.areas import AreaAgent
from tests.twin.base import PupilBase
from tests.twin.plain import as_written
from tests.twin.schools import SchoolAgent

front_key, waitlist_key, hump_days = as_written(front_key), as_written(waitlist_key), as_written(hump_days)


class SearchVerbs(PupilBase):
    """Rounds, files for special education, planned arrangements, places elsewhere."""

    def search_round(self, day: int) -> None:
        """One round is over."""
        par, lever = self.model.par, self.part.lever
        self.n_round += 1
        self.ask_boards(day)
        boards = [b for b in self.free_boards() if b in self.takers]
        if self.ready and boards:
            board = self.pick(boards)
            self.make_offer(day, K_REGULAR, board, self.board_fit(board))
            return
        self.widen(day)
        long_home = self.where == HOME and day - self.home_since > 7 * par.far_after_weeks
        if self.ready and long_home and self.target == TARGET_SPECIAL and self.offer_far(day):
            return
        age = day - self.case_since
        nowhere = self.where == HOME and not self.enrolled and age >= 7 * (par.first_term_weeks + par.second_term_weeks)
        if nowhere and self.ready and par.accept > 0.0:
            host = next((b for b in self.part.boards if len(b.guests) < b.temp_room), None)
            if host is not None:
                self.start_temporary(day, host)
        weeks = lever.term_weeks if lever.term_weeks > 0 else par.table_weeks
        if self.where != HOME:
            weeks = 2 * weeks
        due = age >= 7 * weeks or (self.where == HOME and "taken up" in self.done_by_law)
        if due and self.ready and lever.structure > 0:
            self.to_table(day)
        else:
            self.clocks["case"] = day + self.round_days()
            self.set_law_clock(day)

    def widen(self, day: int) -> None:
        """Beside the search: a file for special education, an arrangement."""
        if self.target == TARGET_SPECIAL and self.waits == NO_QUEUE:
            self.begin_file(day)
        elif self.waits == WAITING:
            self.change_waitlist()
        long = day - self.case_since > 7 * self.model.par.far_after_weeks
        urgent = self.where == HOME and (long or (self.care_need != NEEDS_NONE and self.failed > 0))
        wants = self.target == TARGET_ARRANGEMENT or urgent
        if self.plan == NO_PLAN and wants and self.ready and self.arrangement_fits:
            self.plan_arrangement(day)

    def plan_arrangement(self, day: int, *, front: bool = False) -> None:
        """Planned; it waits until host place, hours and money are all free."""
        if self.plan == PLAN_ARRANGEMENT:
            return
        self.plan = PLAN_ARRANGEMENT
        key = front_key(day, self.lot(day)) if front else waitlist_key(0, day, day, self.severity, self.lot(day))
        self.plan_part = self.part
        self.part.arrangements.join(self, key)

    def begin_file(self, day: int) -> None:
        par = self.model.par
        self.n_file += 1
        self.waits = FILING
        self.clocks["file"] = day + hump_days(self.draw(chance.FILE, self.n_file), 7.0 * par.file_weeks) + 7 * par.tlv_weeks

    def file_done(self, day: int) -> None:
        """The partnership decides on admissibility."""
        par = self.model.par
        q = par.p_tlv_refused
        if self.part.reserve < int(par.reserve_target * self.part.income):
            q += par.tlv_deficit
        if self.draw(chance.GRANT, self.n_file) < q:
            self.waits = NO_QUEUE
        else:
            self.join_school(day)

    def join_school(self, day: int, *, front: bool = False) -> None:
        """Into the waitlist of a special school that the profile asks for."""
        school = self.choose_school()
        if school is None:
            self.waits = NO_QUEUE
            return
        since = self.home_since if self.where == HOME else day
        key = waitlist_key(self.model.par.discipline, day, since, self.severity, self.lot(day))
        if front:
            key = front_key(day, self.lot(day))
        self.waits = WAITING
        self.special_list = school
        school.waitlist.join(self, key)

    def special_schools(self, areas: list[AreaAgent]) -> list[SchoolAgent]:
        """Schools of these areas of the kind that the profile asks for."""
        return [k for a in areas for k in a.special(self.sector, self.asks_for)]

    def free_school(self) -> SchoolAgent | None:
        """One of the catchment with a free place, in proportion to free places."""
        schools = self.special_schools(self.area.catchment)
        return by_weight(schools, [k.free for k in schools], self.draw(chance.SCHOOL, self.n_file))

    def choose_school(self) -> SchoolAgent | None:
        """One with a free place; else one of the area in proportion to places; else the largest of the province; None if there is none."""
        own = self.special_schools([self.area])
        u = self.draw(chance.SCHOOL, self.n_file)
        found = self.free_school() or by_weight(own, [k.places for k in own], u)
        if found is None and self.part.lever.island:
            return None
        return found or max(self.special_schools(self.area.near), key=lambda k: k.places, default=None)

    def change_waitlist(self) -> None:
        """Who waits at a full school goes, with its turn, to another of the kind that has a free place."""
        old = self.special_list
        assert old is not None
        new = self.free_school()
        if old.free or new is None:
            return
        key = next(key for key, pupil in old.waitlist.rows if pupil is self)
        old.waitlist.leave(self)
        new.waitlist.join(self, key)
        self.special_list = new

    def far_school(self) -> SchoolAgent | None:
        """Beyond the catchment, with a free place that fits and nobody waiting."""
        far = self.special_schools([a for a in self.area.near if a not in self.area.catchment])
        return next((k for k in far if k.free and not len(k.waitlist)), None)

    def offer_far(self, day: int) -> bool:
        """A place out of the region when one is found, allowed and paid for."""
        if self.part.lever.island or not self.part.affords(self.model.par.price_far):
            return False
        school = self.far_school()
        if school is None:
            return False
        self.make_offer(day, K_OUT, school, self.school_fit(school))
        return True


def by_weight(schools: list[SchoolAgent], weights: list[int], u: float) -> SchoolAgent | None:
    """One of them in proportion to its weight; None when all are zero."""
    left = int(u * sum(weights))
    for school, weight in zip(schools, weights, strict=True):
        left -= weight
        if left < 0:
            return school
    return None
