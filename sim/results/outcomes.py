"""State -> typed tables: what a run gives. Column names are public; see MODEL.md, What is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sim.machine.calendar import YEAR
from sim.machine.codes import LEFT
from sim.machine.state import State
from sim.results.tables import Columns, children, places
from sim.results.tables.ordered import in_order, sorted_by, united
from sim.results.tables.words import words
from sim.results.tales import tell_tales
from sim.scenario import Scenario

SORTED_BY = {
    "spells": ["pupil", "spell_no"], "day_sets": ["pupil", "spell_no", "blockers"], "pupils": ["pupil"], "placements": ["pupil", "start_day"],
    "exemptions": ["pupil", "start_day"],
    "interventions": ["day", "partnership", "pupil"], "series": ["week", "area"], "series_places": ["week"], "areas": ["area"],
    "counts": ["area", "sector", "profile", "care_need", "entry_day", "exit_day", "end"], "trace": ["pupil", "day"],
}  # fmt: skip
TABLES = tuple(SORTED_BY)


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


@dataclass
class Gathered:
    """What one state gives, a province of a country for instance: its tables, not yet keyed by run, and its share of `meta`."""

    tables: dict[str, Columns]
    regular_pupils: int
    events: int
    population: int
    branch_day: int
    end_day: int


def gather(state: State, labels: list[str], keep: str = "all") -> Gathered:
    """All tables of a state, as of its present day. `keep` leaves heavy tables empty: `spells` the series, `summary` nothing but what
    the measures need."""
    plain = State(*(np.asarray(a) for a in state))
    world = plain.world[0]
    spells = children.spells(plain, labels)
    placements = children.placements(plain)
    exemptions = children.exemptions(plain)
    acts = children.interventions(plain)
    ids = united([spells["pupil"], placements["pupil"], exemptions["pupil"], acts["pupil"], acts["passed_pupil"]])
    tables = {
        "spells": spells, "day_sets": children.day_sets(plain), "pupils": children.pupils(plain, ids), "placements": placements,
        "exemptions": exemptions, "interventions": acts,
        "series": places.series(plain, empty=keep != "all"), "series_places": places.series_places(plain, empty=keep != "all"),
        "areas": places.areas(plain), "counts": children.counts(plain, spells), "trace": tell_tales(plain),
    }  # fmt: skip
    return Gathered(
        tables, regular_pupils=int(plain.partnerships["pupils"].sum()), events=int(world["n_events"]),
        population=int((plain.pupils["where"] < LEFT).sum()), branch_day=int(world["branch_day"]), end_day=int(world["today"]),
    )  # fmt: skip


def merge(parts: Sequence[Gathered], scenario: Scenario, replicate: int) -> Outcomes:
    """What the provinces of one run gave, as one and keyed by the run. Rows of several are in the order of SORTED_BY, whatever the order of the
    parts; those of one as its tables have them. The parts are used up."""
    parts = sorted(parts, key=lambda part: int(part.tables["areas"]["area"].min()))
    key = {"scenario": scenario.name, "seed": scenario.seed, "replicate": replicate}
    tables = {}
    for name, by in SORTED_BY.items():
        own = [part.tables.pop(name) for part in parts]  # let go of as soon as they are joined
        columns = own[0] if len(own) == 1 else _joined(own, by)
        del own
        n = len(columns[by[0]])
        run = {
            "scenario": words(np.zeros(n), [key["scenario"]]), "seed": np.full(n, key["seed"], np.int64),
            "replicate": np.full(n, key["replicate"], np.int32),
        }  # fmt: skip
        tables[name] = pd.DataFrame(run | columns, copy=len(parts) == 1)  # columns of one part lie in the records of the run
    years = (scenario.n_days - scenario.burn_in_days) // YEAR
    meta = key | {
        "branch_day": parts[0].branch_day, "end_day": parts[0].end_day, "burn_in_years": scenario.burn_in_days // YEAR, "years": years,
        "regular_pupils": sum(part.regular_pupils for part in parts), "events": sum(part.events for part in parts),
        "population": sum(part.population for part in parts),
    }  # fmt: skip
    return Outcomes(**tables, meta=meta)


def _joined(tables: list[Columns], by: list[str]) -> Columns:
    """The rows of all, sorted by some columns."""
    columns: Columns = {}
    for name, first in tables[0].items():
        values = [table[name] for table in tables]
        if isinstance(first, np.ndarray):
            columns[name] = np.concatenate(values)
        elif isinstance(first, pd.Categorical):
            columns[name] = _one_dictionary(values)
        else:
            columns[name] = pd.concat([pd.Series(own) for own in values]).array
    keys = [key.codes if isinstance(key, pd.Categorical) else key for key in (columns[name] for name in by)]
    if in_order(*keys):
        return columns
    order = sorted_by(*keys)
    return {name: values.take(order) for name, values in columns.items()}


def _one_dictionary(parts: list[pd.Categorical]) -> pd.Categorical:
    """Words of several parts as one column; their categories in the order in which the parts bring them."""
    kind = parts[0].dtype
    codes = [part.codes for part in parts]
    if any(part.dtype is not kind for part in parts):
        place: dict[str, int] = {}
        for part in parts:
            for word in part.categories:
                place.setdefault(word, len(place))
        codes = [np.array([place[word] for word in part.categories], np.int32)[part.codes] for part in parts]
        kind = pd.CategoricalDtype(list(place))
    return pd.Categorical.from_codes(np.concatenate(codes), dtype=kind, validate=False)
