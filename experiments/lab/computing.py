"""From a question to a results folder, in the worker: plek's own plan, run one plausible country at a time."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from experiments.delivery.finish import finish
from experiments.errors import StoreError
from experiments.execution.conduct import Tally
from experiments.execution.store import MANIFEST, Store
from experiments.execution.warm import compile_once
from experiments.lab import answer as answers
from experiments.lab import child, sofar, whole
from experiments.lab.question import CHILD, FEWEST, Question
from experiments.perform import PLAN_ROWS
from sim.errors import PlekError


def warm(say: Callable[[], None]) -> None:
    """Load whatever a first question would wait for."""
    compile_once(lambda line: say())
    answers.warm()
    import sim.run  # noqa: F401


def answer(question: Question, lang: str, talk: Any) -> None:
    """Run it and write its report; whatever goes wrong is one sentence to the server."""
    try:
        if question.study == CHILD:
            child.run(question, talk)
            talk.say("done", question.pairs)
            return
        done = _run(question, talk)
        if done.run >= FEWEST:
            report(done, lang, talk)
        talk.say("done", done.pairs)
    except StoreError as error:
        talk.say("failed", "state.no_room", str(error))
    except (PlekError, MemoryError) as error:
        talk.say("failed", "state.refused", str(error) or type(error).__name__)


def report(question: Question, lang: str, talk: Any) -> None:
    """The report of a folder that is whole, in one language."""
    begun = time.monotonic()
    try:
        answers.write(Path(question.digest), question, lang)
        talk.say("reported", lang, time.monotonic() - begun)
    except AnalysisError as error:
        talk.say("failed", "state.no_report", str(error))


def _run(question: Question, talk: Any) -> Question:
    """All countries, or as many as were there when it was stopped: then the folder becomes that of the question so marked."""
    started = time.time()
    plan, store = whole.begin(question, Path(question.digest))
    tally = Tally(replicates=question.run)
    chunks = plan.chunks(range(question.run))
    for chunk in chunks:
        begun = time.monotonic()
        tally.seconds[chunk.number] = whole.country(plan, store, chunk)
        tally.n_chunks += 1
        talk.say("country", tally.n_chunks, sofar.country(store, chunk.number, question), time.monotonic() - begun)
        if tally.n_chunks >= FEWEST and not question.study:
            talk.say("so_far", sofar.together(store, question))
        if talk.is_stopped() and tally.n_chunks < len(chunks):
            return _stopped(replace(question, stopped=tally.n_chunks), store, tally, started)
    finish(plan, store, tally, started)
    return question


def _stopped(question: Question, store: Store, tally: Tally, started: float) -> Question:
    """The same countries as the whole of a smaller question."""
    before = store.path
    for name in ("plan.json", PLAN_ROWS):
        (before / name).unlink()
    before.rename(question.digest)
    plan, now = whole.begin(question, Path(question.digest))
    tally.replicates = question.run
    for chunk in plan.chunks(range(question.run)):  # they are there: nothing is computed
        whole.country(plan, now, chunk)
    finish(plan, now, tally, started)
    manifest = json.loads((now.path / MANIFEST).read_text("utf-8"))
    now.write_text(MANIFEST, json.dumps({**manifest, "stopped": question.countries}, indent=1, ensure_ascii=False) + "\n")
    return question
