"""simulate: a scenario to outcomes. Areas of one province are connected; provinces are not, so each runs on its own: less memory, both cores,
the same bits as the whole country in one state."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from sim.country import kept, regions
from sim.country.population import draw_population
from sim.country.setup import begin_branch, branched, build_state
from sim.day import engine
from sim.errors import ScenarioError
from sim.law.landscape import LABELS
from sim.machine.state import State
from sim.results.outcomes import Gathered, Outcomes, gather, merge
from sim.scenario import Scenario

Progress = Callable[[str, int, int], None]


def simulate(scenario: Scenario, replicate: int = 0, **options: Any) -> Outcomes:
    """Run one scenario. Options as for simulate_branches."""
    return simulate_branches([scenario], replicate, **options)[0]


def simulate_branches(branches: Sequence[Scenario], replicate: int = 0, **options: Any) -> list[Outcomes]:
    """All of each_branch at once. Options as there."""
    return list(each_branch(branches, replicate, **options))


def each_branch(
    branches: Sequence[Scenario], replicate: int = 0, *, keep: str = "all", trace: Sequence[int] | str | None = None, threads: int = 1,
    progress: Progress | None = None, reuse: bool = False,
) -> Iterator[Outcomes]:  # fmt: skip
    """One burn-in, then one Outcomes for each branch, in their order, each computed when it is asked for.

    branches   scenarios that share burn_in_digest (ScenarioError otherwise, at once)
    keep       all; spells (series left out); summary (the same, for callers who only measure)
    trace      ids of pupils whose way is told, or "longest": the child with most days at home under the first branch
    threads    provinces at a time; results do not depend on it
    reuse      take burnt-in provinces from the user's cache folder, and keep them there (kept.py); the same bytes either way
    progress   called as progress(what, done, of), of: provinces times branches and burn-in

    Memory: the burnt-in country and one branch, however many there are, as long as the caller lets go of what it was handed; of a single
    branch so many provinces as there are threads.
    """
    if len({b.burn_in_digest for b in branches}) != 1:
        raise ScenarioError("branches must share one burn-in: region, landscape, uncertainties, seed and burn-in years")
    return _each(branches, replicate, keep, trace, threads, progress, reuse)


def _each(
    branches: Sequence[Scenario], replicate: int, keep: str, trace: Sequence[int] | str | None, threads: int, progress: Progress | None,
    reuse: bool,
) -> Iterator[Outcomes]:
    if trace == "longest":
        (plain,) = simulate_branches(branches[:1], replicate, keep="spells", threads=threads, reuse=reuse)
        days = plain.spells.groupby("pupil").after_branch_days.sum()
        trace = [int(days.idxmax())] if len(days) else []
        del plain
    ids = [int(i) for i in trace] if trace is not None and not isinstance(trace, str) else []
    groups = provinces_of(branches[0])
    done = 0

    def step(what: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(what, done, len(groups) * (len(branches) + 1))

    def over(what: str, function: Callable[[int], Any]) -> list[Any]:
        """function(number of the province) for each, side by side."""

        def one(number: int) -> Any:
            found = function(number)
            step(what)
            return found

        if threads == 1 or len(groups) == 1:
            return [one(number) for number in range(len(groups))]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(len(groups))))

    def burn(number: int) -> State:
        areas, n_days = groups[number], max(b.n_days for b in branches)
        if reuse and not ids:
            mine = [narrowed(b, areas) for b in branches]
            return kept.load_or_make(mine, replicate, n_days, lambda: _burnt_in(branches, replicate, areas, ids))
        return _burnt_in(branches, replicate, areas, ids)

    names = [b.name.removesuffix("_aa") for b in branches]
    labels = [*LABELS, *dict.fromkeys(name for name in names if name not in LABELS)]
    if len(branches) == 1:
        # nobody else needs the burnt-in country: province after province goes to its end and is let go
        (only,) = branches

        def whole(number: int) -> Gathered:
            burnt_in = burn(number)
            step("burn-in")
            return _run_branch(branched(burnt_in, only, use_up=True), only, replicate, labels, keep)

        yield merge(over(only.name, whole), only, replicate)
        return
    states: dict[int, State] = dict(enumerate(over("burn-in", burn)))
    for k, branch in enumerate(branches):

        def part(number: int, branch: Scenario = branch, last: bool = k == len(branches) - 1) -> Gathered:
            own = branched(states.pop(number) if last else states[number], branch, use_up=last)
            return _run_branch(own, branch, replicate, labels, keep)

        yield merge(over(branch.name, part), branch, replicate)


def provinces_of(scenario: Scenario) -> list[list[int]]:
    """Areas of the scenario by province, largest first, so that threads end together; merge() restores the order."""
    table = regions.chosen(scenario["region"])
    size = np.bincount(table["province"], table["regular_pupils"])
    order = sorted(np.unique(table["province"]).tolist(), key=lambda province: -size[province])
    return [np.unique(table["area"][table["province"] == province]).tolist() for province in order]


def _burnt_in(branches: Sequence[Scenario], replicate: int, areas: list[int], ids: list[int]) -> State:
    """These areas at the day of the branch, with room for the longest of the branches."""
    longest = max(branches, key=lambda b: b.n_days)
    population = draw_population(narrowed(longest, areas), replicate)
    state = build_state(narrowed(branches[0], areas), population, longest.n_days, use_up=True)
    if ids:
        np.asarray(state.pupils["traced"])[np.isin(np.asarray(state.pupils["id"]), ids)] = 1
    engine.run_days(state, 0, branches[0].burn_in_days)
    return state


def _run_branch(state: State, branch: Scenario, replicate: int, labels: list[str], keep: str) -> Gathered:
    """From the day of the branch to the end."""
    begin_branch(state, branch, replicate, labels)
    engine.begin_recording(state, branch.burn_in_days)
    engine.run_days(state, branch.burn_in_days, branch.n_days)
    engine.finish(state, branch.n_days)
    return gather(state, labels, keep)


def narrowed(scenario: Scenario, areas: list[int]) -> Scenario:
    """The same scenario over some of its areas."""
    region = scenario["region"]
    if region["areas"] == areas:
        return scenario
    return scenario.with_changes(region=region | {"areas": areas}, name=scenario.name)
