"""A consultation: the parties are put round the table."""

from sim.machine import chance
from sim.machine.codes import (
    A_ROUND,
    CARE_DONE,
    DISPUTED,
    K_ARRANGEMENT,
    K_REGULAR,
    NEEDS_NONE,
    NO_QUEUE,
    O_NO_AGREEMENT,
    O_NO_MANDATE,
    O_OFFER,
    O_PLAN,
    TARGET_SPECIAL,
)
from sim.rules.agree import has_mandate, p_agree, turns_up
from tests.twin.base import PupilBase
from tests.twin.plain import as_written

has_mandate, p_agree, turns_up = as_written(has_mandate), as_written(p_agree), as_written(turns_up)


class TableVerbs(PupilBase):
    """The table about one pupil."""

    def be_discussed(self, day: int) -> None:
        par, lever, part = self.model.par, self.part.lever, self.part
        self.n_table += 1
        standing = int(lever.structure == 2)
        needs_care = int(self.care_need != NEEDS_NONE and self.care != CARE_DONE)
        must_sit = lever.sit_boards and (lever.sit_special or self.target != TARGET_SPECIAL)
        obliged = int(standing or must_sit or lever.stays)
        care_obliged = lever.sit_muni + lever.sit_care
        there = turns_up(self.draw(chance.ATTEND, self.n_table), par.attend, obliged)
        mandated = has_mandate(
            self.draw(chance.MANDATE, self.n_table), needs_care, care_obliged, int(self.muni.bound), par.mandate_care, par.mandate_bound
        )
        q = p_agree(
            par.table_agree, part.trust, par.table_trust, part.consensus, self.severity, par.table_severity, standing, par.table_standing,
            lever.weighing, par.table_weighing, part.belief, par.shadow,
        )  # fmt: skip
        agreed = (there and self.draw(chance.AGREE, self.n_table) < q) or par.boards_willing
        if not agreed or not mandated:
            self.model.note(day, self, A_ROUND, outcome=O_NO_MANDATE if agreed else O_NO_AGREEMENT)
            self.after_failure(day)
            return
        part.agreed += 1
        if self.care == DISPUTED and care_obliged == 2 and (self.together or lever.puzzle_weeks > 0 or lever.weighing):
            self.join_care(day)
        self.ask_boards(day)
        if self.ready and self.solve(day):
            return
        self.model.note(day, self, A_ROUND, outcome=O_PLAN)
        if self.target == TARGET_SPECIAL and self.waits == NO_QUEUE:
            self.begin_file(day)
        if self.ready and self.arrangement_fits:
            self.plan_arrangement(day)
        self.after_failure(day)

    def solve(self, day: int) -> bool:
        """The first of: a free regular place that fits, an arrangement that can be resourced, a place out of the region."""
        boards = self.free_boards()
        boards = [b for b in boards if b in self.takers] or boards
        if boards:
            board = self.pick(boards)
            self.model.note(day, self, A_ROUND, outcome=O_OFFER, kind=K_REGULAR, number=board.row)
            self.make_offer(day, K_REGULAR, board, self.board_fit(board))
            return True
        part = self.part
        resourced = part.has_arrangement(self.hours_needed) and part.affords(self.model.par.price_arrangement)
        if self.arrangement_fits and resourced and self.care != DISPUTED and not len(part.arrangements):
            self.model.note(day, self, A_ROUND, outcome=O_OFFER, kind=K_ARRANGEMENT, number=part.row)
            self.make_offer(day, K_ARRANGEMENT, part, self.arrangement_fit())
            return True
        if self.target == TARGET_SPECIAL and self.offer_far(day):
            assert self.offer is not None
            self.model.note(day, self, A_ROUND, outcome=O_OFFER, kind=self.offer.kind, number=self.offer.place.row)
            return True
        return False

    def after_failure(self, day: int) -> None:
        """A meeting that must end with a plan goes on; a holder may take the case up; else a pause."""
        self.failed += 1
        if not self.consider_power(day):
            self.pause(day, 1 if self.part.lever.stays else self.model.par.table_retry_weeks)
