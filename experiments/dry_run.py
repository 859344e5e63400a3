"""`dry_run=true`: what a plan would cost, from a timed sample, before it is run."""

import shutil
import tempfile
import time
from pathlib import Path

from experiments import work
from experiments.conduct import job_of
from experiments.execute import workers
from experiments.plan import Plan
from experiments.points import Chunk
from experiments.progress import duration
from experiments.store import PLAN, Store


def look(plan: Plan, store: Store, model: str = work.SIM) -> None:
    """Print points, tasks, time and disk; the plan itself is left in the folder to be looked at. The sample is thrown away."""
    tasks = plan.tasks(range(plan.settings.replicates))
    chunks = plan.chunks(range(plan.settings.replicates))
    n_runs = len(plan.points) * plan.settings.replicates
    seconds, size = _sample(plan, chunks[0], model)
    n = workers(plan.settings, len(chunks))
    parts = f"{len(tasks):,} tasks and {len(chunks):,} chunks"
    print(f"points:    {len(plan.points):,} x {plan.settings.replicates} replicates = {n_runs:,} runs, in {parts}")
    print(f"factors:   {', '.join(item.key for item in plan.factors) or 'none'}")
    one = f"{seconds:.2f} s for a task of {len(tasks[0].points)} runs"
    print(f"time:      about {duration(seconds * len(tasks) / n)} on {n} processes ({one})")
    print(f"disk:      about {size * len(tasks) / 1e6:,.1f} MB with keep={plan.settings.keep}")
    print(f"plan:      {store.path.resolve() / PLAN} and plan.csv")


def _sample(plan: Plan, chunk: Chunk, model: str) -> tuple[float, int]:
    """(seconds, bytes) of one task; the first of its kind in this process is run twice, so that compiling is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        sample = Store(Path(folder) / "sample")
        for attempt in range(2):
            shutil.rmtree(sample.path, ignore_errors=True)
            sample.begin(plan.document)
            job = job_of(plan, Chunk(attempt, chunk.tasks[:1], chunk.bases), sample, model, 1)
            begun = time.perf_counter()
            work.run(job)
            seconds = time.perf_counter() - begun
        size = sum(file.stat().st_size for file in sample.path.glob("*.parquet"))
    return seconds, size
