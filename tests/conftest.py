"""What holds for every test: no screen, no chance of its own, and with PLEK_REQUIRE_ALL=1 no skip.

Tools outside Python, and how a test finds them (a test that misses one skips with `reason` naming it):

* chromium: `chromium` or `chromium-browser` on the PATH;
* axe-core: the file in PLEK_AXE, else node_modules/axe-core/axe.min.js in the repository (git ignores that folder);
* SLURM: `slurmctld`, `slurmd`, `sbatch` and `munged` on the PATH or in /usr/sbin.

.ci/run installs all of them by name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("PLEK_REQUIRE_ALL") == "1"

os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("PLEK_BURNT_IN_GB", "0")  # what one test burnt in is no other test's
# The same examples every time, whatever the machine's speed; compiling the kernel inside an example is slow once.
settings.register_profile("plek", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plek")

_skipped: dict[str, str] = {}


def tool(*names: str) -> str | None:
    """Path of the first of these programs that is installed, also looking where Debian keeps daemons."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's Chromium (any Chromium on the PATH)."""
    found = tool("chromium", "chromium-browser", "google-chrome")
    if found is None:
        pytest.skip("chromium is not installed")
    return found


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core, to be put into a page."""
    named = os.environ.get("PLEK_AXE")
    path = Path(named) if named else ROOT / "node_modules/axe-core/axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core, or PLEK_AXE=/path/to/axe.min.js)")
    return path.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _quiet_figures() -> Iterator[None]:
    """Close what a test drew, so that figures don't add up over a session."""
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _remember(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr or getattr(report, "wasxfail", ""))
        _skipped[report.nodeid] = reason.removeprefix("Skipped: ")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note skipped tests."""
    _remember(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note files skipped as a whole."""
    _remember(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under PLEK_REQUIRE_ALL=1 a skip is a failure."""
    if REQUIRE_ALL and _skipped and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was skipped and why, and that this is not allowed where everything is required."""
    if not _skipped:
        return
    title = "PLEK_REQUIRE_ALL=1: a skip is a failure" if REQUIRE_ALL else "not tested here"
    terminalreporter.section(title, red=REQUIRE_ALL, yellow=not REQUIRE_ALL)
    for nodeid, reason in _skipped.items():
        terminalreporter.line(f"{nodeid}: {reason}")
