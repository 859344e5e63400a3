"""simulate: a scenario to outcomes. Areas of one province are connected; provinces are not, so each runs on its own: less memory, both cores,
the same bits as the whole country in one state."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from sim import kernel, regions
from sim.errors import EngineError, ScenarioError
from sim.landscape import LABELS
from sim.model import ERRORS, call
from sim.outcomes import TABLES, Outcomes, collect
from sim.population import draw_population
from sim.scenario import Scenario
from sim.setup import begin_branch, branched, build_state
from sim.state import State

Progress = Callable[[str, int, int], None]


def simulate(scenario: Scenario, replicate: int = 0, **options: Any) -> Outcomes:
    """Run one scenario. Options as for simulate_branches."""
    return simulate_branches([scenario], replicate, **options)[0]


def simulate_branches(branches: Sequence[Scenario], replicate: int = 0, **options: Any) -> list[Outcomes]:
    """All of each_branch at once. Options as there."""
    return list(each_branch(branches, replicate, **options))


def each_branch(
    branches: Sequence[Scenario], replicate: int = 0, *, keep: str = "all", trace: Sequence[int] | str | None = None, threads: int = 1,
    progress: Progress | None = None,
) -> Iterator[Outcomes]:  # fmt: skip
    """One burn-in, then one Outcomes for each branch, in their order, each computed when it is asked for.

    branches   scenarios that share burn_in_digest (ScenarioError otherwise, at once)
    keep       all; spells (series left out); summary (the same, for callers who only measure)
    trace      ids of pupils whose way is told, or "longest": the child with most days at home under the first branch
    threads    provinces at a time; results do not depend on it
    progress   called as progress(what, done, of), of: provinces times branches and burn-in

    Memory: the burnt-in country and one branch, however many there are, as long as the caller lets go of what it was handed.
    """
    if len({b.burn_in_digest for b in branches}) != 1:
        raise ScenarioError("branches must share one burn-in: region, landscape, uncertainties, seed and burn-in years")
    return _each(branches, replicate, keep, trace, threads, progress)


def _each(
    branches: Sequence[Scenario], replicate: int, keep: str, trace: Sequence[int] | str | None, threads: int, progress: Progress | None
) -> Iterator[Outcomes]:
    if trace == "longest":
        (plain,) = simulate_branches(branches[:1], replicate, keep="spells", threads=threads)
        days = plain.spells.groupby("pupil").after_branch_days.sum()
        trace = [int(days.idxmax())] if len(days) else []
        del plain
    ids = [int(i) for i in trace] if trace is not None and not isinstance(trace, str) else []
    groups = provinces_of(branches[0])
    done = 0

    def over(what: str, function: Callable[[int], Any]) -> list[Any]:
        """function(number of the province) for each, side by side."""

        def one(number: int) -> Any:
            nonlocal done
            found = function(number)
            done += 1
            if progress is not None:
                progress(what, done, len(groups) * (len(branches) + 1))
            return found

        if threads == 1 or len(groups) == 1:
            return [one(number) for number in range(len(groups))]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(len(groups))))

    states: dict[int, State] = dict(enumerate(over("burn-in", lambda number: _burnt_in(branches, replicate, groups[number], ids))))
    names = [b.name.removesuffix("_aa") for b in branches]
    labels = [*LABELS, *dict.fromkeys(name for name in names if name not in LABELS)]
    for k, branch in enumerate(branches):

        def part(number: int, branch: Scenario = branch, last: bool = k == len(branches) - 1) -> Outcomes:
            own = branched(states.pop(number) if last else states[number], branch, use_up=last)
            return _run_branch(own, branch, replicate, labels, keep)

        yield merge(over(branch.name, part))


def provinces_of(scenario: Scenario) -> list[list[int]]:
    """Areas of the scenario by province, largest first, so that threads end together; merge() restores the order."""
    table = regions.chosen(scenario["region"])
    size = table.groupby("province").regular_pupils.sum().sort_values(ascending=False)
    return [sorted(int(a) for a in table.area[table.province == p].unique()) for p in size.index]


def _burnt_in(branches: Sequence[Scenario], replicate: int, areas: list[int], ids: list[int]) -> State:
    """These areas at the day of the branch, with room for the longest of the branches."""
    longest = max(branches, key=lambda b: b.n_days)
    population = draw_population(narrowed(longest, areas), replicate)
    state = build_state(narrowed(branches[0], areas), population, longest.n_days)
    if ids:
        np.asarray(state.pupils["traced"])[np.isin(np.asarray(state.pupils["id"]), ids)] = 1
    _advance(state, 0, branches[0].burn_in_days)
    return state


def _run_branch(state: State, branch: Scenario, replicate: int, labels: list[str], keep: str) -> Outcomes:
    """From the day of the branch to the end."""
    begin_branch(state, branch, replicate, labels)
    call(kernel.begin_recording, state, branch.burn_in_days)
    _advance(state, branch.burn_in_days, branch.n_days)
    call(kernel.finish, state, branch.n_days)
    return collect(state, branch, replicate, labels, keep)


def narrowed(scenario: Scenario, areas: list[int]) -> Scenario:
    """The same scenario over some of its areas."""
    region = scenario["region"]
    if region["areas"] == areas:
        return scenario
    return scenario.with_changes(region={"name": region["name"], "scale": region["scale"], "areas": areas}, name=scenario.name)


def _advance(state: State, first: int, last: int) -> None:
    call(kernel.run_days, state, first, last)
    error = int(state.world["error"][0])
    if error:
        raise EngineError(f"no room left for rows of {ERRORS.get(error, error)} on day {int(state.world['today'][0])}")


SORTED_BY = {
    "spells": ["pupil", "spell_no"], "day_sets": ["pupil", "spell_no", "blockers"], "pupils": ["pupil"], "placements": ["pupil", "start_day"],
    "exemptions": ["pupil", "start_day"],
    "interventions": ["day", "partnership", "pupil"], "series": ["week", "area"], "series_places": ["week"], "areas": ["area"],
    "counts": ["area", "sector", "profile", "care_need", "entry_day", "exit_day", "end"], "trace": ["pupil", "day"],
}  # fmt: skip


def merge(parts: Sequence[Outcomes]) -> Outcomes:
    """Outcomes of provinces as one: rows in the order of SORTED_BY, whatever the order of the parts."""
    tables = {}
    parts = sorted(parts, key=lambda o: int(o.areas["area"].min()))
    for name in TABLES:
        frames = [getattr(p, name) for p in parts]
        tables[name] = _concat(frames, SORTED_BY[name]) if len(frames) > 1 else frames[0]
    meta = dict(parts[0].meta)
    for key in ("regular_pupils", "events", "population"):
        meta[key] = sum(p.meta[key] for p in parts)
    return Outcomes(**tables, meta=meta)


def _concat(frames: list[pd.DataFrame], by: list[str]) -> pd.DataFrame:
    columns = {}
    for column in frames[0].columns:
        values = [f[column] for f in frames]
        if isinstance(values[0].dtype, pd.CategoricalDtype):
            columns[column] = pd.api.types.union_categoricals([v.array for v in values])
        else:
            columns[column] = np.concatenate([v.to_numpy() for v in values])
    whole = pd.DataFrame(columns)
    keys = [whole[b].cat.codes.to_numpy() if isinstance(whole[b].dtype, pd.CategoricalDtype) else whole[b].to_numpy() for b in reversed(by)]
    return whole.iloc[np.lexsort(keys)].reset_index(drop=True)


