"""Runs a plan into a store: round by round, chunk by chunk, whatever dies on the way."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace

from experiments.execution import work
from experiments.execution.executors import Inline, cores, executor, pool, workers
from experiments.execution.progress import Progress
from experiments.execution.store import Store
from experiments.execution.warm import compile_once
from experiments.front_door.settings import shard_of
from experiments.plan.plan import Plan
from experiments.plan.points import Chunk

PAUSE = 0.3  # seconds between looks at chunks that another process is computing
LIVES = 2  # a chunk may take its worker down once beside others and once alone
DEAD = "the worker process died (killed, or out of memory)"


@dataclass
class Tally:
    """What happened. n_chunks: of the whole plan; n_left: chunks that are not whole, for instance of other shards."""

    n_chunks: int = 0
    n_left: int = 0
    n_computed: int = 0
    replicates: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[int, float] = field(default_factory=dict)
    note: str = ""


def conduct(plan: Plan, store: Store, model: str = work.SIM, *, quiet: bool = False) -> Tally:
    """Compute what isn't whole yet. Raises StoreError when the folder can't be written; whatever was finished stays."""
    tally = Tally()
    store.tidy()
    progress = Progress(quiet)
    try:
        for replicates in plan.rounds():
            chunks = plan.chunks(replicates, tally.n_chunks)
            _round(plan, store, chunks, model, progress, tally)
            tally.n_chunks += len(chunks)
            tally.replicates = replicates.stop
            if plan.settings.precision.measure is not None and _precise(plan, store, tally):
                break
    finally:
        progress.close()
    markers = [store.marker(number) for number in range(tally.n_chunks)]
    tally.n_left = sum(marker is None for marker in markers)
    tally.failed = [failure for marker in markers if marker is not None for failure in marker["failed"]]
    return tally


def _precise(plan: Plan, store: Store, tally: Tally) -> bool:
    from experiments.execution import precision

    return precision.is_reached(plan, store, tally)


def _round(plan: Plan, store: Store, chunks: Sequence[Chunk], model: str, progress: Progress, tally: Tally) -> None:
    index, of = shard_of(plan.settings)
    mine = [chunk for chunk in chunks if chunk.number % of == index - 1]
    todo: deque[work.Job] = deque()
    for chunk in mine:
        marker = store.marker(chunk.number)
        if marker is not None and marker["failed"] and plan.settings.retry_failed:
            store.forget(chunk.number)
        elif marker is not None and not store.is_whole(chunk.number):
            progress.say(f"chunk {chunk.number + 1}: its files are damaged or gone; it is computed again")
            store.forget(chunk.number)
        elif marker is not None:
            continue
        todo.append(job_of(plan, chunk, store, model, len(chunks)))
    n_there = sum(chunk.n_points for chunk in mine) - sum(job.chunk.n_points for job in todo)
    if n_there and todo:
        progress.say(f"{n_there} runs are there already; {sum(job.chunk.n_points for job in todo)} to go")
    if todo and model == work.SIM:
        compile_once(progress.say)
    progress.grow(sum(chunk.n_points for chunk in mine), n_there, len(todo))
    _until_done(plan, todo, progress, tally)


def job_of(plan: Plan, chunk: Chunk, store: Store, model: str, n_chunks: int) -> work.Job:
    """The chunk with all that its worker needs to know."""
    settings = plan.settings
    threads = settings.threads or max(1, cores() // workers(settings, n_chunks))
    bare = n_chunks == 1 and settings.precision.measure is None
    alone = len(plan.tasks(range(1))) == 1  # one burnt-in country for each replicate: no sweep of what a country is
    return work.Job(
        chunk, str(store.path), settings.keep, settings.trace, threads, bare, plan.columns, model, plan.document["code"], reuse=alone
    )


def _until_done(plan: Plan, todo: deque[work.Job], progress: Progress, tally: Tally) -> None:
    """Starts a fresh pool whenever a worker dies; what was in flight then runs alone, to find the guilty."""
    crashes: Counter[int] = Counter()
    while todo:
        flying: dict[Future[work.Done], work.Job] = {}
        try:
            with executor(plan.settings, len(todo)) as found:
                _drain(found, workers(plan.settings, len(todo)), todo, flying, progress, tally)
        except BrokenExecutor:
            progress.say("a worker process died; what it was computing is started again")
            for job in list(flying.values()):
                _alone(job, crashes, progress, tally)


def _alone(job: work.Job, crashes: Counter[int], progress: Progress, tally: Tally) -> None:
    """A suspect in a process of its own; after its last life its points are written down as failed."""
    number = job.chunk.number
    crashes[number] += 1
    while crashes[number] < LIVES:
        try:
            with pool(1) as found:
                _drain(found, 1, deque([job]), {}, progress, tally)
            return
        except BrokenExecutor:
            crashes[number] += 1
    _drain(Inline(), 1, deque([replace(job, dead=DEAD)]), {}, progress, tally)


def _drain(
    found: Executor, n: int, todo: deque[work.Job], flying: dict[Future[work.Done], work.Job], progress: Progress, tally: Tally
) -> None:
    """Keep n workers fed, no more than twice n jobs in flight, until nothing is left."""
    busy: list[work.Job] = []
    window = 1 if isinstance(found, Inline) else 2 * n
    while todo or flying or busy:
        while todo and len(flying) < window:
            job = todo.popleft()
            flying[_submit(found, job, todo)] = job
        if not flying:
            time.sleep(PAUSE)
            todo.extend(busy)
            busy = []
            continue
        ended, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in ended:
            done = future.result()
            job = flying.pop(future)
            if done.status == "busy":
                busy.append(job)
                continue
            tally.seconds[done.number] = done.seconds
            tally.n_computed += done.status == "computed"
            progress.step(done.n_points, done.n_failed, done.seconds)


def _submit(found: Executor, job: work.Job, todo: deque[work.Job]) -> Future[work.Done]:
    try:
        return found.submit(work.run, job)
    except BrokenExecutor:
        todo.appendleft(job)
        raise
