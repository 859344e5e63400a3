"""Runs for tests: the command in a process of its own, and the bytes it left."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from experiments.front_door.request import Request
from experiments.perform import perform

ROOT = Path(__file__).resolve().parents[2]
SWEEP = ("region=tiny", "regime=landscape,geen", "capacity.slack=0.0,0.1,0.2", "replicates=4", "keep=spells")


def run(*words: str, model: str = "quick", config_dir: str | None = None) -> int:
    """Plan and run here, with a stand-in for the model (or a `module:function`); gives the exit status."""
    path = model if ":" in model else f"tests.experiments.models:{model}"
    return perform(Request(tuple(words), config_dir), words, path)


def plek(*words: str, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The real command."""
    return subprocess.run(
        [sys.executable, "-m", "experiments.run", *words],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def start(*words: str, model: str, extra: Mapping[str, str]) -> subprocess.Popen[str]:
    """The same as `run` in a process of its own, in a group of its own, to be killed by a test."""
    code = f"import sys; from tests.experiments.runs import guarded_run; sys.exit(guarded_run(sys.argv[1:], {model!r}))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=Path(extra["PLEK_TEST_LOG"]).parent,
        env={**environment(), **extra},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def guarded_run(words: list[str], model: str) -> int:
    """As the command does it: refusals and interrupts become a status."""
    from experiments.run import guarded

    return guarded(lambda: run(*words, model=model))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT)]))}


def table_bytes(folder: Path) -> dict[str, str]:
    """Hash of every file but the two that may hold times; the work folder's markers included."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name not in ("manifest.json", "timings.parquet")]
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}
