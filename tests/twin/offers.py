"""An offer is a reserved place; parents answer; an accepted one starts on a school day; a place is held and given back."""

import math
from typing import Any

from sim.machine import chance
from sim.machine.codes import (
    ARRANGEMENT,
    BY_BOARD,
    BY_OFFICER,
    CARE_DONE,
    CARE_FIRST,
    CONCURRENT,
    E_COMPLETED,
    E_DROPPED,
    HOME,
    IN_TREATMENT,
    K_ARRANGEMENT,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    NEEDS_NONE,
    NO_CASE,
    NO_PLAN,
    NO_QUEUE,
    OFFER,
    OPEN,
    OUT_OF_REGION,
    OWN_CHOICE,
    REFUSED,
    REGULAR,
    S_REGULAR,
    S_TEMPORARY,
    SPECIAL,
    START_AGREED,
    TEMPORARY,
)
from sim.rules import refuse
from sim.rules.accept import p_accept
from sim.rules.drop import drop_hazard
from sim.rules.exempt import p_exempt
from sim.rules.waiting_time import days_to_threshold, hump_days
from tests.twin.base import PupilBase
from tests.twin.care_side import ProviderAgent
from tests.twin.plain import as_written
from tests.twin.schools import BoardAgent
from tests.twin.tokens import Offer, Place

p_accept, drop_hazard, p_exempt, days_to_threshold, hump_days, after_refusal = (
    as_written(f) for f in (p_accept, drop_hazard, p_exempt, days_to_threshold, hump_days, refuse.after_refusal)
)
WHERE_OF = {K_REGULAR: REGULAR, K_SPECIAL: SPECIAL, K_ARRANGEMENT: ARRANGEMENT, K_OUT: OUT_OF_REGION}


