"""Where everything is required, a skip is a failure that is named; elsewhere it is only named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = "import pytest\n\ndef test_done():\n    pass\n\ndef test_left():\n    pytest.skip('no browser here')\n"
FILE_LEFT = "import pytest\n\npytest.skip('no cluster here', allow_module_level=True)\n"


def session(folder: Path, text: str, root: Path, required: str) -> subprocess.CompletedProcess[str]:
    """Run a suite of one file under this repository's conftest."""
    shutil.copy(root / "tests" / "conftest.py", folder)
    (folder / "test_suite.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "PLEK_REQUIRE_ALL": required}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(("text", "reason"), [(SUITE, "no browser here"), (FILE_LEFT, "no cluster here")])
def test_a_skip_fails_where_everything_is_required(text: str, reason: str, tmp_path: Path, root: Path) -> None:
    done = session(tmp_path, text, root, "1")
    assert done.returncode == 1
    assert "a skip is a failure" in done.stdout and reason in done.stdout


def test_a_skip_is_named_elsewhere(tmp_path: Path, root: Path) -> None:
    done = session(tmp_path, SUITE, root, "")
    assert done.returncode == 0
    assert "not tested here" in done.stdout and "test_suite.py::test_left: no browser here" in done.stdout


def test_nothing_skipped_is_fine_where_everything_is_required(tmp_path: Path, root: Path) -> None:
    done = session(tmp_path, "def test_done():\n    pass\n", root, "1")
    assert done.returncode == 0
