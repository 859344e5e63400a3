"""`dry_run=true`: what a plan would cost, from a timed sample, before it is run."""

import tempfile
import time
from pathlib import Path

from experiments import work
from experiments.chunk_writer import SUFFIX
from experiments.conduct import job_of
from experiments.execute import workers
from experiments.plan import Plan
from experiments.points import Chunk
from experiments.progress import duration
from experiments.store import PLAN, Store

SAMPLE = 4


def look(plan: Plan, store: Store, model: str = work.SIM) -> None:
    """Print points, tasks, time and disk; the plan itself is left in the folder to be looked at. The sample is thrown away."""
    tasks = plan.tasks(range(plan.settings.replicates))
    chunks = plan.chunks(range(plan.settings.replicates))
    n_runs = len(plan.points) * plan.settings.replicates
    seconds, a_task, a_chunk = _sample(plan, chunks[0], model)
    n = workers(plan.settings, len(chunks))
    parts = f"{len(tasks):,} tasks and {len(chunks):,} chunks"
    print(f"points:    {len(plan.points):,} x {plan.settings.replicates} replicates = {n_runs:,} runs, in {parts}")
    print(f"factors:   {', '.join(item.key for item in plan.factors) or 'none'}")
    one = f"{seconds:.2f} s for a task of {len(tasks[0].points)} runs"
    print(f"time:      about {duration(seconds * len(tasks) / n)} on {n} processes ({one})")
    print(f"disk:      about {(a_task * len(tasks) + a_chunk * len(chunks)) / 1e6:,.1f} MB with keep={plan.settings.keep}")
    print(f"plan:      {store.path.resolve() / PLAN} and plan.csv")


def _sample(plan: Plan, chunk: Chunk, model: str) -> tuple[float, float, float]:
    """(seconds a task, bytes a task, bytes a chunk beside its tasks). The first task only warms up, so that compiling is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        one = _run(Store(Path(folder) / "one"), plan, chunk, 1, model)
        n = min(SAMPLE, len(chunk.tasks))
        several = _run(Store(Path(folder) / "several"), plan, chunk, n, model)
    a_task = (several[1] - one[1]) / (n - 1) if n > 1 else one[1]
    return several[0] / n, a_task, max(one[1] - a_task, 0.0)


def _run(store: Store, plan: Plan, chunk: Chunk, n: int, model: str) -> tuple[float, int]:
    """(seconds, bytes) of the first n tasks of a chunk."""
    store.begin(plan.document)
    begun = time.perf_counter()
    work.run(job_of(plan, Chunk(0, chunk.tasks[:n], chunk.bases), store, model, 1))
    return time.perf_counter() - begun, sum(file.stat().st_size for file in store.path.glob(f"*{SUFFIX}"))
