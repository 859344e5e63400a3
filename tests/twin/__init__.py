"""The slow twin of the engine: the same rules and draws, driven by plain Mesa agents, day by day.

It keeps no calendar, masks or counts: who is due, what is free and what stands in the way are read off the agents each time. It is the
oracle of the engine (tests/verification/test_twin.py) and its peer in the benchmark.
"""

from sim.results.outcomes import Outcomes
from sim.scenario import Scenario
from tests.twin.model import TwinModel
from tests.twin.tables_out import outcomes_of


def run_twin(scenario: Scenario, replicate: int = 0) -> Outcomes:
    """Run one scenario; `meta["events"]` counts as the engine counts."""
    model = TwinModel(scenario, replicate)
    while model.day < model.n_days:
        model.step()
    return outcomes_of(model)


simulate = run_twin

__all__ = ["TwinModel", "run_twin", "simulate"]
