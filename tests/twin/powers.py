"""A holder of power, or a duty at its term, decides. No place is made by deciding."""

from sim.machine import chance
from sim.machine.codes import (
    A_AUTHORITY,
    A_CARE,
    A_DUTY,
    A_OVER,
    A_QUEUE_MOVE,
    CARE_FIRST,
    CARE_WAITING,
    CONSULTATION,
    D_CARE,
    D_EDUCATION,
    D_JOINT,
    DECISION,
    DISPUTED,
    EXEMPT,
    HOME,
    I_PARENTS,
    I_STATUTE,
    IDLE,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    NO_PLAN,
    O_BOUGHT,
    O_DEFIED,
    O_MISFIT,
    O_MOVED,
    O_NO_PLACE,
    O_OFFER,
    O_PLAN,
    O_SETTLED,
    O_VOID,
    O_WAIT,
    REFUSED,
    SEARCH,
    WAITING,
)
from sim.rules.belief import belief_after_test
from sim.rules.order import front_key
from sim.rules.use import p_take_up
from tests.twin.base import PupilBase
from tests.twin.care import REAL
from tests.twin.plain import as_written
from tests.twin.schools import BoardAgent
from tests.twin.waitlist import Pass, Waitlist

belief_after_test, front_key, p_take_up = as_written(belief_after_test), as_written(front_key), as_written(p_take_up)
WAIT_AT_TERM, ARRANGEMENT_AT_TERM, OVER_AT_TERM, MISFIT_AT_TERM = 1, 2, 3, 4


