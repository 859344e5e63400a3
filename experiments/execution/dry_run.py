"""`dry_run=true`: what a plan would cost, from a timed sample, before it is run."""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from experiments.execution import work
from experiments.execution.conduct import job_of
from experiments.execution.disk import SUFFIX
from experiments.execution.executors import workers
from experiments.execution.progress import duration
from experiments.execution.store import PLAN, Store
from experiments.execution.warm import compile_once
from experiments.plan.plan import Plan
from experiments.plan.points import Chunk, Task

SAMPLE = 4
LONG = 20.0
"""Seconds after which a task is sample enough: what only the first one costs is little beside it."""


def look(plan: Plan, store: Store, model: str = work.SIM) -> None:
    """Print points, tasks, time and disk; the plan itself is left in the folder to be looked at. The sample is thrown away."""
    tasks = plan.tasks(range(plan.settings.replicates))
    chunks = plan.chunks(range(plan.settings.replicates))
    n_runs = len(plan.points) * plan.settings.replicates
    if model == work.SIM:
        compile_once(lambda line: print(line, file=sys.stderr, flush=True))
    seconds, a_task, a_chunk = _sample(plan, tasks, len(chunks), model)
    n = workers(plan.settings, len(chunks))
    total = seconds * len(tasks) / len(chunks) * -(-len(chunks) // n)
    parts = f"{len(tasks):,} tasks and {len(chunks):,} chunks"
    print(f"points:    {len(plan.points):,} x {plan.settings.replicates} replicates = {n_runs:,} runs, in {parts}")
    print(f"factors:   {', '.join(key for key, _ in plan.kinds) or 'none'}")
    if plan.ensemble is not None:
        print(f"ensemble:  {plan.ensemble.name}, {len(plan.members(plan.settings.replicates))} of its {len(plan.ensemble.members)} members")
    one = f"{seconds:.2f} s for a task of {len(plan.points) * plan.settings.replicates / len(tasks):.3g} runs"
    print(f"time:      about {duration(total)} on {n} processes ({one})")
    print(f"disk:      about {(a_task * len(tasks) + a_chunk * len(chunks)) / 1e6:,.1f} MB with keep={plan.settings.keep}")
    print(f"plan:      {store.path.resolve() / PLAN} and plan.csv")


def _sample(plan: Plan, tasks: Sequence[Task], n_chunks: int, model: str) -> tuple[float, float, float]:
    """(seconds a task, bytes a task, bytes a chunk beside its tasks), from tasks all over the plan: settings and members differ in cost.

    The first run only warms up, unless it was long.
    """
    chosen = tasks[:: -(-len(tasks) // SAMPLE)]
    with tempfile.TemporaryDirectory() as folder:
        one = _run(Store(Path(folder) / "one"), plan, chosen[:1], n_chunks, model)
        if one[0] > LONG:
            return one[0], one[1], 0.0
        several = _run(Store(Path(folder) / "several"), plan, chosen, n_chunks, model)
    n = len(chosen)
    a_task = (several[1] - one[1]) / (n - 1) if n > 1 else one[1]
    return several[0] / n, a_task, max(one[1] - a_task, 0.0)


def _run(store: Store, plan: Plan, tasks: Sequence[Task], n_chunks: int, model: str) -> tuple[float, int]:
    """(seconds, bytes) of these tasks as one chunk, with the threads that a plan of n_chunks gives it."""
    store.begin(plan.document)
    begun = time.perf_counter()
    work.run(job_of(plan, Chunk(0, tuple(tasks), plan.bases), store, model, n_chunks))
    return time.perf_counter() - begun, sum(file.stat().st_size for file in store.path.glob(f"*{SUFFIX}"))
