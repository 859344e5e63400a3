"""Whatever happens on the way, a rerun gives the very bytes of an undisturbed run, and nothing whole is computed twice."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from experiments.errors import InputError, StoreError
from experiments.execution.store import WORK
from tests.experiments.runs import SWEEP, run, start, table_bytes

N_TASKS = 12


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert run(*SWEEP, f"out={folder}", "workers=1") == 0
    return table_bytes(folder)


def computed(log: Path) -> Counter[str]:
    return Counter(log.read_text().split("\n")[:-1]) if log.exists() else Counter()


def whole(folder: Path) -> int:
    return len(list((folder / WORK).glob("chunk-*.json")))


def until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come so far"
        time.sleep(0.02)


@pytest.mark.parametrize("words", [("workers=2",), ("workers=1",), ("executor=inline",), ("workers=3",)], ids="+".join)
def test_the_number_of_workers_does_not_matter(words: tuple[str, ...], undisturbed: dict[str, str], tmp_path: Path) -> None:
    assert run(*SWEEP, f"out={tmp_path / 'out'}", *words) == 0
    assert table_bytes(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("victim", ["parent", "worker"])
def test_sigkill(victim: str, undisturbed: dict[str, str], tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    process = start(*SWEEP, f"out={out}", "workers=2", model="slow", extra={"PLEK_TEST_LOG": str(log)})
    until(lambda: whole(out) >= 3)
    workers = [child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())]
    if victim == "parent":
        process.kill()
        process.communicate()
        psutil.wait_procs(workers, timeout=10)
        assert not any(worker.is_running() for worker in workers), "workers outlive their parent"
    else:
        workers[0].kill()
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "worker process died" in said
    n_whole = whole(out)
    assert n_whole < N_TASKS if victim == "parent" else n_whole == N_TASKS
    before = computed(log)
    os.environ["PLEK_TEST_LOG"] = str(log)
    assert run(*SWEEP, f"out={out}", "workers=2", model="slow") == 0
    assert table_bytes(out) == undisturbed
    assert (computed(log) - before).total() == N_TASKS - n_whole, "something whole was computed again, or something missing was not"
    assert sorted(computed(log)) == sorted({*computed(log)})
    assert len(computed(log)) == N_TASKS


def test_interrupt_leaves_whole_files_and_status_130(undisturbed: dict[str, str], tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    process = start(*SWEEP, f"out={out}", "workers=2", model="slow", extra={"PLEK_TEST_LOG": str(log)})
    until(lambda: whole(out) >= 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: everyone in the foreground hears it
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert not (out / "manifest.json").exists()
    known = {file for file in table_bytes(out) if file.endswith(".parquet")}
    assert known <= set(undisturbed)
    assert run(*SWEEP, f"out={out}") == 0
    assert table_bytes(out) == undisturbed


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("workers", [1, 2])
def test_full_disk(workers: int, tmp_path: Path) -> None:
    words = (*SWEEP, f"workers={workers}")
    assert run(*words, f"out={tmp_path / 'wide'}", model="heavy") == 0
    with small_disk(tmp_path / "small", "20m") as disk:
        with pytest.raises(StoreError, match="the disk is full"):
            run(*words, f"out={disk / 'out'}", model="heavy")
        n_whole = whole(disk / "out")
        assert 0 < n_whole < N_TASKS
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        assert run(*words, f"out={disk / 'out'}", model="heavy") == 0
        assert table_bytes(disk / "out") == table_bytes(tmp_path / "wide")


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_corrupt_chunk(
    damage: str, undisturbed: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    monkeypatch.setenv("PLEK_TEST_LOG", str(log))
    assert run(*SWEEP, f"out={out}") == 0
    file = out / "spells-00005.parquet"
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content[:50] if damage == "cut" else content[:60] + b"x" + content[61:])
    assert run(*SWEEP, f"out={out}", model="slow") == 0
    assert "damaged" in capfd.readouterr().err
    assert table_bytes(out) == undisturbed
    assert computed(log).total() == 1


def test_a_lock_that_a_killed_process_left_is_taken_away(undisturbed: dict[str, str], tmp_path: Path) -> None:
    """Killed between a chunk's marker and the end of its lock: nothing is lost, but the file stayed."""
    out = tmp_path / "out"
    assert run(*SWEEP, f"out={out}") == 0
    (out / WORK / "lock-00006").touch()
    assert run(*SWEEP, f"out={out}") == 0
    assert table_bytes(out) == undisturbed


