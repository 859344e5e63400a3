"""State -> typed tables: what a run gives. Column names are public; see MODEL.md, What is recorded."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sim.scenario import Scenario
from sim.state import State
from sim.tables import children, places
from sim.tables.words import words
from sim.tales import tell_tales

TABLES = ("spells", "day_sets", "pupils", "placements", "exemptions", "interventions", "series", "series_places", "areas", "counts", "trace")


@dataclass
class Outcomes:
    """The tables of one run as DataFrames, and `meta`: what measures need to know of the run."""

    spells: pd.DataFrame
    day_sets: pd.DataFrame
    pupils: pd.DataFrame
    placements: pd.DataFrame
    exemptions: pd.DataFrame
    interventions: pd.DataFrame
    series: pd.DataFrame
    series_places: pd.DataFrame
    areas: pd.DataFrame
    counts: pd.DataFrame
    trace: pd.DataFrame
    meta: dict[str, Any] = field(default_factory=dict)

    def tables(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self, name) for name in TABLES}


def collect(state: State, scenario: Scenario, replicate: int, labels: list[str], keep: str = "all") -> Outcomes:
    """All tables of a state, as of its present day. `keep` leaves heavy tables empty: `spells` the series, `summary` nothing but what
    the measures need."""
    plain = State(*(np.asarray(a) for a in state))
    first = {"scenario": scenario.name, "seed": scenario.seed, "replicate": replicate}
    spells = children.spells(plain, labels)
    placements = children.placements(plain)
    exemptions = children.exemptions(plain)
    acts = children.interventions(plain)
    ids = np.unique(np.concatenate([spells["pupil"], placements["pupil"], exemptions["pupil"], acts["pupil"], acts["passed_pupil"]]))
    ids = ids[ids >= 0]
    tables = {
        "spells": spells, "day_sets": children.day_sets(plain), "pupils": children.pupils(plain, ids), "placements": placements,
        "exemptions": exemptions, "interventions": acts,
        "series": places.series(plain, empty=keep != "all"), "series_places": places.series_places(plain, empty=keep != "all"),
        "areas": places.areas(plain), "counts": children.counts(plain, spells), "trace": tell_tales(plain),
    }  # fmt: skip
    for table in tables.values():
        for column, value in reversed(first.items()):
            dtype = {"seed": np.int64, "replicate": np.int32}.get(column)
            table.insert(0, column, words(np.zeros(len(table)), [value]) if dtype is None else np.full(len(table), value, dtype))
    return Outcomes(**tables, meta=meta_of(plain, scenario, replicate))


def meta_of(plain: State, scenario: Scenario, replicate: int) -> dict[str, Any]:
    world = plain.world[0]
    return {
        "scenario": scenario.name, "seed": scenario.seed, "replicate": replicate, "branch_day": int(world["branch_day"]),
        "end_day": int(world["today"]), "burn_in_years": scenario.burn_in_days // 364, "years": (scenario.n_days - scenario.burn_in_days) // 364,
        "regular_pupils": int(plain.parts["pupils"].sum()), "events": int(world["n_events"]), "population": int((plain.pupils["where"] < 9).sum()),
    }  # fmt: skip
