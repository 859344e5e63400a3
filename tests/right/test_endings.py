"""However it ends, a command ends with a status and one line: full screens, locked files, vanished folders, plain letters."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import AnalysisError, command, discovery, sensitivity, sweep
from analysis.load import load
from analysis.report import console, files
from experiments import compose
from experiments.run import FAULT, guarded
from sim import PlacementModel
from tests.analysis import test_sensitivity as made_sweeps
from tests.experiments.runs import ROOT, environment, plek
from tests.report.conftest import SHIFTS, manifest_of, store, tables_of


def one_line(done: subprocess.CompletedProcess[str], status: int, said: str) -> None:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("plek")]
    assert len(lines) == 1, done.stderr
    assert said in lines[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("endings") / "r", tables_of(SHIFTS, replicates=2, n=60), manifest_of(SHIFTS, reference="landscape"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["experiments.run", "--help"], ["analysis.sensitivity", "--help"], ["analysis.report", "FOLDER", "lang=en"]])
def test_a_full_screen(words: list[str], folder: Path) -> None:
    words = [str(folder) if word == "FOLDER" else word for word in words]
    with Path("/dev/full").open("w") as full:
        line = [sys.executable, "-m", *words]
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, env=environment(), text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from experiments.run import main; main()"
    for words in (["region=tiny", "out=x"], ["-m", "regime=landscape,geen", "region=tiny", "out=x"]):
        gone.mkdir(exist_ok=True)
        done = subprocess.run([sys.executable, "-c", code, *words], cwd=gone, env=environment(), capture_output=True, text=True, check=False)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert FAULT not in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("out", ["x" * 300, "y/" * 2100, "a\0b", "/proc/none/x", "/dev/null/x"])
def test_a_folder_that_can_not_be(out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.run import front_door

    assert guarded(lambda: front_door(["region=tiny", "horizon=test", f"out={out}", "dry_run=true"])) in (1, 2)
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert FAULT not in told


def test_a_label_with_an_accent_on_a_plain_screen(folder: Path) -> None:
    code = (
        "from pathlib import Path; from analysis import command; from analysis.report.console import table\n"
        f"raise SystemExit(command.run(lambda words: print('\u00e9', table(Path({str(folder)!r}), 'nl')) or 0))"
    )
    env = {**environment(), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "?" in done.stdout


def test_a_fault_of_our_own_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> int:
        raise KeyError("x")

    assert guarded(fails) == 1
    assert capsys.readouterr().err == f"plek: {FAULT}: KeyError: 'x'; PLEK_TRACE=1 shows where\n"
    monkeypatch.setenv("PLEK_TRACE", "1")
    with pytest.raises(KeyError):
        guarded(fails)


def refuses(words: list[str]) -> int:
    raise AnalysisError("no")


def vanishes(words: list[str]) -> int:
    raise FileNotFoundError(2, "No such file or directory", "there")


@pytest.mark.parametrize(("main", "status"), [(refuses, 2), (vanishes, 1), (lambda words: 1 // 0, 1), (lambda words: 0, 0)])
def test_commands_of_analysis(main: Callable[[list[str]], int], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(main) == status  # type: ignore[arg-type]
    assert capsys.readouterr().err.count("\n") == bool(status)


def test_a_report_that_is_open_elsewhere_is_said_before_anything_is_drawn(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program holds the workbook, Windows refuses to open it: the run ended in a traceback after all was drawn."""
    (tmp_path / "report.xlsx").mkdir()
    monkeypatch.setattr(files, "build", lambda *arguments: pytest.fail("drawn for nothing"))
    with pytest.raises(AnalysisError, match=r"report\.xlsx: .*; close it where it is open"):
        files.write(folder, lang="en", out=tmp_path)


def test_numbers_on_a_dutch_screen_are_dutch(folder: Path) -> None:
    dutch, english = console.table(folder, "nl"), console.table(folder, "en")
    assert dutch is not None
    assert english is not None
    words = [word for word in english.split() if word[-1].isdigit() and "." in word]
    assert words
    assert console._number(-2200.4, 1, "nl", "+") == "-2.200,4"
    for word in words:
        assert word.translate({ord(","): ".", ord("."): ","}) in dutch.split()


def test_ideals_without_today_as_it_is(tmp_path: Path) -> None:
    manifest = manifest_of({"landscape": 1.0})
    manifest["scenarios"]["landscape"] = {"ideal": {"boards_willing": True}, "regime": {"name": "landscape"}}
    with pytest.raises(AnalysisError) as error:
        files.write(store(tmp_path / "r", tables_of({"landscape": 1.0}, n=60), manifest))
    assert "no scenario 'landscape'" not in str(error.value)


# a sweep with missing answers


