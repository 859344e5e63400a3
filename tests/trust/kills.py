"""A campaign of kills: sweeps are cut down at random moments, in every way, and typed again until they are whole.

    python -m tests.trust.kills FOLDER first=0 number=20     run these kills (those in the record already are left out) and print the record

Kill k is the same everywhere: its seed says the executor, the victim, the signal, how often and how far into the run. After it nothing may be
lost, nothing doubled, and every byte as in a run that nobody disturbed. FOLDER/record.csv holds a row per kill; legs may be stopped and resumed.
"""

from __future__ import annotations

import csv
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import psutil

from tests.experiments.runs import SWEEP, environment, run, table_bytes

EXECUTORS = {"inline": ("executor=inline",), "pool": ("workers=2",), "shards": ("workers=1",), "dask": ("executor=dask", "workers=2")}
VICTIMS = ("parent", "worker", "both")
WAYS = ("SIGKILL", "SIGTERM", "full disk", "clock back")
N_TASKS, N_RUNS = 12, 24
TRIES = 12
LONGEST = 120.0


@dataclass(frozen=True)
class Kill:
    """One of the campaign. after: share of the tasks that have begun when it strikes. times: how often before the sweep may end."""

    number: int
    executor: str
    victim: str
    way: str
    after: float
    times: int

    @classmethod
    def of(cls, number: int) -> Kill:
        """The kill of this number, the same on every machine. Dask takes seconds to start, so that it is one in eight."""
        draw = random.Random(f"plek kill {number}")
        executor = draw.choices(list(EXECUTORS), [3, 3, 1, 1])[0]
        way = draw.choices(WAYS, [4, 2, 2, 1])[0]
        victim = "parent" if executor == "inline" else draw.choice(VICTIMS)
        return cls(number, executor, victim, way, draw.random(), draw.randint(1, 3))


@dataclass(frozen=True)
class Outcome:
    """A row of the record. rounds: commands until it was whole. lost, doubled: runs; odd: files whose bytes are others. traceback: commands that
    ended in one."""

    number: int
    executor: str
    victim: str
    way: str
    rounds: int
    struck: int
    lost: int
    doubled: int
    odd: int
    traceback: int

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.doubled or self.odd or self.traceback)


def undisturbed(folder: Path) -> dict[str, str]:
    """Bytes of the sweep when nobody disturbs it, kept for all kills."""
    if not (folder / "undisturbed" / "manifest.json").exists():
        shutil.rmtree(folder / "undisturbed", ignore_errors=True)
        run(*SWEEP, f"out={folder / 'undisturbed'}", "workers=1")
    return table_bytes(folder / "undisturbed")


def strike(kill: Kill, folder: Path, expected: dict[str, str]) -> Outcome:
    """Run the sweep under this kill until it is whole, and look at what is left."""
    place = folder / f"kill-{kill.number:05d}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    out, log = place / "out", place / "log"
    struck, tracebacks, rounds = 0, 0, 0
    for rounds in range(1, TRIES + 1):
        hit, status, said = _round(kill, rounds, out, log)
        struck += hit
        tracebacks += "Traceback" in said and kill.executor != "dask"  # Dask's own processes say how they lost each other
        if status == 0 and (out / "manifest.json").exists():
            break
    found = table_bytes(out) if out.exists() else {}
    runs = _runs(out)
    odd = sum(expected.get(name) != found.get(name) for name in {*expected, *found})
    lost, doubled = N_RUNS - len(runs), sum(runs.values()) - len(runs)
    outcome = Outcome(kill.number, kill.executor, kill.victim, kill.way, rounds, struck, lost, doubled, odd, tracebacks)
    if outcome.is_right:
        shutil.rmtree(place)
    return outcome


def _runs(out: Path) -> Counter[tuple[str, int]]:
    """How often each run is in the tables."""
    import pyarrow.parquet as pq

    runs: Counter[tuple[str, int]] = Counter()
    for file in sorted(out.glob("summary-*.parquet")):
        runs.update((row["scenario"], row["replicate"]) for row in pq.read_table(file, columns=["scenario", "replicate"]).to_pylist())
    return runs


def _round(kill: Kill, number: int, out: Path, log: Path) -> tuple[int, int, str]:
    """(was it struck, status, what was said) of one command."""
    shards = ("shard=1/2", "shard=2/2") if kill.executor == "shards" and number < TRIES // 2 else ("",)
    strikes = number <= kill.times
    processes = [_start(kill, strikes, out, log, shard) for shard in shards]
    hit = 0
    if strikes and kill.way in ("SIGKILL", "SIGTERM"):
        hit = _cut(kill, number, processes, log)
    said = []
    for process in processes:
        try:
            said.append(process.communicate(timeout=LONGEST)[1])
        except subprocess.TimeoutExpired:
            process.kill()
            said.append("Traceback: it hung")
            process.communicate()
    if strikes and kill.way == "full disk":
        hit = any("disk is full" in text for text in said)
    return int(hit), max(abs(process.returncode) for process in processes), "\n".join(said)


