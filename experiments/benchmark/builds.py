"""A build to be measured: a checkout, run as a process of its own; what the process cost, with all that it started."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import InputError

OWN = Path(__file__).resolve().parents[2]
PROBE = Path(__file__).with_name("probe.py")
START = (
    "import runpy, sys\n"
    "root, others, what = sys.argv[1], sys.argv[2].split('\\n'), sys.argv[3]\n"
    "sys.path[:] = [root] + [p for p in sys.path if p not in ('', root, *others)]\n"
    "sys.argv[:] = sys.argv[3:]\n"
    "runpy.run_path(what, run_name='__main__') if what.endswith('.py') else runpy.run_module(what, run_name='__main__', alter_sys=True)\n"
)
"""A checkout that was installed for editing stands on the path of every process: the other build must not see it."""


@dataclass(frozen=True)
class Cost:
    """cpu, seconds: of the process and all that it waited for (user and system; by the clock). peak: MB of the largest of them."""

    cpu: float
    seconds: float
    peak: float
    said: str


@dataclass(frozen=True)
class Build:
    """root: folder of the checkout. others: checkouts that it must not find on its path."""

    label: str
    root: Path
    others: tuple[Path, ...] = ()

    def run(self, words: Sequence[str], folder: Path, *, status: int = 0, env: Mapping[str, str] | None = None) -> Cost:
        """A module (`experiments.run`) or a file with its words. InputError when it leaves with another status."""
        command = [sys.executable, "-c", START, str(self.root), "\n".join(map(str, self.others)), *words]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            begun = time.perf_counter()
            process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, env={**_environment(), **(env or {})})
            cost = _awaited(process, begun)
            said.seek(0)
            text = said.read()
        if process.returncode != status:
            last = text.strip().splitlines()[-1:] or ["nothing said"]
            raise InputError(f"{self.label}: {' '.join(words)} left with status {process.returncode}: {last[0]}")
        return Cost(*cost, text)


def _environment() -> dict[str, str]:
    """As it is, without what would put one checkout on the path of both."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"MPLBACKEND": "Agg"}


def _awaited(process: "subprocess.Popen[bytes]", begun: float) -> tuple[float, float, float]:
    if not hasattr(os, "wait4"):  # Windows
        raise InputError("a benchmark of two builds needs a system that says what a process cost (wait4): Linux or macOS")
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


@contextmanager
def against(where: str) -> Iterator[tuple[Build, Build]]:
    """The other build, from a folder or from a commit of this repository (checked out beside, removed afterwards), and this one."""
    folder = Path(where).expanduser()
    if (folder / "sim").is_dir():
        yield _pair(folder.resolve(), folder.name)
        return
    found = _git("rev-parse", "--verify", "--quiet", f"{where}^{{commit}}")
    if found.returncode:
        raise InputError(f"against={where} is neither a folder that holds plek nor a commit of {OWN.name}")
    with tempfile.TemporaryDirectory() as temporary:
        other = Path(temporary).resolve() / "other"
        added = _git("worktree", "add", "--detach", str(other), found.stdout.strip())
        if added.returncode:
            raise InputError(f"against={where}: git can't check it out: {added.stderr.strip().splitlines()[-1]}")
        try:
            yield _pair(other, found.stdout.strip()[:7])
        finally:
            _git("worktree", "remove", "--force", str(other))


def _pair(other: Path, label: str) -> tuple[Build, Build]:
    return Build(label, other, (OWN,)), Build("this", OWN, (other,))


def _git(*words: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(["git", "-C", str(OWN), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise InputError("against a commit needs git; name a folder instead: against=PATH") from error
