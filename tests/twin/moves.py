"""Moving, growing older, leaving."""

from sim.machine import chance
from sim.machine.codes import (
    ARRANGEMENT,
    ARRIVES_NEWCOMER,
    ARRIVES_SPECIAL,
    BY_BOARD,
    CARE_WAITING,
    DISPUTED,
    E_AGED,
    E_MOVED,
    E_RETURNED,
    E_TRANSITION,
    EXEMPT,
    HOME,
    K_OUT,
    K_SPECIAL,
    LEFT,
    NO_CARE,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    NOBODY,
    OUT_OF_REGION,
    PARTIAL,
    PO,
    REGULAR,
    S_AGED,
    SBO,
    SEARCH,
    SPECIAL,
    STRAINED,
    TARGET_SPECIAL,
    TEMPORARY,
    VO,
    X_LEFT,
)
from sim.rules.exempt import p_exempt
from tests.twin.base import PupilBase
from tests.twin.partnership import PartnershipAgent
from tests.twin.plain import as_written
from tests.twin.schools import BoardAgent

p_exempt = as_written(p_exempt)


class MoveVerbs(PupilBase):
    """What happens to everybody: a move, a school year, the end of school."""

    def move(self, day: int) -> None:
        """Within the province: the stay goes on, queues and enrolment end, the case passes on with a gap."""
        self.stop("move")
        if self.where in (SPECIAL, OUT_OF_REGION, ARRANGEMENT) or self.in_residence:
            return
        sought = self.where in (HOME, STRAINED, PARTIAL, TEMPORARY)
        if sought:
            self.close_case()
        self.close_place(day, E_MOVED)
        waits = self.care in (CARE_WAITING, DISPUTED)
        self.leave_care_list()
        self.new_home(day)
        if waits:
            self.care = NO_CARE
            self.n_care -= 1
            self.stop("care")
            self.ask_for_care(day)
        if self.where == EXEMPT:
            return
        if self.where == HOME:
            self.lose_owner(day)
        elif sought or self.draw(chance.MOVE, 1000000 + day) < self.model.par.p_move_break:
            if not sought:
                self.n_crisis += 1
                self.draw_target()
            self.lose_owner(day)
            self.leave_school(day)
        else:
            self.where = REGULAR
            self.n_crisis += 1
            self.fresh_crisis(day)

    def new_home(self, day: int) -> None:
        """An area of the province; municipality, partnerships and boards follow."""
        year = day // 364
        u = [self.draw(chance.MOVE_TO, 8 * year + k) for k in range(6)]
        area = self.area = self.area.near[int(u[0] * len(self.area.near))]
        self.muni = area.munis[int(u[1] * len(area.munis))]
        self.parts = (area.po_parts[int(u[2] * len(area.po_parts))], area.vo_parts[int(u[3] * len(area.vo_parts))])
        self.own_boards = (board_in(self.parts[PO], u[4]), board_in(self.parts[VO], u[5]))
        self.go_to(self.sector)

    def leave_model(self, day: int) -> None:
        """The end of school years."""
        self.close_case()
        if self.where == HOME:
            self.end_stay(day, S_AGED)
        self.end_exemption(day, X_LEFT)
        self.close_place(day, E_AGED)
        self.leave_care_list()
        self.stop_treatment()
        self.where, self.owner, self.enrolled = LEFT, NOBODY, 0
        self.clocks.clear()
        self.remove()

    def enter(self, day: int) -> None:
        """Comes in with the cohort of the year; a newcomer on a day of its own."""
        if self.arrival == ARRIVES_NEWCOMER:
            self.clocks["place"] = self.model.school_day(self.enters)
            return
        self.where, self.owner, self.enrolled = REGULAR, BY_BOARD, 1
        if self.arrival == ARRIVES_SPECIAL:
            self.n_crisis += 1
            self.target = TARGET_SPECIAL
            self.where = PARTIAL
            self.clocks["place"] = self.model.school_day(self.birth + 6 * 364)
            self.open_case(day)
        else:
            self.fresh_crisis(day)

    # a year later
    def grow_older(self, day: int) -> None:
        """Return, exemption, transition; clocks at the new year's rates; a move to come."""
        par, year = self.model.par, day // 364
        u = self.draw(chance.RETURN, year)
        if self.where == EXEMPT:
            if u < par.p_exempt_return and "place" not in self.clocks:
                self.clocks["place"] = self.model.school_day(day)
        elif self.where == SPECIAL:
            self.special_year(day, u)
        if self.sector == PO and day >= self.vo_day:
            self.to_secondary(day)
        if self.case != NO_CASE or self.where == HOME:
            self.ask_boards(day)
        if self.where in (REGULAR, SPECIAL, OUT_OF_REGION, ARRANGEMENT):
            self.run_on(day)
        if self.draw(chance.MOVE, year) < par.p_move:
            self.clocks["move"] = day + 1 + int(self.draw(chance.MOVE_DAY, year) * 362.0)

    def run_on(self, day: int) -> None:
        """What is left of the threshold of the place's hazard, from today at the new rate."""
        if self.since < day:
            self.left -= self.rate * (day - self.since)
            if self.left <= 0.0:
                self.left = 1e-9
        if self.place is not None:
            self.set_place_clock(day)
        else:
            self.set_crisis_clock(day)

    def special_year(self, day: int, u: float) -> None:
        """From a special school back to a regular one, or exempted, once a year."""
        par, place = self.model.par, self.place
        assert place is not None
        sbo = place.place.profile == SBO
        if u < (par.return_sbo if sbo else par.return_so):
            self.close_place(day, E_RETURNED)
            self.where = REGULAR
            self.n_crisis += 1
            self.fresh_crisis(day)
        elif not sbo and self.severity > 0.6:
            if u > 1.0 - p_exempt(par.p_exempt_special, self.care_need, par.exempt_care, self.severity):
                self.exempt(day)

    def to_secondary(self, day: int) -> None:
        """Another partnership, another board; a TLV must be new."""
        par, year = self.model.par, day // 364
        from_sbo = self.place is not None and self.place.kind in (K_SPECIAL, K_OUT) and self.place.place.profile == SBO
        self.go_to(VO)
        u = self.draw(chance.TRANSITION, year)
        if self.where in (ARRANGEMENT, EXEMPT):
            return
        if self.where in (SPECIAL, OUT_OF_REGION):
            self.close_place(day, E_TRANSITION)
            self.n_crisis += 1
            if u < (par.sbo_to_vso if from_sbo else par.so_to_vso):
                self.n_file += 1
                self.target = TARGET_SPECIAL
                self.open_case(day)
                self.case = SEARCH
                self.join_school(day, front=True)
                self.where = STRAINED
                self.clocks["place"] = self.model.school_day(day)
            else:
                self.where = REGULAR
                self.fresh_crisis(day)
        elif self.where == REGULAR:
            self.close_place(day, E_TRANSITION)
            self.n_crisis += 1
            joint = self.part.lever.joint_scope
            if u < (par.p_transition_break * (1.0 - par.joint_scope) if joint else par.p_transition_break):
                self.draw_target()
                self.lose_owner(day)
                self.leave_school(day)
                self.ask_for_care(day)
            else:
                self.fresh_crisis(day)
        elif self.owner == BY_BOARD and not self.in_residence:
            # the case goes to a secondary board and starts anew there
            self.close_place(day, E_TRANSITION)
            self.close_case()
            self.enrolled = 1
            self.open_case(day)
            if self.where == TEMPORARY:
                self.where = STRAINED
                self.clocks["place"] = self.model.school_day(day)
        elif not self.in_residence:
            # no board is responsible: the officer goes on; what was set going in primary education ends
            self.leave_lists()
            self.waits, self.plan = NO_QUEUE, NO_PLAN
            self.stop("file")


def board_in(part: PartnershipAgent, u: float) -> BoardAgent:
    """A board of the partnership, in proportion to its pupils."""
    left = int(u * part.pupils)
    for board in part.boards:
        left -= board.pupils
        if left < 0:
            return board
    return part.boards[-1]