class OfferVerbs(PupilBase):
    """Offers, answers, starts, places."""

    def make_offer(self, day: int, kind: int, place: Any, fit: float, imposed: int = 0, over: int = 0) -> None:
        self.leave_agenda()
        offer = self.offer = Offer(kind, place, fit, imposed, over)
        if kind == K_ARRANGEMENT:
            offer.hours = self.hours_needed
            offer.slot = self.care_beside()
            if offer.slot is not None:
                offer.slot.users.add(offer)
        place.promised.add(offer)
        self.n_offer += 1
        self.case = OFFER
        self.stop("term")
        self.clocks["case"] = day + hump_days(self.draw(chance.ANSWER, self.n_offer), 7.0 * self.model.par.answer_weeks)

    def care_beside(self) -> ProviderAgent | None:
        """A care slot for an arrangement: care is needed, none is under way, the municipality is bound, a slot is free and nobody waits."""
        if self.care_need not in (CONCURRENT, CARE_FIRST) or self.care == IN_TREATMENT or not self.muni.bound:
            return None
        free = (v for v in self.muni.area.providers if len(v.users) < v.slots and not len(v.waitlist))
        return next(free, None)

    def give_back(self) -> None:
        """What was reserved becomes free."""
        assert self.offer is not None
        self.offer.place.promised.discard(self.offer)
        if self.offer.slot is not None:
            self.offer.slot.users.discard(self.offer)
        self.offer = None

    def answer(self, day: int) -> None:
        """The parents answer."""
        par, lever, offer = self.model.par, self.part.lever, self.offer
        assert offer is not None
        q = p_accept(
            par.accept, offer.fit, par.fit_min, par.accept_fit, self.trust, par.accept_trust, offer.imposed, par.accept_imposed,
            int(offer.kind == K_OUT), par.accept_far, self.tired, lever.veto_limited,
        )  # fmt: skip
        if self.draw(chance.CONSENT, self.n_offer) < q or par.parents_consent:
            self.accept(day)
            return
        mediation = 0.0 if par.accept == 0.0 else par.mediation_effect
        what = after_refusal(
            self.draw(chance.REFUSAL, self.n_offer), lever.mediation, mediation,
            p_exempt(par.p_exempt_refusal, self.care_need, par.exempt_care, self.severity), self.attachment, par.own_choice,
            par.p_committee, par.p_report,
        )  # fmt: skip
        if what == refuse.ACCEPT_AFTER_ALL:
            self.accept(day)
            return
        self.give_back()
        self.begin_search(day)
        if what == refuse.EXEMPTION:
            self.exempt(day)
        elif what == refuse.OWN_CHOICE:
            self.stance = OWN_CHOICE
            self.clocks["case"] = day + 7 * par.own_choice_weeks
        elif what == refuse.COMMITTEE:
            self.stance = REFUSED
            self.clocks["case"] = day + 7 * par.dispute_weeks
        elif what == refuse.REPORT:
            self.report(day)

    def report(self, day: int) -> None:
        """The parents are reported to the attendance officer, who talks with them."""
        par = self.model.par
        self.stance = REFUSED
        self.owner = BY_OFFICER
        days = 14.0 * par.officer_weeks
        if len(self.muni.on_list()) > par.officer_caseload:
            days = 2.0 * days
        self.clocks["owner"] = day + hump_days(self.draw(chance.REFUSAL, 1000 + self.n_offer), days)
        self.pause(day, 52)
        self.stop("case")

    def accept(self, day: int) -> None:
        """Gives up its places in queues and starts as soon as can be."""
        offer = self.offer
        assert offer is not None
        self.leave_lists()
        self.case, self.stance, self.waits, self.plan = START_AGREED, OPEN, NO_QUEUE, NO_PLAN
        self.stop("file", "term")
        offer.agreed_day = day
        if offer.kind in (K_SPECIAL, K_OUT):
            self.clocks["case"] = self.model.intake_day(day + 1)
        else:
            days = hump_days(self.draw(chance.BUILD_UP, self.n_offer), 7.0 * self.model.par.build_up_weeks)
            self.clocks["case"] = self.model.school_day(day + days)

    def start(self, day: int) -> None:
        """First day of real attendance."""
        par, offer = self.model.par, self.offer
        assert offer is not None
        ended = -1
        if self.where == HOME:
            self.end_stay(day, S_REGULAR + offer.kind, offer.imposed, offer.fit)
            ended = self.spell_no
        self.close_place(day, E_DROPPED if self.strained else E_COMPLETED)
        self.hold(day, offer.kind, offer.place, offer.place.row, offer, ended)
        self.where = WHERE_OF[offer.kind]
        self.stop("end")
        if offer.kind == K_REGULAR:
            self.board = offer.place
        elif offer.kind == K_ARRANGEMENT:
            length = hump_days(self.draw(chance.BUILD_UP, 1000 + self.n_offer), 7.0 * par.arrangement_weeks)
            self.clocks["end"] = self.model.school_day(day + length)
            self.part.cases_spent += par.price_arrangement
        elif offer.kind == K_OUT:
            self.part.cases_spent += par.price_far
        if offer.over:
            self.part.cases_spent += par.price_over
        self.offer = None
        self.case, self.stance, self.owner, self.enrolled = NO_CASE, OPEN, BY_BOARD, 1
        self.done_by_law = set()
        self.stop("case", "owner")
        self.left = -math.log(self.draw(chance.DROP_OUT, self.n_crisis))
        self.set_place_clock(day)

    def start_temporary(self, day: int, board: BoardAgent) -> None:
        """Enrolled nowhere after ten weeks: a temporary place; the search goes on."""
        self.end_stay(day, S_TEMPORARY)
        self.hold(day, K_TEMPORARY, board, board.row, Offer(K_TEMPORARY, board, -1.0, 0, 0, agreed_day=day), self.spell_no)
        self.where, self.enrolled, self.board = TEMPORARY, 1, board
        self.set_law_clock(day)

    # the place
    def hold(self, day: int, kind: int, place: Any, number: int, offer: Offer, spell_no: int) -> None:
        """The place of the offer is this pupil's from today."""
        held = self.place = Place(
            self, kind, place, number, self.part, self.area.row, self.sector, spell_no, offer.agreed_day, day, offer.fit, offer.imposed,
            offer.over, offer.hours, offer.slot,
        )  # fmt: skip
        self.model.placements.append(held)
        if number <= -2:
            return
        if kind == K_TEMPORARY:
            place.guests.add(held)
            return
        place.promised.discard(offer)
        place.held.add(held)
        if offer.slot is not None:
            offer.slot.users.discard(offer)
            offer.slot.users.add(held)

    def close_place(self, day: int, reason: int) -> None:
        """Gives up the place it holds, if any."""
        held = self.place
        if held is None:
            return
        held.end_day, held.end_reason = day, reason
        self.place = None
        if held.number <= -2:
            return
        if held.kind == K_TEMPORARY:
            held.place.guests.discard(held)
            return
        held.place.held.discard(held)
        if held.slot is not None:
            held.slot.users.discard(held)

    def set_place_clock(self, day: int) -> None:
        """The hazard of the place runs on from today at its present rate."""
        self.rate = self.place_rate(day)
        self.since = day
        self.clocks["place"] = self.model.school_day(day + days_to_threshold(self.left, self.rate))

    def place_rate(self, day: int) -> float:
        """Hazard per day that the place fails."""
        par, held = self.model.par, self.place
        assert held is not None
        if held.agreed_day < 0:
            return float(par.drop_special_settled / 364.0)
        crowding = 0.0
        if held.kind == K_REGULAR:
            crowding = float(max(0, len(held.place.held) - held.place.room))
        elif held.kind in (K_SPECIAL, K_OUT):
            crowding = float(max(0, len(held.place.held) - held.place.places))
        unmet = int(self.care_need != NEEDS_NONE and self.care != CARE_DONE)
        base = par.drop_base
        if day - held.start_day >= 364:
            base = base * par.drop_later
        return float(
            drop_hazard(
                base, held.fit, par.fit_min, par.drop_fit, held.imposed, par.drop_imposed, crowding, par.drop_crowding, self.trust,
                par.drop_distrust, unmet, par.drop_unmet_care, int(held.spell_no >= 0), par.drop_after_home,
            )
        )  # fmt: skip
