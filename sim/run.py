"""simulate: a scenario to outcomes. Areas of one province are connected; provinces are not, so each runs on its own: less memory, both cores,
the same bits as the whole country in one state."""

from collections.abc import Callable, Sequence
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


def simulate_branches(
    branches: Sequence[Scenario], replicate: int = 0, *, keep: str = "all", trace: Sequence[int] | str | None = None, threads: int = 1,
    progress: Progress | None = None,
) -> list[Outcomes]:  # fmt: skip
    """One burn-in, one Outcomes for each branch, in their order.

    branches   scenarios that share burn_in_digest (ScenarioError otherwise)
    keep       all; spells (series left out); summary (the same, for callers who only measure)
    trace      ids of pupils whose way is told, or "longest": the child with most days at home under the first branch
    threads    provinces at a time; results do not depend on it
    progress   called as progress(what, done, of)
    """
    if len({b.burn_in_digest for b in branches}) != 1:
        raise ScenarioError("branches must share one burn-in: region, landscape, uncertainties, seed and burn-in years")
    if trace == "longest":
        plain = simulate_branches(branches[:1], replicate, keep="spells", threads=threads)[0]
        days = plain.spells.groupby("pupil").after_branch_days.sum()
        trace = [int(days.idxmax())] if len(days) else []
    ids = [int(i) for i in trace] if trace is not None and not isinstance(trace, str) else []
    groups = provinces_of(branches[0])
    done = 0

    def one(areas: list[int]) -> list[Outcomes]:
        nonlocal done
        found = _run_province(branches, replicate, areas, keep, ids)
        done += 1
        if progress is not None:
            progress("provinces", done, len(groups))
        return found

    if threads > 1 and len(groups) > 1:
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(one, groups))
    else:
        results = [one(areas) for areas in groups]
    return [merge([r[k] for r in results]) for k in range(len(branches))]


def provinces_of(scenario: Scenario) -> list[list[int]]:
    """Areas of the scenario by province, largest first, so that threads end together; merge() restores the order."""
    table = regions.chosen(scenario["region"])
    size = table.groupby("province").regular_pupils.sum().sort_values(ascending=False)
    return [sorted(int(a) for a in table.area[table.province == p].unique()) for p in size.index]


def _run_province(branches: Sequence[Scenario], replicate: int, areas: list[int], keep: str, ids: list[int]) -> list[Outcomes]:
    first = branches[0]
    part = narrowed(first, areas)
    longest = max(b.n_days for b in branches)
    population = draw_population(narrowed(max(branches, key=lambda b: b.n_days), areas), replicate)
    state = build_state(part, population, longest)
    if ids:
        np.asarray(state.pupils["traced"])[np.isin(np.asarray(state.pupils["id"]), ids)] = 1
    _advance(state, 0, first.burn_in_days)
    out = []
    labels = [*LABELS, *dict.fromkeys(b.name.removesuffix("_aa") for b in branches if b.name.removesuffix("_aa") not in LABELS)]
    for branch in branches:
        own = branched(state, branch)
        begin_branch(own, branch, replicate, labels)
        call(kernel.begin_recording, own, branch.burn_in_days)
        _advance(own, branch.burn_in_days, branch.n_days)
        call(kernel.finish, own, branch.n_days)
        out.append(collect(own, branch, replicate, labels, keep))
    return out


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


