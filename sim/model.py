"""PlacementModel: the model as a mesa.Model. A step is one week; run() goes straight through the kernel with the same bits."""

from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np

from sim import agents
from sim.country.population import draw_population
from sim.country.setup import begin_branch, branched, build_state
from sim.day import engine
from sim.errors import EngineError
from sim.law.landscape import LABELS
from sim.machine.codes import LEFT
from sim.machine.state import State
from sim.results.outcomes import Outcomes, gather, merge
from sim.scenario import Scenario


class PlacementModel(mesa.Model):
    """One country (or region) under one scenario.

    scenario  what to run; replicate  which of its equally likely countries.
    `step()` runs a week, `run()` to the end, `snapshot()` copies the state, `branch(scenario)` starts another regime from today.
    Institutions are registered agents; `pupil(id)` and `pupils` give light views, made on demand.
    """

    scenario: Scenario = None  # type: ignore[assignment]  # Mesa from 3.5 has a property of this name, for scenarios of its own kind

    def __init__(self, scenario: Scenario, replicate: int = 0, *, state: State | None = None) -> None:
        super().__init__(rng=scenario.seed % 2**32)
        self.scenario = scenario
        self.replicate = replicate
        self.population = None
        if state is None:
            self.population = draw_population(scenario, replicate)
            state = build_state(scenario, self.population, scenario.n_days)
        self.state = state
        self.labels = list(dict.fromkeys([*LABELS, scenario.name.removesuffix("_aa")]))
        self.datacollector: Any = None
        self._finished = False
        self._index: dict[int, int] | None = None
        agents.register(self)

    @property
    def day(self) -> int:
        """Days since the start of the run."""
        return int(self.state.world["today"][0])

    def step(self) -> None:
        """One week. At the end of the burn-in the scenario's regime begins; after the last day `running` is False."""
        self.advance(7)
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def advance(self, days: int) -> None:
        """Run this many days, or to the end."""
        end = self.scenario.n_days
        last = min(self.day + days, end)
        branch_day = self.scenario.burn_in_days
        if self.day == branch_day and int(self.state.world["branch_day"][0]) < 0:
            self._begin_branch()
        if self.day < branch_day < last:
            self._run(branch_day)
            self._begin_branch()
        self._run(last)
        if last == end and not self._finished:
            engine.finish(self.state, end)
            self._finished = True
            self.running = False

    def run(self) -> Outcomes:
        """To the end, in compiled code. Returns the tables."""
        self.advance(self.scenario.n_days)
        return self.outcomes()

    def _run(self, last: int) -> None:
        if self.day < last:
            engine.run_days(self.state, self.day, last)

    def _begin_branch(self) -> None:
        self.state = branched(self.state, self.scenario)
        begin_branch(self.state, self.scenario, self.replicate, self.labels)
        engine.begin_recording(self.state, self.day)

    def snapshot(self) -> State:
        """A copy of everything the model knows now."""
        return self.state.copy()

    def branch(self, scenario: Scenario) -> "PlacementModel":
        """Another model from the same state, to go on under `scenario`; this one is left as it is. Only before the regime has begun."""
        if scenario.burn_in_digest != self.scenario.burn_in_digest or int(self.state.world["branch_day"][0]) >= 0:
            raise EngineError("a branch shares the burn-in of its scenario and starts before a regime has begun")
        model = PlacementModel(scenario, self.replicate, state=self.snapshot())
        if scenario.n_days != self.scenario.n_days:
            raise EngineError("a branch has the same horizon as the model it starts from")
        return model

    def outcomes(self) -> Outcomes:
        """The tables so far (complete after the last day)."""
        return merge([gather(self.state, self.labels)], self.scenario, self.replicate)

    def pupil(self, pupil_id: int) -> agents.Pupil:
        """A view of one pupil by its id. Raises KeyError when there is none."""
        if self._index is None:
            self._index = {int(i): k for k, i in enumerate(np.asarray(self.state.pupils["id"]))}
        return agents.Pupil(self, self._index[int(pupil_id)])

    @property
    def pupils(self) -> Iterator[agents.Pupil]:
        """Views of all pupils that are in the model now."""
        where = np.asarray(self.state.pupils["where"])
        return (agents.Pupil(self, int(i)) for i in np.flatnonzero(where < LEFT))
