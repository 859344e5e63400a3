"""The compiled engine is of one Python and processor, whole, or made anew; where it can't be kept, plek says so and goes on."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from sim.machine import cache
from tests.experiments.runs import environment


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an index and a file of code, as numba writes them."""
    monkeypatch.setenv("PLEK_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = tmp_path / "kept" / "name"
    folder.mkdir(parents=True)
    (folder / "kernel.nbi").write_bytes(pickle.dumps("0.61") + pickle.dumps({"key": "kernel.1.nbc"}))
    (folder / "kernel.1.nbc").write_bytes(pickle.dumps(("kernel", b"code" * 1000)))
    (folder / cache.WHOLE).touch()
    return folder


def test_a_sound_folder_is_used(kept: Path) -> None:
    assert cache.place("name") == (kept, "")


@pytest.mark.parametrize("name", ["kernel.nbi", "kernel.1.nbc"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_what_was_cut_off_is_made_anew(kept: Path, name: str, share: float) -> None:
    """A truncated index or code file ended in minutes of compiling and then a traceback, every time."""
    file = kept / name
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    folder, said = cache.place("name")
    assert folder == kept
    assert f"is damaged ({name}): it is compiled anew" in said
    assert list(kept.iterdir()) == []
    assert cache.place("name") == (kept, "")


def test_a_folder_that_can_only_be_read_serves_when_it_is_whole(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_writable", lambda folder: not folder.is_relative_to(kept.parent))
    assert cache.place("name") == (kept, "")
    (kept / cache.WHOLE).unlink()
    folder, said = cache.place("name")
    assert folder == cache._spare() / "name"
    assert str(kept) in said
    assert "can't be written" in said
    assert folder.parent.stat().st_mode & 0o077 == 0


def test_without_a_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PLEK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(cache.Path, "home", unknown)
    folder, said = cache.place("name")
    assert folder.is_relative_to(tmp_path)
    assert "no home folder" in said


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner here")
def test_a_folder_that_others_can_write_is_not_trusted(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "wanted", lambda: None)
    cache._spare().mkdir(mode=0o777)
    cache._spare().chmod(0o777)
    folder, _ = cache.place("name")
    assert folder.parent != cache._spare()


@pytest.mark.parametrize("what", ["cache_tag", "numba", "processor", "features", "sources", "bounds"])
def test_the_folder_is_of_one_python_numba_and_processor(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key.__wrapped__("sources")
    if what == "cache_tag":
        monkeypatch.setattr(cache.sys, "implementation", type("Other", (), {"cache_tag": "cpython-399"}))
    elif what == "numba":
        monkeypatch.setattr(cache.numba, "__version__", "99")
    elif what == "processor":
        monkeypatch.setattr(cache.config, "CPU_NAME", "i386")
    elif what == "features":
        monkeypatch.setattr(cache.config, "CPU_FEATURES", "-avx")
    elif what == "bounds":
        monkeypatch.setattr(cache.config, "BOUNDSCHECK", 1)
    assert cache.key.__wrapped__("others" if what == "sources" else "sources") != before


def test_compiling_waits_for_who_is_at_it_and_happens_once(tmp_path: Path) -> None:
    """Both workers of a run compiled at once where another Python's engine was kept."""
    code = (
        "import sys, time; from pathlib import Path; from experiments.execution import warm\n"
        f"warm.cache_folder = lambda: Path({str(tmp_path)!r}); warm.INTERPRETED = False\n"
        "warm._compile = lambda: time.sleep(0.5)\n"
        "warm.compile_once(print)\n"
    )
    (tmp_path / "of-another.nbi").touch()
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=environment(), stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert sum("compiling the engine" in out for out, _ in said) == 1
