"""What a worker process does: one chunk, from scenarios to files."""

import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

import pandas as pd

from experiments.errors import InputError
from experiments.execution.chunk_writer import ChunkWriter
from experiments.execution.points_table import Ran, points_table
from experiments.execution.store import Store
from experiments.plan.points import Chunk, Point, Task, build
from sim import code_digest

SIM = "sim:each_branch"
ALWAYS = ("summary", "cells", "areas", "counts", "points")
CHILDREN = ("pupils", "spells", "day_sets", "placements", "exemptions", "interventions")


@dataclass(frozen=True)
class Job:
    """A chunk and how to run it. model: `module:function` with the signature of sim.each_branch. columns: of `points`, with types."""

    chunk: Chunk
    out: str
    keep: str
    trace: Any
    threads: int
    bare: bool
    columns: tuple[tuple[str, str], ...] = ()
    model: str = SIM
    code: str | None = None  # code version the plan was made with
    reuse: bool = False  # burnt-in provinces are taken from the user's cache folder, and kept there
    dead: str | None = None  # set: don't run it, write its points down as failed with this reason


@dataclass(frozen=True)
class Done:
    """status: `computed`, `there` (another process had finished it) or `busy` (another process is at it). seconds: per chunk."""

    number: int
    status: str
    n_points: int
    n_failed: int = 0
    seconds: float = 0.0


def run(job: Job) -> Done:
    """Compute a chunk, unless it is whole already or another process is computing it."""
    if job.code not in (None, code_digest()):
        raise InputError("the model's sources changed while running, or this worker has another version: start again")
    store = Store(job.out)
    number = job.chunk.number
    with store.lock(number) as mine:
        if not mine:
            return Done(number, "busy", job.chunk.n_points)
        if store.is_whole(number):
            return Done(number, "there", job.chunk.n_points)
        begun = time.perf_counter()
        with store.writer(number, job.bare) as writer:
            ran = [one for task in job.chunk.tasks for one in _run_task(job, task, writer)]
            writer.add("points", points_table(ran, job.chunk.bases, job.columns))
        return Done(number, "computed", job.chunk.n_points, len(writer.failed), time.perf_counter() - begun)


def _run_task(job: Job, task: Task, writer: ChunkWriter) -> list[Ran]:
    """All branches of one burnt-in country, each written and let go before the next is computed.

    Where one fails, what is written stays; it and those after it are tried each by itself, so that only the guilty are lost.
    """
    outcomes = _outcomes(job, task)
    written: list[Ran] = []
    failure: dict[str, Any] = {}
    for point in task.points:
        try:
            tables = _tables(next(outcomes))
        except Exception as error:  # any failure of the model is a row, not the end of the sweep
            failure = _failure(point, task.replicate, error)
            break
        for name in sorted(tables):
            if _is_kept(name, job):
                writer.add(name, tables[name])
        written.append(Ran(point, task, ""))
        del tables  # or it is held while the next branch runs
    if not failure:
        return written
    if len(task.points) > 1:
        alone = [replace(task, points=(point,)) for point in task.points[len(written) :]]
        return written + [one for single in alone for one in _run_task(job, single, writer)]
    writer.failed.append(failure)
    return [Ran(task.points[0], task, failure["error"])]


def _outcomes(job: Job, task: Task) -> Iterator[Any]:
    """The outcomes of each point, computed when asked for."""
    if job.dead is not None:
        raise RuntimeError(job.dead)
    scenarios = [build(job.chunk.bases, point, task.member) for point in task.points]
    trace = job.trace if task.replicate == 0 else None
    keep = "spells" if job.keep == "summary" else job.keep  # the summary is computed from the children's rows
    yield from _model(job.model)(scenarios, task.replicate, keep=keep, trace=trace, threads=job.threads, reuse=job.reuse)


def _tables(outcome: Any) -> dict[str, pd.DataFrame]:
    """Tables of one run, measures included."""
    from analysis import measures

    tables = dict(outcome.tables())
    for name, function in (("cells", measures.cells), ("summary", measures.summary)):  # whose totals are sums of the cells
        if name not in tables:
            tables[name] = function(tables, outcome.meta)
    return tables


def _is_kept(table: str, job: Job) -> bool:
    if table == "trace":
        return job.trace is not None
    return job.keep == "all" or table in ALWAYS or (table in CHILDREN and job.keep == "spells")


def _failure(point: Point, replicate: int, error: Exception) -> dict[str, Any]:
    return {"scenario": point.name, "replicate": replicate, "error": _said(error), "traceback": "".join(traceback.format_exception(error))}


def _said(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


@cache
def _model(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
