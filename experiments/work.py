"""What a worker process does: one chunk, from scenarios to files."""

import time
import traceback
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import pandas as pd

from experiments.points import Chunk, Point, Task, build
from experiments.store import ChunkWriter, Store

SIM = "sim:simulate_branches"
ALWAYS = ("summary", "cells", "areas", "counts", "points")
CHILDREN = ("pupils", "spells", "day_sets", "placements", "interventions", "trace")


@dataclass(frozen=True)
class Job:
    """A chunk and how to run it. model: `module:function` with the signature of sim.simulate_branches. kinds: pandas type per factor."""

    chunk: Chunk
    out: str
    keep: str
    trace: Any
    threads: int
    bare: bool
    kinds: tuple[tuple[str, str], ...] = ()
    model: str = SIM
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
    store = Store(job.out)
    number = job.chunk.number
    with store.lock(number) as mine:
        if not mine:
            return Done(number, "busy", job.chunk.n_points)
        if store.is_whole(number):
            return Done(number, "there", job.chunk.n_points)
        begun = time.perf_counter()
        with store.writer(number, job.bare) as writer:
            for task in job.chunk.tasks:
                _run_task(job, task, writer)
        return Done(number, "computed", job.chunk.n_points, len(writer.failed), time.perf_counter() - begun)


def _run_task(job: Job, task: Task, writer: ChunkWriter) -> None:
    """All branches of one burnt-in country; where that fails, each by itself, so that only the guilty are lost."""
    try:
        if job.dead is not None:
            raise RuntimeError(job.dead)
        results = _simulate(job, task.points, task.replicate)
    except Exception as error:  # noqa: BLE001  any failure of the model is a row, not the end of the sweep
        if len(task.points) > 1:
            for point in task.points:
                _run_task(job, Task((point,), task.replicate), writer)
        else:
            writer.failed.append(_failure(task.points[0], task.replicate, error))
            writer.add("points", _point_row(job, task.points[0], task.replicate, _said(error)))
        return
    for point, tables in zip(task.points, results, strict=True):
        for name in sorted(tables):
            if _is_kept(name, job.keep):
                writer.add(name, tables[name])
        writer.add("points", _point_row(job, point, task.replicate, ""))


def _simulate(job: Job, points: tuple[Point, ...], replicate: int) -> list[dict[str, pd.DataFrame]]:
    """Tables of each point, measures included."""
    from analysis import measures

    scenarios = [build(job.chunk.bases, point) for point in points]
    trace = job.trace if replicate == 0 else None
    keep = "spells" if job.keep == "summary" else job.keep  # the summary is computed from the children's rows
    found = []
    for outcome in _model(job.model)(scenarios, replicate, keep=keep, trace=trace, threads=job.threads):
        tables = dict(outcome.tables())
        for name, function in (("summary", measures.summary), ("cells", measures.cells)):
            if name not in tables:
                tables[name] = function(tables, outcome.meta)
        found.append(tables)
    return found


def _is_kept(table: str, keep: str) -> bool:
    return keep == "all" or table in ALWAYS or (table in CHILDREN and keep == "spells") or table == "trace"


def _failure(point: Point, replicate: int, error: Exception) -> dict[str, Any]:
    return {"scenario": point.name, "replicate": replicate, "error": _said(error), "traceback": "".join(traceback.format_exception(error))}


def _said(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _point_row(job: Job, point: Point, replicate: int, error: str) -> pd.DataFrame:
    """One row of `points`: which scenario this was, its factors, and whether it went well."""
    row: dict[str, Any] = {
        "scenario": pd.array([point.name], dtype="str"), "seed": pd.array([point.seed], dtype="int64"),
        "replicate": pd.array([replicate], dtype="int32"), "branch": pd.array([point.branch], dtype="str"),
        "setting": pd.array([point.setting], dtype="str"), "digest": pd.array([point.digest], dtype="str"),
    }
    values = dict(point.factors)
    row.update({key: pd.array([values.get(key)], dtype=kind) for key, kind in job.kinds})
    row["status"] = pd.array(["failed" if error else "ok"], dtype="str")
    row["error"] = pd.array([error], dtype="str")
    return pd.DataFrame(row)


@cache
def _model(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
