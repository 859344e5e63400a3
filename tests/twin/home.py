"""Staying at home: where it begins and ends, what stands in the way."""

import math

from sim.machine import chance
from sim.machine.codes import (
    BY_BOARD,
    E_DROPPED,
    E_LEFT,
    EXEMPT,
    HOME,
    NEVER,
    NO_CASE,
    NO_QUEUE,
    NOBODY,
    PARTIAL,
    S_EXEMPT,
    STRAINED,
    TARGET_SPECIAL,
    VO,
    WAITING,
)
from sim.rules.blockers import blockers_of
from sim.rules.cause import cause_of
from sim.rules.crisis import p_break, strained_hazard
from sim.rules.register import register_of
from sim.rules.waiting_time import days_to_threshold, exponential_days
from tests.twin.base import PupilBase
from tests.twin.plain import as_written
from tests.twin.tokens import Stay

SHORT_RETURN = 20
blockers_of, cause_of, p_break, strained_hazard, register_of, days_to_threshold, exponential_days = (
    as_written(f) for f in (blockers_of, cause_of, p_break, strained_hazard, register_of, days_to_threshold, exponential_days)
)


class HomeVerbs(PupilBase):
    """A place strains or breaks, a stay begins and ends."""

    # what the records ask
    def cause_today(self) -> int:
        return int(cause_of(self.case, self.waits, self.care, self.owner, self.stance, self.plan, self.care_need))

    def register_today(self) -> int:
        return int(register_of(self.enrolled, self.care, self.care_need))

    def see(self, day: int) -> None:
        """What stands between this child and school; holds until the next time."""
        if self.where != HOME:
            return
        free = self.free_boards()
        willing = int(any(b in self.takers for b in free))
        unwilling = int(bool(free) and not willing)
        special = int(self.waits == WAITING and any(k.free for k in self.special_schools(self.area.catchment)))
        wants = self.target != TARGET_SPECIAL or self.waits != NO_QUEUE
        arrangement = int(wants and self.arrangement_fits and self.part.has_arrangement(1))
        poor = int(arrangement and not self.part.affords(self.model.par.price_arrangement))
        self.blockers = blockers_of(
            self.model.holiday(day), self.owner, self.case, self.waits, self.care, self.care_need, self.stance, willing, unwilling, special,
            arrangement, poor,
        )  # fmt: skip

    # going home
    def go_home(self, day: int) -> None:
        """No education from today, a school day."""
        again = self.last_end >= 0 and self.model.school_days_between(self.last_end, day) < SHORT_RETURN
        if not again:
            self.stay_no += 1
            self.home_since = day
            self.tired = 0
        self.clocks["parents"] = day + 7 * self.resolve
        self.spell_no += 1
        self.where = HOME
        self.stop("place", "end")
        self.stay = self.model.open_stay(self, day)
        seen = again and self.registered_from < day
        self.registered_from = NEVER
        par = self.model.par
        if seen:
            self.registered_from = day
        elif self.draw(chance.REGISTER, 2 * self.spell_no) < par.p_register:
            delay = exponential_days(self.draw(chance.REGISTER, 2 * self.spell_no + 1), 7.0 * par.register_weeks)
            self.registered_from = day + delay
        if self.registered_from < NEVER:
            self.stay.register_day = self.registered_from

    def leave_school(self, day: int) -> None:
        """No place any more: at home from the next school day."""
        first = self.model.school_day(day)
        if first == day:
            self.go_home(day)
        else:
            self.where = STRAINED
            self.clocks["place"] = first

    def end_stay(self, day: int, reason: int, imposed: int = 0, fit: float = -1.0) -> Stay:
        """The stay ends today; the caller sets where the pupil is."""
        stay = self.stay
        assert stay is not None
        stay.end_day, stay.end_reason, stay.imposed, stay.fit = day, reason, imposed, fit
        if stay.register_day >= day:
            stay.register_day = -1
        self.stay = None
        self.last_end = day
        self.stop("parents")
        return stay

    def exempt(self, day: int) -> None:
        """Exempted today: place, case and lists end; the position in youth care stays."""
        self.close_case()
        self.exemption = self.model.open_exemption(self, day)
        self.exempt_after = self.end_stay(day, S_EXEMPT) if self.where == HOME else None
        self.close_place(day, E_LEFT)
        self.where, self.owner, self.enrolled = EXEMPT, NOBODY, 0
        self.stop("place", "owner", "end")

    def end_exemption(self, day: int, reason: int) -> None:
        """It ends today, if there is one; the caller sets where the pupil is."""
        self.exempt_after = None
        if self.exemption is not None:
            self.exemption.end_day, self.exemption.end_reason = day, reason
            self.exemption = None

    # a place strains and breaks
    def fresh_crisis(self, day: int) -> None:
        self.left = -math.log(self.draw(chance.CRISIS, self.n_crisis))
        self.set_crisis_clock(day)

    def strain(self, day: int) -> None:
        """The place cannot go on as it is. Some break at once."""
        par = self.model.par
        self.n_crisis += 1
        self.draw_target()
        self.owner = BY_BOARD
        self.stop("end")
        base = par.p_break_vo if self.sector == VO else par.p_break_po
        if self.draw(chance.BREAK, self.n_crisis) < p_break(base, self.severity, par.break_severity):
            self.close_place(day, E_DROPPED)
            self.go_home(day)
        else:
            self.where = PARTIAL if self.draw(chance.BREAK, 100000 + self.n_crisis) < par.p_partial else STRAINED
            weeks = par.strained_weeks_vo if self.sector == VO else par.strained_weeks_po
            rate = strained_hazard(weeks, self.severity, par.crisis_severity)
            left = -math.log(self.draw(chance.STRAIN, self.n_crisis))
            self.clocks["place"] = self.model.school_day(day + days_to_threshold(left, rate))
        self.open_case(day)
        self.ask_for_care(day)

    def break_off(self, day: int) -> None:
        """A strained place breaks: at home; the case goes on."""
        self.close_place(day, E_DROPPED)
        self.go_home(day)
        if self.owner == BY_BOARD and self.case == NO_CASE:
            self.open_case(day)
        elif self.agenda_part is not None:
            self.leave_agenda()
            self.to_table(day)
        else:
            self.set_law_clock(day)
        self.ask_for_care(day)

    def arrive_unowned(self, day: int) -> None:
        """Of school age, enrolled nowhere."""
        self.n_crisis += 1
        self.draw_target()
        self.lose_owner(day)
        self.go_home(day)
        self.ask_for_care(day)