def _start(kill: Kill, strikes: bool, out: Path, log: Path, shard: str) -> subprocess.Popen[str]:
    words = [*SWEEP, f"out={out}", *EXECUTORS[kill.executor], *([shard] if shard else [])]
    draw = random.Random(f"plek disk {kill.number}")
    extra = {"PLEK_TEST_LOG": str(log), "PLEK_TRUST_PACE": "0.06"}
    if strikes and kill.way == "full disk":
        extra["PLEK_TRUST_FULL"] = str(draw.randint(1, N_TASKS * 3))
    if strikes and kill.way == "clock back":
        extra["PLEK_TRUST_CLOCK"] = str(-draw.randint(60, 400_000_000))
    code = "import sys; from tests.trust.kills import disturbed; sys.exit(disturbed(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=log.parent, env={**environment(), **extra}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _cut(kill: Kill, number: int, processes: list[subprocess.Popen[str]], log: Path) -> int:
    """Wait until so many tasks have begun, then kill whom the kill says. 0 where the run was over before."""
    before = _begun(log)
    wanted = before + max(1, round(kill.after * (N_TASKS - before)))
    end = time.monotonic() + LONGEST
    while _begun(log) < wanted and any(process.poll() is None for process in processes) and time.monotonic() < end:
        time.sleep(0.005)
    living = [process for process in processes if process.poll() is None]
    struck = 0
    for process in living:
        for victim in _victims(kill, process):
            try:
                victim.send_signal(getattr(signal, kill.way))
                struck = 1
            except psutil.NoSuchProcess:
                continue
    return struck


def _victims(kill: Kill, process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that this kill hits; only ones that it started."""
    try:
        parent = psutil.Process(process.pid)
        workers = [child for child in parent.children(recursive=True) if "spawn_main" in " ".join(child.cmdline())]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []
    one = workers[:1] if workers else []
    return {"parent": [parent], "worker": one or [parent], "both": [*one, parent]}[kill.victim]


def _begun(log: Path) -> int:
    return log.read_text().count("\n") if log.exists() else 0


def disturbed(words: list[str]) -> int:
    """The sweep in a process of its own, with a disk or a clock as the environment says; workers get them from `paced`."""
    disturb()
    from experiments.run import guarded

    return guarded(lambda: run(*words, model="tests.trust.kills:paced"))


def paced(branches, replicate: int = 0, **_):  # type: ignore[no-untyped-def]
    """The stand-in model, at a pace at which one can be hit; each task notes down that it began."""
    disturb()
    from tests.experiments.models import quick

    with Path(os.environ["PLEK_TEST_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{branches[0].burn_in_digest[:8]} {replicate}\n")
    time.sleep(float(os.environ["PLEK_TRUST_PACE"]))
    return quick(branches, replicate)


_done: list[bool] = []
_writes = [0]


def disturb() -> None:
    """Set the clock back, or let the disk be full from some write on, once in this process."""
    if _done:
        return
    _done.append(True)
    if shift := float(os.environ.get("PLEK_TRUST_CLOCK", "0")):
        real = time.time
        time.time = lambda: real() + shift
    if full := int(os.environ.get("PLEK_TRUST_FULL", "0")):
        replace = Path.replace

        def no_room(self: Path, target: Path) -> Path:
            _writes[0] += 1
            if _writes[0] >= full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
            return replace(self, target)

        Path.replace = no_room  # type: ignore[method-assign, assignment]


def record(folder: Path, numbers: range) -> list[Outcome]:
    """Outcomes of these kills: those written down already, and the rest run now, one by one, each written down as it ends."""
    file = folder / "record.csv"
    folder.mkdir(parents=True, exist_ok=True)
    names = [field.name for field in fields(Outcome)]
    if not file.exists():
        file.write_text(",".join(names) + "\n")
    known = {outcome.number: outcome for outcome in read(file)}
    expected = undisturbed(folder)
    for number in numbers:
        if number not in known:
            known[number] = strike(Kill.of(number), folder, expected)
            with file.open("a", newline="", encoding="utf-8") as record:
                csv.DictWriter(record, names).writerow(asdict(known[number]))
    return [known[number] for number in numbers]


def read(file: Path) -> Iterator[Outcome]:
    """The rows of a record."""
    with file.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            yield Outcome(**{key: value if key in ("executor", "victim", "way") else int(value) for key, value in row.items()})  # type: ignore[arg-type]


def told(outcomes: list[Outcome]) -> str:
    """The record in words."""
    struck, rounds = (sum(getattr(one, what) for one in outcomes) for what in ("struck", "rounds"))
    lines = [f"{len(outcomes)} sweeps killed, {struck} times in all; {rounds} commands until whole"]
    for what in ("executor", "victim", "way"):
        lines.append(f"  by {what}: " + ", ".join(f"{name} {n}" for name, n in sorted(Counter(getattr(one, what) for one in outcomes).items())))
    lines.append("  " + ", ".join(f"{what}: {sum(getattr(one, what) for one in outcomes)}" for what in ("lost", "doubled", "odd", "traceback")))
    wrong = [str(one.number) for one in outcomes if not one.is_right]
    return "\n".join([*lines, *([f"  NOT RIGHT: {', '.join(wrong)}"] if wrong else [])])


def main(words: list[str]) -> int:
    """The command."""
    keys = dict(word.split("=", 1) for word in words[1:])
    first, number = int(keys.get("first", 0)), int(keys.get("number", 20))
    outcomes = record(Path(words[0]), range(first, first + number))
    print(told(outcomes))
    return int(not all(outcome.is_right for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
