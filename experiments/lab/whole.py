"""Plek's own plan and store around a question: begun, and run one plausible country at a time."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.errors import InputError, StoreError
from experiments.execution.conduct import Tally, job_of
from experiments.execution.executors import cores
from experiments.execution.store import Store
from experiments.execution.work import SIM, Job, run
from experiments.front_door.composer import Composer
from experiments.lab import recipe
from experiments.lab.question import Question
from experiments.perform import PLAN_ROWS
from experiments.plan import plan as planning
from experiments.plan.plan import Plan
from experiments.plan.points import Chunk
from experiments.plan.rows import plan_rows


def begin(question: Question, folder: Path, more: Mapping[str, Any] | None = None) -> tuple[Plan, Store]:
    """The plan of the question, and its folder with the files that repeat it. more: keys of the experiment beside the question's own."""
    try:
        recipe.write(question, folder, more or {})
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}") from error
    config_dir = str(folder / recipe.FOLDER)
    words = (f"experiment={recipe.FOLDER}",)
    plan = planning.build(words, Composer(config_dir), {}, ("--config-dir", config_dir, *words))
    store = Store(folder)
    store.begin(plan.document)
    store.write_text(PLAN_ROWS, plan_rows(plan))
    return plan, store


def country(plan: Plan, store: Store, chunk: Chunk) -> float:
    """Compute one country, here, by all cores there are; seconds. InputError with the model's reason where it fails."""
    done = run(_job(plan, store, chunk))
    failed = (store.marker(chunk.number) or {}).get("failed") or []
    if failed:
        raise InputError(f"{failed[0]['scenario']}, country {failed[0]['replicate'] + 1}: {failed[0]['error']}")
    return done.seconds


def tally(countries: int) -> Tally:
    """What `finish` needs to know of a run that is whole."""
    return Tally(n_chunks=countries, replicates=countries)


def _job(plan: Plan, store: Store, chunk: Chunk) -> Job:
    return replace(job_of(plan, chunk, store, SIM, 2), bare=False, threads=cores())