def spoilt(path: Path, lost: Callable[[pd.DataFrame], pd.Series]) -> sweep.Answers:
    """Ishigami-like answers, some of them missing, as the analysis meets them."""
    made_sweeps.store(path, made_sweeps.saltelli(16, 3), made_sweeps.linear)
    summary = pd.read_parquet(path / "summary-00000.parquet")
    summary.loc[lost(summary), "days_home_10y"] = np.nan
    summary.to_parquet(path / "summary-00000.parquet")
    made_sweeps.sealed(path, made_sweeps.META)
    return sweep.answers(load(path), "days_home_10y", "macht", "landscape")


def test_nothing_but_missing_answers_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="days_home_10y has no value in any of 80 settings"):
        spoilt(tmp_path / "r", lambda frame: frame["days_home_10y"].notna())


def test_missing_answers_never_change_the_method(tmp_path: Path) -> None:
    """A measure that most settings lacked was answered by Morris from a handful of pairs."""
    asked = spoilt(tmp_path / "r", lambda frame: ~frame["scenario"].isin(["landscape-0", "landscape-1", "macht-0", "macht-1"]))
    assert asked.missing == 78
    with pytest.raises(AnalysisError, match="no answer in 78 of 80 settings, which leaves 0 of 16 base points whole"):
        sensitivity.analyse(load(tmp_path / "r"), "days_home_10y", "macht", "landscape")


def test_a_missing_answer_is_counted_and_the_rest_is_right(tmp_path: Path) -> None:
    spoilt(tmp_path / "r", lambda frame: frame["scenario"] == "macht-7")
    found = sensitivity.analyse(load(tmp_path / "r"), "days_home_10y", "macht", "landscape")
    assert "total" in found
    assert found["total"].gt(0).any()
    assert "; 1 of 16 base points are left out, for there is no answer" in sensitivity.sentence(found)


def test_an_export_leads_nobody_to_zeros(tmp_path: Path) -> None:
    """scipy and SALib answer 0 for every factor where one answer is missing."""
    spoilt(tmp_path / "r", lambda frame: frame["scenario"] == "macht-7")
    with pytest.raises(AnalysisError, match="has no value in 1 of 80 settings"):
        discovery.to_ema(load(tmp_path / "r"), ["days_home_10y"], tmp_path / "x.tar.gz")
    assert not (tmp_path / "x.tar.gz").exists()


def test_more_noise_than_variance_is_said_in_words() -> None:
    rows = pd.DataFrame({"answer": ["y"], "factor": ["a"], "total": [0.5], "total_low": [0.1], "total_high": [0.9], "n": [9], "dropped": [0]})
    assert "all of the variance between settings may be noise" in sensitivity.sentence(rows.assign(share_of_noise=2.12))
    assert "%" not in sensitivity.sentence(rows.assign(share_of_noise=2.12))


def test_out_of_an_analysis_in_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made_sweeps.store(tmp_path / "r", made_sweeps.saltelli(8, 3), made_sweeps.linear)
    words = [str(tmp_path / "r"), "measure=days_home_10y", "of=macht", f"out={tmp_path / 'none' / 'x.csv'}"]
    assert sensitivity.main(words) == 1
    assert capsys.readouterr().err.count("\n") == 1


# memory and the array script


def test_a_model_that_is_let_go_is_gone() -> None:
    """Mesa 3.3 counts ids in a dictionary that keeps every model."""
    model = PlacementModel(compose(["region=tiny", "horizon=test"]))
    seen = weakref.ref(model)
    ids = [agent.unique_id for agent in model.agents]
    assert sorted(ids) == list(range(1, len(ids) + 1))
    del model
    gc.collect()
    assert seen() is None


@pytest.mark.parametrize(
    ("numbers", "shards"),
    [([1, 2, 3], ["1/3", "2/3", "3/3"]), ([1, 3, 5, 7], ["1/4", "2/4", "3/4", "4/4"]), ([0, 10, 20], ["1/3", "2/3", "3/3"]), ([1, 2, 5], [None] * 3)],
)
def test_steps_of_an_array_give_every_shard(numbers: list[int], shards: list[str | None], tmp_path: Path) -> None:
    step = numbers[1] - numbers[0]
    said = tmp_path / "plek"
    said.write_text('#!/bin/bash\necho "$@"\n')
    said.chmod(0o755)
    for number, shard in zip(numbers, shards, strict=True):
        given = {"ID": number, "MIN": min(numbers), "MAX": max(numbers), "COUNT": len(numbers), "STEP": step}
        env = {**os.environ, **{f"SLURM_ARRAY_TASK_{key}": str(value) for key, value in given.items()}, "PLEK_PYTHON": str(said)}
        script = ["bash", str(ROOT / "experiments/slurm/plek-array.sh"), "out=x"]
        done = subprocess.run(script, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == (2 if shard is None else 0)
        assert shard is None or f"shard={shard}" in done.stdout.split()


def test_refusals_of_the_command_are_one_line(tmp_path: Path) -> None:
    one_line(plek("region=tiny", "seed=nan", cwd=tmp_path), 2, "seed must be a whole number")
    assert list(tmp_path.iterdir()) == []