def test_file_times_mean_nothing(undisturbed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    monkeypatch.setenv("PLEK_TEST_LOG", str(log))
    assert run(*SWEEP, f"out={out}") == 0
    for number, file in enumerate(sorted(out.rglob("*"))):
        os.utime(file, (number, 1e9 - number))
    assert run(*SWEEP, f"out={out}", model="slow") == 0
    assert computed(log).total() == 0
    assert table_bytes(out) == undisturbed


def test_two_processes_on_one_folder(undisturbed: dict[str, str], tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    both = [start(*SWEEP, f"out={out}", "workers=1", model="slow", extra={"PLEK_TEST_LOG": str(log)}) for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=100)
        assert process.returncode == 0, said
    assert table_bytes(out) == undisturbed
    assert set(computed(log).values()) == {1}, "both computed the same task"


def test_a_worker_that_always_dies_is_a_row(tmp_path: Path) -> None:
    import pandas as pd

    out = tmp_path / "out"
    assert run(*SWEEP, f"out={out}", "workers=2", model="deadly") == 3
    points = pd.concat(map(pd.read_parquet, sorted(out.glob("points-*.parquet"))))
    assert set(points[points.status == "failed"].replicate) == {2}
    assert points[points.status == "failed"].error.str.contains("died").all()
    assert len(points) == 24


def test_failed_points_are_rows_and_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    out, log = tmp_path / "out", tmp_path / "log"
    log.touch()
    monkeypatch.setenv("PLEK_TEST_LOG", str(log))
    words = ("region=tiny", "regime=landscape,geen", "replicates=3", f"out={out}", "workers=1")
    assert run(*words, model="failing") == 3
    points = pd.concat(map(pd.read_parquet, sorted(out.glob("points-*.parquet"))))
    lost = points[points.status == "failed"]
    assert list(zip(lost.scenario, lost.replicate, lost.error, strict=True)) == [("geen", 1, "ValueError: no such country")]
    assert len(points) == 6, "the other branch of the same country was lost with it"
    assert run(*words, model="failing") == 3, "without retry_failed nothing is tried again"
    log.unlink()
    assert run(*words, "retry_failed=true", model="failing") == 0
    assert run("region=tiny", "regime=landscape,geen", "replicates=3", f"out={tmp_path / 'clean'}", "workers=1") == 0
    assert table_bytes(out) == table_bytes(tmp_path / "clean")


def test_what_was_written_before_a_branch_failed_is_there_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    out, log = tmp_path / "out", tmp_path / "log"
    monkeypatch.setenv("PLEK_TEST_LOG", str(log))
    words = ("region=tiny", "regime=landscape,geen,doorzettingsmacht", "replicates=2", "keep=spells", f"out={out}", "workers=1")
    assert run(*words, model="stumbling") == 3
    expected = [(name, replicate) for replicate in (0, 1) for name in ("landscape", "geen", "doorzettingsmacht")]
    points = pd.concat(map(pd.read_parquet, sorted(out.glob("points-*.parquet"))))
    assert list(zip(points.scenario, points.replicate, strict=True)) == expected
    assert list(points.status) == ["ok", "ok", "ok", "ok", "failed", "ok"]
    expected.remove(("geen", 1))
    for table in ("summary", "spells"):
        rows = pd.concat(map(pd.read_parquet, sorted(out.glob(f"{table}-*.parquet"))))
        assert list(zip(rows.scenario, rows.replicate, strict=True)) == expected
    assert computed(log)["landscape 1"] == 1


def test_a_branch_is_let_go_before_the_next_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("PLEK_TEST_LOG", str(log))
    assert run("region=tiny", "regime=landscape,geen,doorzettingsmacht", "keep=summary", f"out={tmp_path / 'out'}", model="watchful") == 0
    assert not log.exists(), f"{log.read_text()} was still held"


def test_another_plan_in_the_folder_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(*SWEEP, f"out={out}") == 0
    before = table_bytes(out)
    with pytest.raises(InputError, match="replicates is 4 there and 5 here"):
        run(*SWEEP, f"out={out}", "replicates=5")
    with pytest.raises(InputError, match="slack"):
        run("region=tiny", "regime=landscape,geen", "capacity.slack=0.3", "replicates=4", "keep=spells", f"out={out}")
    assert table_bytes(out) == before


def test_a_worker_with_another_version_of_the_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.execution.work.code_digest", lambda: "another")
    with pytest.raises(InputError, match="sources changed"):
        run(*SWEEP, f"out={tmp_path / 'out'}", "workers=1")
    assert whole(tmp_path / "out") == 0
