"""The slow twin: the model as a Mesa user would write it, one plain agent for everything, activated day by day."""

from __future__ import annotations

import math
from typing import Any

import mesa
import numpy as np

from sim.country.population import draw_population
from sim.country.setup import begin_branch, build_state
from sim.law.landscape import LABELS
from sim.machine.calendar import YEAR, school_calendar
from sim.machine.codes import CARE_WAITING, CAUSE, DISPUTED, EXEMPT, HOME, IN_TREATMENT, NO_CASE, NOT_YET, REGISTER
from sim.machine.state import State
from sim.scenario import Scenario
from tests.twin.areas import AreaAgent
from tests.twin.care_side import MunicipalityAgent, ProviderAgent
from tests.twin.partnership import PartnershipAgent
from tests.twin.pupil import PupilAgent
from tests.twin.schools import BoardAgent, SchoolAgent
from tests.twin.series import week_of_areas, week_of_places
from tests.twin.start import levers_of, namespace, records, seat_pupils
from tests.twin.tokens import Exemption, Place, Stay

PLENTY = 1000000


class TwinModel(mesa.Model):
    """One region under one scenario. `step()` is one day."""

    def __init__(self, scenario: Scenario, replicate: int = 0) -> None:
        super().__init__(rng=scenario.seed % 2**32)
        self.scenario, self.replicate = scenario, replicate
        self.day, self.n_days, self.branch_day, self.events = 0, scenario.n_days, -1, 0
        population = draw_population(scenario, replicate)
        drawn = self.drawn = State(*(np.asarray(a) for a in build_state(scenario, population, self.n_days)))
        calendar = school_calendar(self.n_days, plain=scenario["calendar"] == "plain")
        self._school_days, self._next_school, self._next_intake, self._holiday = (column.tolist() for column in calendar)
        self.par = namespace(drawn.par[0])
        self.forget = math.exp(-0.6931471805599453 / self.par.memory_half_years)
        self.areas = [AreaAgent(self, k, r) for k, r in enumerate(records(drawn.areas))]
        self.parts = [PartnershipAgent(self, k, r) for k, r in enumerate(records(drawn.partnerships))]
        self.boards = [BoardAgent(self, k, r) for k, r in enumerate(records(drawn.boards))]
        self.schools = [SchoolAgent(self, k, r) for k, r in enumerate(records(drawn.schools))]
        self.providers = [ProviderAgent(self, k, r) for k, r in enumerate(records(drawn.providers))]
        self.munis = [MunicipalityAgent(self, k, r) for k, r in enumerate(records(drawn.municipalities))]
        for area, record in zip(self.areas, records(drawn.areas), strict=True):
            area.near = [self.areas[a] for a in drawn.near[record["first_near"] : record["first_near"] + record["n_near"]]]
        for part, lever in zip(self.parts, levers_of(drawn.levers), strict=True):
            part.lever = lever
        for muni in self.munis:
            muni.bind(0)
        self.everyone: dict[int, PupilAgent] = {}
        self.stays: list[Stay] = []
        self.placements: list[Place] = []
        self.exemptions: list[Exemption] = []
        self.acts: list[dict[str, int]] = []
        self.sets: dict[tuple[int, int, int], int] = {}
        self.series: list[Any] = []
        self.series_places: list[Any] = []
        self._rows = records(drawn.pupils)
        self._cohort = population.cohort.tolist()
        seat_pupils(self, np.flatnonzero(drawn.pupils["where"] != NOT_YET), drawn)

    # reading the calendar
    def school_day(self, day: int) -> int:
        """First school day on or after this day; far ahead, past the run's end."""
        return int(self._next_school[min(day, self.n_days + 300)])

    def intake_day(self, day: int) -> int:
        return int(self._next_intake[day])

    def school_days_between(self, first: int, last: int) -> int:
        return int(self._school_days[last] - self._school_days[first])

    def holiday(self, day: int) -> int:
        return int(self._holiday[day])

    # pupils
    @property
    def pupils_here(self) -> mesa.agent.AgentSet:
        return self.agents_by_type[PupilAgent]

    def create(self, row: int) -> PupilAgent:
        pupil = self.everyone[row] = PupilAgent(self, row, self._rows[row])
        return pupil

    # what is written down
    def open_stay(self, pupil: PupilAgent, day: int) -> Stay:
        self.stays.append(Stay(pupil, day, len(CAUSE), len(REGISTER)))
        return self.stays[-1]

    def open_exemption(self, pupil: PupilAgent, day: int) -> Exemption:
        self.exemptions.append(Exemption(pupil, day))
        return self.exemptions[-1]

    def note(
        self, day: int, pupil: PupilAgent, act: int, *, outcome: int, invoker: int = 0, decider: int = 0, domain: int = 0, kind: int = -1,
        number: int = -1, passed: int = -1,
    ) -> dict[str, int]:  # fmt: skip
        """A row of interventions; written from the branch on."""
        row = {
            "day": day, "partnership": pupil.part.row, "kind": act, "invoker": invoker, "decider": decider, "domain": domain,
            "outcome": outcome, "pupil": pupil.id, "place_kind": kind, "place": number, "passed": passed, "added_days": -1,
        }  # fmt: skip
        if self.branch_day >= 0:
            self.acts.append(row)
        return row

    def count_day(self, day: int) -> None:
        """This day of every child at home is booked to its cause, register status and blocker set; of every exempt child to its last stay."""
        for pupil in self.pupils_here:
            if pupil.where == HOME:
                pupil.stay.causes[pupil.cause_today()] += 1
                if day >= pupil.registered_from:
                    pupil.stay.registered[pupil.register_today()] += 1
                if self.branch_day >= 0:
                    key = (pupil.id, pupil.spell_no, pupil.blockers)
                    self.sets[key] = self.sets.get(key, 0) + 1
            elif pupil.where == EXEMPT and pupil.exempt_after is not None:
                pupil.exempt_after.exempt_days += 1

    # the order of a day
    def step(self) -> None:
        """Year, week, clocks, allotment, tables, what the week leaves behind."""
        day = self.day
        if day == self.scenario.burn_in_days:
            self.begin_branch(day)
        monday, holiday = day % 7 == 0, self.holiday(day)
        if day % YEAR == 0:
            self.begin_year(day)
        if monday and self.branch_day >= 0:
            self.begin_week(day)
        self.pupils_here.select(lambda p: p.due(day) is not None).sort(lambda p: p.turn(day), ascending=True).do("act", day)
        if self.school_day(day) == day or day % YEAR == 0:
            for kind in (SchoolAgent, ProviderAgent, PartnershipAgent):
                self.agents_by_type[kind].do("allot", day)
        if monday and not holiday:
            self.agents_by_type[PartnershipAgent].do("hold_tables", day)
        if monday:
            self.agents_by_type[PartnershipAgent].do("new_week")
            self.pupils_here.do("see", day)
            self.series.append(week_of_areas(self))
            self.series_places.append(week_of_places(self))
        self.count_day(day)
        self.day = day + 1

    def begin_year(self, day: int) -> None:
        """Institutions, then those who leave, then those who stay, then those who come."""
        for part in self.parts:
            if day > 0:
                part.close_accounts(first=day == YEAR)
            part.new_year(day)
        self.agents_by_type[MunicipalityAgent].do("new_year", day)
        here = [p for p in sorted(self.pupils_here, key=lambda p: p.row) if p.where != NOT_YET]
        leavers = [p for p in here if day >= p.leaves]
        for pupil in leavers:
            pupil.leave_model(day)
        self.agents_by_type[SchoolAgent].do("new_year", day)
        self.agents_by_type[ProviderAgent].do("new_year", day)
        for pupil in here:
            if day < pupil.leaves:
                pupil.grow_older(day)
                pupil.see(day)
        year = day // YEAR
        newcomers = range(self._cohort[year], self._cohort[year + 1])
        for row in newcomers:
            self.create(row).enter(day)
        self.events += len(here) + len(newcomers)

    def begin_week(self, day: int) -> None:
        """Laws that come into force this week; terms of open cases start now."""
        new = [part for part in self.parts if day <= part.law_day < day + 7]
        for part in self.parts:
            if part in new:
                part.come_into_force()
            elif day <= part.law.coming_from < day + 7:
                part.lever.coming = 1
        for muni in self.munis:
            muni.bind(day)
        for pupil in self.pupils_here:
            if pupil.part in new and pupil.case != NO_CASE:
                pupil.set_law_clock(day)
                pupil.see(day)

    # the branch
    def begin_branch(self, day: int) -> None:
        """What the announcement changes comes from sim.country.setup, given beliefs as they have become."""
        drawn = self.drawn
        drawn.world["today"] = day
        drawn.partnerships["belief"] = [part.belief for part in self.parts]
        name = self.scenario.name.removesuffix("_aa")
        self.labels = [*LABELS, *([] if name in LABELS else [name])]
        not_yet = drawn.pupils["clock_place"].copy()
        drawn.pupils["where"] = [self.everyone[k].where if k in self.everyone else NOT_YET for k in range(len(drawn.pupils))]
        begin_branch(drawn, self.scenario, self.replicate, self.labels)
        self.par = namespace(drawn.par[0])
        laws, today, dates, beliefs = levers_of(drawn.laws), levers_of(drawn.levers), drawn.law_day.tolist(), drawn.partnerships["belief"].tolist()
        for part, law, lever, date, belief in zip(self.parts, laws, today, dates, beliefs, strict=True):
            part.law, part.lever, part.law_day, part.belief = law, lever, date, belief
        self._rows = records(drawn.pupils)
        for row in np.flatnonzero(drawn.pupils["clock_place"] != not_yet).tolist():
            self.create(row).clocks["place"] = int(drawn.pupils["clock_place"][row])
        self.stays = [s for s in self.stays if s.end_day < 0 or s.pupil.exempt_after is s]
        self.placements = [p for p in self.placements if p.end_day < 0]
        self.exemptions = [e for e in self.exemptions if e.end_day < 0]
        self.branch_day = day
        self.remove_bottlenecks(day)

    def remove_bottlenecks(self, day: int) -> None:
        """Ideals: places of every kind are plenty; care that is asked for is done."""
        if self.par.places_unlimited:
            for school in self.schools:
                school.funded += PLENTY
                school.places += PLENTY
            for board in self.boards:
                board.room += PLENTY
                board.temp_room += PLENTY
            for part in self.parts:
                part.arrangement_places += PLENTY
                part.arrangement_hours += 16 * PLENTY
        if self.par.care_immediate:
            for pupil in self.pupils_here.select(lambda p: p.care in (DISPUTED, CARE_WAITING, IN_TREATMENT)):
                pupil.leave_care_list()
                pupil.stop_treatment()
                pupil.stop("care")
                pupil.after_care(day)
                pupil.see(day)
