"""Figures drawn beside the caller, by a process of their own, while it goes on with tables and texts.

Jobs and figures go through the pipes of a plain child. multiprocessing would run the caller's script once more in the child, and a script that
writes a report need not be guarded against that.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TypeAlias

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures import FIGURES
from analysis.figures.drawn import Drawn
from analysis.figures.words import Words

Paint: TypeAlias = Callable[[str, pd.DataFrame, Words], Future[Drawn]]


def paint(name: str, table: pd.DataFrame, words: Words) -> Drawn:
    """The figure of that name, drawn here and now."""
    from analysis.figures.style import render

    return render(import_module(f"analysis.figures.{name}").draw(table, words))


@contextmanager
def painter() -> Iterator[Paint]:
    """`paint` for as long as the block lasts, that comes back at once with a Future; one figure at a time, in the order they are asked for."""
    with _drawing() as draw, ThreadPoolExecutor(1) as one:
        try:
            yield lambda name, table, words: one.submit(draw, name, table, words)
        except BaseException:
            one.shutdown(wait=False, cancel_futures=True)  # whoever stops waits for one figure at most
            raise


@contextmanager
def _drawing() -> Iterator[Callable[[str, pd.DataFrame, Words], Drawn]]:
    """`paint` by a child. On one core there is nothing to gain from a second process, and a thread of this one draws the same bytes."""
    if _cores() < 2 or not sys.executable:
        yield paint
        return
    same_modules = os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
    with Popen(_child(), stdin=PIPE, stdout=PIPE, env=same_modules) as child:
        try:
            yield partial(_ask, child)
        except BaseException:
            child.kill()
            raise


def _child() -> list[str]:
    return [sys.executable, "-P", "-m", __name__]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ask(child: Popen[bytes], name: str, table: pd.DataFrame, words: Words) -> Drawn:
    assert child.stdin is not None and child.stdout is not None
    try:
        pickle.dump((name, table, words), child.stdin)
        child.stdin.flush()
        answer = pickle.load(child.stdout)
    except (EOFError, OSError) as error:
        raise AnalysisError(f"the process that draws figures ended before '{name}' was drawn (no memory left?)") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


def _serve() -> None:
    """Draw what comes in, until the caller closes its end or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the caller's to act on
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    for name in FIGURES:
        import_module(f"analysis.figures.{name}")  # while the caller still reads its tables
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        try:
            answer: Drawn | Exception = paint(*job)
        except Exception as error:
            error.add_note(traceback.format_exc())
            answer = error
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    _serve()