class PowerVerbs(PupilBase):
    """Terms, powers and duties."""

    # terms and rights
    def law_due(self, day: int) -> None:
        """Whatever falls due today: taking up by trigger, a placement duty, a puzzle duty, invocation."""
        lever = self.part.lever
        self.stop("term")
        anchor = self.home_since if self.where == HOME else self.case_since
        untouched = self.where == HOME and not self.done_by_law & {"table", "taken up"}
        if lever.trigger_days > 0 and untouched and day >= anchor + lever.trigger_days:
            self.done_by_law.add("taken up")
            if self.case == IDLE:
                self.begin_search(day)
        since = max(anchor, self.part.law_day)
        for duty, weeks in (("placement", lever.place_weeks), ("puzzle", lever.puzzle_weeks)):
            open_ = self.where == HOME and self.case in (CONSULTATION, SEARCH, IDLE)
            if open_ and weeks > 0 and day >= since + 7 * weeks and duty not in self.done_by_law:
                self.done_by_law.add(duty)
                self.duty_falls_due(day, duty)
        if self.where == HOME and self.may_invoke:
            if lever.after_weeks > 0 and day - anchor >= 7 * lever.after_weeks:
                self.done_by_law.add("invoked")
                self.consider_power(day)
        self.set_law_clock(day)

    # the holder
    def consider_power(self, day: int) -> bool:
        """Is the case brought before the holder, and does the holder take it up?"""
        lever, part = self.part.lever, self.part
        if not part.has_power or self.where != HOME:
            return False
        if self.failed < lever.after_rounds or day - self.home_since < 7 * lever.after_weeks:
            return False
        self.n_power += 1
        who = self.who_invokes()
        u = self.draw(chance.USE, self.n_power)
        q = p_take_up(self.model.par.p_use, part.spread, int(who > 0), lever.frames)
        if lever.mandate < REAL:
            q = q * part.belief
        if u >= q:
            return False
        self.leave_agenda()
        self.case = DECISION
        self.invoker = who
        self.n_decision += 1
        self.stop("term")
        self.clocks["case"] = day + max(1, lever.decision_days)
        return True

    def who_invokes(self) -> int:
        """The first party that may and does; 0 for none."""
        for who in range(1, 9):
            if self.part.lever.invokers & (1 << who):
                q = self.model.par.p_invoke
                if who == I_PARENTS:
                    q = q * (0.5 + self.ability)
                if self.draw(chance.INVOKE, self.n_power * 16 + who) < q:
                    return who
        return 0

    def decide(self, day: int) -> None:
        """The decision term is over."""
        par, lever = self.model.par, self.part.lever
        if lever.mandate < REAL:
            self.test_belief(0)
            self.note_power(day, O_VOID)
            self.pause(day, par.retry_weeks)
            return
        if lever.holder_care > 0 and lever.domain != D_EDUCATION:
            self.decide_care(day)
        if self.where >= EXEMPT or self.case != DECISION:
            return
        over_education = lever.holder_edu > 0 and lever.domain != D_CARE
        if not (over_education and self.ready and self.decide_education(day)):
            self.pause(day, par.retry_weeks)

    def test_belief(self, decided: int) -> None:
        self.part.belief = belief_after_test(self.part.belief, self.model.par.belief_learning, decided)

    def note_power(self, day: int, outcome: int, kind: int = -1, number: int = -1, act: int = A_AUTHORITY) -> None:
        lever = self.part.lever
        decider = lever.holder_care if act == A_CARE else lever.holder_edu
        self.model.note(day, self, act, invoker=self.invoker, decider=decider, domain=lever.domain, outcome=outcome, kind=kind, number=number)

    def decide_education(self, day: int) -> bool:
        """A free place that fits, a place beyond capacity, a move up the list."""
        lever = self.part.lever
        boards = self.free_boards()
        if boards:
            return self.force(day, self.pick(boards), by_holder=True)
        if lever.exceed > 0:
            board = self.board_over(lever.exceed)
            if board is not None:
                return self.force(day, board, by_holder=True, over=1)
            school = self.special_list
            if school is not None and school.free == 0 and len(school.held) + len(school.promised) - school.places < lever.exceed:
                kind = school.kind_for(self)
                if kind == K_SPECIAL or not lever.island:
                    if self.draw(chance.COMPLY, self.n_decision) >= lever.obey:
                        self.test_belief(0)
                        self.note_power(day, O_DEFIED, kind, school.row)
                        return False
                    self.part.forced += 1
                    self.test_belief(1)
                    self.note_power(day, O_OFFER, kind, school.row)
                    self.note_power(day, O_OFFER, kind, school.row, A_OVER)
                    self.make_offer(day, kind, school, self.school_fit(school), 1, 1)
                    return True
        if lever.reorder_special and self.waits == WAITING and self.special_list is not None:
            if self.move_up(day, self.special_list.waitlist, K_SPECIAL, self.special_list.row, lever.holder_edu, D_EDUCATION):
                self.note_power(day, O_MOVED, K_SPECIAL)
                return False
        self.note_power(day, O_NO_PLACE)
        return False

    def decide_care(self, day: int) -> None:
        """Settle who pays, give priority, buy a slot. Never: shorten treatment, declare a child ready."""
        lever = self.part.lever
        one_body = lever.domain in (D_JOINT, D_CARE) or lever.holder_edu == lever.holder_care
        covers = one_body or self.care_need == CARE_FIRST
        if self.care == DISPUTED and lever.settle and covers:
            self.join_care(day)
            self.note_power(day, O_SETTLED, act=A_CARE)
        if self.care == CARE_WAITING and self.care_list is None and lever.issue:
            self.join_care(day)
            self.note_power(day, O_SETTLED, act=A_CARE)
        if self.care == CARE_WAITING and self.care_list is not None:
            if lever.buy and self.buy_slot(day, 100 + self.n_decision):
                self.note_power(day, O_BOUGHT, act=A_CARE)
            elif lever.priority or lever.reorder_care:
                self.move_up(day, self.care_list.waitlist, K_TEMPORARY, -2 - self.care_list.row, lever.holder_care, D_CARE)

    def move_up(self, day: int, waitlist: Waitlist, kind: int, number: int, decider: int, domain: int) -> int:
        """To the front; a row for every child passed. Returns how many were passed."""
        key = front_key(day, self.lot(day))
        passed = []
        for other_key, other in waitlist.ahead_of(self):
            if other_key <= key:
                break
            passed.append(other)
        for other in passed:
            row = self.model.note(
                day, self, A_QUEUE_MOVE, invoker=self.invoker, decider=decider, domain=domain, outcome=O_MOVED, kind=kind, number=number,
                passed=other.id,
            )  # fmt: skip
            waitlist.passes.append(Pass(self, other, row))
        if passed:
            waitlist.leave(self)
            waitlist.join(self, key)
        return len(passed)

    def board_over(self, limit: int) -> BoardAgent | None:
        """A fitting board, full, that may still take a pupil beyond its room."""
        full = [b for b in self.fitting_boards() if -limit < b.left <= 0]
        return self.pick(full) if full else None

    def force(self, day: int, board: BoardAgent, *, by_holder: bool, over: int = 0) -> bool:
        """A willing board is not forced; an unwilling one obeys or defies a holder. A duty complied with is obeyed."""
        lever = self.part.lever
        unwilling = board not in self.takers
        who = {"invoker": self.invoker, "decider": lever.holder_edu, "domain": lever.domain} if by_holder else {"invoker": I_STATUTE}
        where = {"kind": K_REGULAR, "number": board.row}
        act = A_AUTHORITY if by_holder else A_DUTY
        obey = lever.obey if by_holder else 1.0
        if unwilling and self.draw(chance.COMPLY, self.n_decision) >= obey:
            self.test_belief(0)
            self.model.note(day, self, act, outcome=O_DEFIED, **who, **where)
            return False
        if unwilling:
            board.memory += 1.0
            self.part.forced += 1
        if by_holder:
            self.test_belief(1)
        self.model.note(day, self, act, outcome=O_OFFER, **who, **where)
        if over:
            self.model.note(day, self, A_OVER, outcome=O_OFFER, **who, **where)
        self.make_offer(day, K_REGULAR, board, self.board_fit(board), int(unwilling), over)
        return True

    # duties
    def duty_falls_due(self, day: int, duty: str) -> None:
        """The region must place, or all parties must build an arrangement: complied with or not."""
        lever, part = self.part.lever, self.part
        compliance, sanction, what = lever.place_compliance, lever.place_sanction, lever.place_at_term
        if duty == "puzzle":
            compliance, sanction, what = lever.puzzle_compliance, lever.puzzle_sanction, lever.puzzle_at_term
        self.n_decision += 1
        if self.draw(chance.COMPLY, 1000000 + self.n_decision) >= compliance:
            part.cases_spent += sanction
            self.note_duty(day, O_VOID)
            return
        if not self.ready or self.stance == REFUSED:
            self.note_duty(day, O_WAIT)
            return
        boards = self.free_boards()
        if duty == "placement" and boards:
            willing = [b for b in boards if b in self.takers]
            self.force(day, self.pick(willing or boards), by_holder=False)
        elif duty == "puzzle" and what == WAIT_AT_TERM:
            if self.arrangement_fits:
                self.plan_arrangement(day)
            self.note_duty(day, O_WAIT)
        elif duty == "puzzle":
            self.at_term(day, ARRANGEMENT_AT_TERM)
            if what > ARRANGEMENT_AT_TERM:
                self.at_term(day, what)
        else:
            self.at_term(day, what)

    def note_duty(self, day: int, outcome: int, kind: int = -1, number: int = -1) -> None:
        self.model.note(day, self, A_DUTY, invoker=I_STATUTE, outcome=outcome, kind=kind, number=number)

    def at_term(self, day: int, what: int) -> None:
        """The term has run out and nothing is free: what the law then asks."""
        if what == ARRANGEMENT_AT_TERM and self.arrangement_fits:
            if self.plan_part is not None:
                self.plan_part.arrangements.leave(self)
            self.plan = NO_PLAN
            self.plan_arrangement(day, front=True)
            self.note_duty(day, O_PLAN)
        elif what == OVER_AT_TERM:
            board = self.board_over(2)
            if board is None:
                self.note_duty(day, O_NO_PLACE)
            else:
                self.force(day, board, by_holder=False, over=1)
        elif what == MISFIT_AT_TERM and any(b.left > 0 for b in self.part.boards):
            board = self.pick([b for b in self.part.boards if b.left > 0])
            self.note_duty(day, O_MISFIT, K_REGULAR, board.row)
            self.make_offer(day, K_REGULAR, board, self.board_fit(board), 1, 0)
        else:
            self.note_duty(day, O_WAIT)
