"""The population of one replicate: institutions and everybody who will ever live in the model during the run."""

from dataclasses import dataclass

import numpy as np

from sim.country.population.institutions import draw_institutions
from sim.country.population.pupils import draw_pupils
from sim.machine.state import Table
from sim.scenario import Scenario


@dataclass(frozen=True)
class Population:
    """Frozen columns (read-only arrays). `seat` is the special school a pupil sits in at the start, -1 none; `cohort` where each school
    year's entrants begin among `pupils` (length years + 2)."""

    institutions: dict[str, Table]
    pupils: Table
    seat: np.ndarray
    cohort: np.ndarray
    replicate: int


def draw_population(scenario: Scenario, replicate: int = 0) -> Population:
    """Draw the population of (seed, replicate). Every value is a function of seed, replicate, entity and trait only."""
    years = scenario.n_days // 364
    institutions = draw_institutions(scenario, replicate)
    pupils, seat, cohort = draw_pupils(scenario, replicate, institutions, years)
    institutions["schools"]["to_seat"] = 0
    for table in (pupils, seat, cohort, *institutions.values()):
        table.setflags(write=False)
    return Population(institutions, pupils, seat, cohort, replicate)
