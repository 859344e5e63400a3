"""The queue: one question is computed at a time. Who asked holds a ticket that can't be guessed; a run ends when its last ticket is gone."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from experiments.lab import worker
from experiments.lab.duration import Durations, countries
from experiments.lab.errors import FullError
from experiments.lab.question import Question, read
from experiments.lab.shelf import Shelf

MOST_WAITING = 10
MOST_TICKETS = 60
UNHEARD = 300.0  # seconds after which a run that nobody listens to is stopped
IDLE = 300.0  # seconds after which a worker with nothing to do is let go
TICK = 5.0
OVER = ("done", "cancelled", "failed")


@dataclass(eq=False)
class Run:
    """One question being answered. state: waiting, running, done, cancelled or failed; sentence: (key, detail) of why it failed."""

    question: Question
    lang: str
    order: str = "run"
    state: str = "waiting"
    n_done: int = 0
    dots: list[list[dict[str, Any]]] = field(default_factory=list)
    so_far: list[dict[str, Any]] = field(default_factory=list)
    sentence: tuple[str, str] = ("", "")
    compiling: bool = False
    stopping: bool = False
    tickets: dict[str, float] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    def tell(self) -> None:
        """Wake whoever watches; they wait on a fresh event from now on."""
        before, self.changed = self.changed, asyncio.Event()
        before.set()


class Jobs:
    """Runs by ticket, the queue, and the one worker, started when first needed."""

    def __init__(self, shelf: Shelf, durations: Durations, unheard: float = UNHEARD, idle: float = IDLE) -> None:
        self.shelf = shelf
        self.durations = durations
        self.unheard = unheard
        self.idle = idle
        self.waiting: list[Run] = []
        self.running: Run | None = None
        self._runs: dict[str, Run] = {}
        self._process: Any = None
        self._pipe: Any = None
        self._ready = False
        self._used = time.monotonic()
        self._wake = asyncio.Event()

    def run(self, ticket: str) -> Run | None:
        """The run of a ticket, which is thereby seen to be watched; None for a ticket that isn't one."""
        found = self._runs.get(ticket)
        if found is not None:
            found.tickets[ticket] = time.monotonic()
        return found

    def place(self, run: Run) -> int:
        """How many are before it: 0 while it runs or is next with nothing running."""
        return self.waiting.index(run) + (self.running is not None) if run in self.waiting else 0

    def seconds_before(self, run: Run) -> float:
        """How long those before it will take."""
        before = [other for other in ([self.running] if self.running else []) + self.waiting[: self.waiting.index(run)] if other is not run]
        return sum(self.durations.country(one.question) * (countries(one.question) - one.n_done) for one in before)

    def ask(self, question: Question, lang: str, order: str = "run") -> str:
        """A ticket for this question: of the run that is there already, or of a new one. FullError where the queue or disk is full."""
        self._drop_old()
        if len(self._runs) >= MOST_TICKETS:
            raise FullError("error.queue")
        run = next((one for one in self._alive() if one.question == question and one.order == order), None)
        if run is None:
            if len(self.waiting) >= MOST_WAITING:
                raise FullError("error.queue")
            self.shelf.make_room(one.question.digest for one in self._alive())
            run = Run(question, lang, order)
            self.waiting.append(run)
            self._wake.set()
        ticket = secrets.token_urlsafe(18)
        run.tickets[ticket] = time.monotonic()
        self._runs[ticket] = run
        return ticket

    def cancel(self, ticket: str) -> None:
        """Give the ticket back; the run is ended at once if nobody else holds one."""
        run = self._runs.get(ticket)
        if run is None or run.is_over:
            return
        if len(run.tickets) > 1:
            del run.tickets[ticket]
            self._runs[ticket] = Run(run.question, run.lang, state="cancelled")
            return
        self._end(run, "cancelled")

    def stop(self, ticket: str) -> None:
        """End the run after the country it is at, and keep what is there; only where nobody else waits for the whole of it."""
        run = self._runs.get(ticket)
        if run is not None and run is self.running and not run.stopping and len(run.tickets) == 1:
            run.stopping = True
            with suppress(OSError):
                self._pipe.send(("stop", "", ""))
            run.tell()

    def warm_up(self) -> None:
        """Start the worker: somebody is choosing, and will press."""
        self._used = time.monotonic()
        if self._process is None or not self._process.is_alive():
            self._process, self._pipe = worker.start(self.shelf.results.resolve())
            self._ready = False

    async def serve(self) -> None:
        """Answer one run after another, until cancelled; then the worker is ended too."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self.waiting:
                    self.running = self.waiting.pop(0)
                    await self._answer(self.running)
                    self.running = None
        finally:
            self._kill()

    async def watch(self) -> None:
        """Look now and then for runs that nobody listens to, and for a worker that nobody needs; until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            self.look()

    def look(self) -> None:
        """End what nobody has listened to for long; let an idle worker go, so that a server that nobody uses is small."""
        now = time.monotonic()
        for run in list(self._alive()):
            if all(now - seen > self.unheard for seen in run.tickets.values()):
                self._end(run, "cancelled")
        if self._process is not None and self.running is None and now - self._used > self.idle:
            self._kill()

    async def _answer(self, run: Run) -> None:
        self._tell_waiting()
        run.state = "running"
        run.tell()
        self.warm_up()
        try:
            if not self._ready:
                await self._until(run, "ready")
            self._pipe.send((run.order, run.question.pairs, run.lang))
            await self._until(run, "free")
        except (EOFError, OSError):
            self._died(run)
        if not run.is_over:
            run.state = "done"
        self._used = time.monotonic()
        run.tell()

    async def _until(self, run: Run, last: str) -> None:
        while True:
            message = await asyncio.to_thread(self._pipe.recv)
            if message[0] == "ready":
                self._ready = True
                run.compiling = False
            if message[0] == last:
                return
            self._note(run, *message)
            run.tell()

    def _note(self, run: Run, kind: str, *told: Any) -> None:
        if kind == "compiling":
            run.compiling = True
        elif kind == "country":
            run.n_done, dots, seconds = told
            run.dots.append(dots)
            self.durations.measured(run.question, seconds)
        elif kind == "so_far":
            (run.so_far,) = told
        elif kind == "done":
            run.question = read(told[0])
        elif kind == "failed" and run.state == "running":
            run.state, run.sentence = "failed", (told[0], told[1])

    def _died(self, run: Run) -> None:
        """The worker is gone: killed by us, or by something else."""
        self._kill()
        worker.clear(self.shelf.results, run.question)
        if not run.is_over:
            run.state, run.sentence = "failed", ("state.died", "")

    def _end(self, run: Run, state: str) -> None:
        run.state = state
        if run in self.waiting:
            self.waiting.remove(run)
            self._tell_waiting()
        elif run is self.running:
            self._kill()  # what reads its pipe finds the end, and goes on with the next
        run.tell()

    def close(self) -> None:
        """End the worker: the server is ending."""
        self._kill()

    def _kill(self) -> None:
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            worker.kill(process)

    def _alive(self) -> Iterator[Run]:
        yield from ([self.running] if self.running else [])
        yield from self.waiting

    def _tell_waiting(self) -> None:
        for run in self.waiting:
            run.tell()

    def _drop_old(self) -> None:
        """Tickets of runs that are over, once nobody has looked for a while; all of them when there are many."""
        now = time.monotonic()
        gone = [ticket for ticket, run in self._runs.items() if run.is_over and now - run.tickets.get(ticket, 0.0) > self.unheard]
        if len(self._runs) - len(gone) >= MOST_TICKETS:
            gone = [ticket for ticket, run in self._runs.items() if run.is_over]
        for ticket in gone:
            del self._runs[ticket]
