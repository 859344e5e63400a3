"""Figures drawn by a process of their own: the same bytes as drawn here, whoever asks, and a clear end where it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.figures import painter as beside
from analysis.figures.words import Words
from analysis.report import write

CHANGE = pd.DataFrame({"scenario": ["geen"], "measure": ["home_year"], "estimate": [3.0], "low": [1.0], "high": [5.0]})
ASK = """
import sys
from analysis.report import write
write(sys.argv[1], out=sys.argv[2], lang="en")
print([name for name in ("matplotlib", "seaborn", "scipy.stats") if name in sys.modules])
"""


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda number: monkeypatch.setattr(beside, "_cores", lambda: number)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.suffix in (".svg", ".png", ".csv", ".html")}


def test_with_one_core_or_more_the_bytes_are_the_same(results_folder: Path, tmp_path: Path, cores: Callable[[int], None]) -> None:
    for number in (1, 2):
        cores(number)
        write(results_folder, lang="en", out=tmp_path / str(number))
    one, two = (_files(tmp_path / str(number)) for number in (1, 2))
    assert len(one) > 20 and one == two


def test_a_script_that_guards_nothing_can_write_a_report(results_folder: Path, tmp_path: Path, root: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(ASK, "utf-8")
    command = [sys.executable, str(script), str(results_folder), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(root)})
    assert done.returncode == 0 and not done.stderr, done.stderr
    if beside._cores() > 1:
        assert done.stdout == "[]\n", "what only figures need is not imported here"


def test_what_fails_there_is_raised_here_and_the_next_figure_is_drawn(cores: Callable[[int], None]) -> None:
    cores(2)
    with beside.painter() as paint:
        with pytest.raises(KeyError, match="measure"):
            paint("change", CHANGE.drop(columns="measure"), Words("en")).result()
        assert paint("change", CHANGE, Words("en")).result() == beside.paint("change", CHANGE, Words("en"))


def test_the_end_of_that_process_is_one_line(cores: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    cores(2)
    monkeypatch.setattr(beside, "_child", lambda: [sys.executable, "-c", ""])
    with beside.painter() as paint, pytest.raises(AnalysisError, match="ended before 'change' was drawn"):
        paint("change", CHANGE, Words("en")).result()
