"""The process that computes: one question at a time, country by country, telling the server through a pipe. Killing it is how a run is cancelled."""

import multiprocessing
import os
import shutil
import signal
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from experiments.lab.question import Question, read


def start(folder: Path) -> tuple[Any, Connection]:
    """(process, our end of its pipe). `folder`: where it writes, one folder a question. It sends `("ready",)` once it is warm."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(theirs, str(folder)), daemon=False, name="plek-lab-worker")
    process.start()
    theirs.close()
    return process, ours


def serve(pipe: Connection, folder: str) -> None:
    """Answer orders until the other end is gone."""
    if hasattr(os, "setsid"):
        os.setsid()  # so that what draws figures dies with us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    os.chdir(folder)  # paths in commands and manifests are relative to it
    from experiments.lab import computing

    computing.warm(lambda: pipe.send(("compiling",)))
    pipe.send(("ready",))
    while True:
        try:
            order, pairs, lang = pipe.recv()
        except EOFError:
            return
        if order == "stop":  # it came when the run was over
            continue
        question = read(pairs)
        if order == "run":
            computing.answer(question, lang, Talk(pipe))
        else:
            computing.report(question, lang, Talk(pipe))
        pipe.send(("free",))


class Talk:
    """What a run says to the server, and whether it was asked to stop after this country."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def say(self, *message: Any) -> None:
        self._pipe.send(message)

    def is_stopped(self) -> bool:
        """Whether an order to stop has come; it is taken from the pipe."""
        return self._pipe.poll() and self._pipe.recv()[0] == "stop"


def kill(process: Any) -> None:
    """End it and what it started, at once."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # no groups here, or it is gone, or has none of its own yet
        process.kill()
    process.join()


def clear(folder: Path, question: Question) -> None:
    """Remove what a killed run left half-done."""
    shutil.rmtree(folder / question.digest, ignore_errors=True)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
