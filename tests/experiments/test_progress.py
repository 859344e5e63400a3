"""What is said of the time that remains."""

import pytest

from experiments.execution import progress
from experiments.execution.progress import Progress


def test_what_was_there_before_says_nothing_of_how_long_the_rest_takes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """90 of 100 runs are there; 2 of the others took 20 seconds: 8 are left, at ten seconds each."""
    clock = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    shown = Progress()
    clock[0] += 300  # compiling
    shown.grow(100, 90, 5)
    clock[0] += 20
    shown.step(2, 0, 20.0)
    assert capsys.readouterr().err == "chunk 1/5: 2 runs in 20.0 s; 92/100 done, 80 s left\n"


def test_nor_does_the_bar_count_it_as_done_now(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The same on a terminal: two runs in 20 seconds are a tenth of a run a second."""
    clock = [1000.0]
    monkeypatch.setattr("tqdm.std.time", lambda: clock[0])
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    shown = Progress()
    clock[0] += 300
    shown.grow(100, 90, 5)
    clock[0] += 20
    shown.step(2, 0, 20.0)
    capsys.readouterr()
    bar = shown._bar.format_dict
    assert (bar["n"], bar["initial"], bar["total"]) == (92, 90, 100)
    assert bar["rate"] == pytest.approx(0.1)
