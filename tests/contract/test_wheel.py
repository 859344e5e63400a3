"""What is installed is what is in the repository: every file of the packages is in the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("sim", "configs", "experiments", "analysis", "hydra_plugins")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what gets built, so that building leaves nothing behind in the repository."""
    root = Path(__file__).resolve().parents[2]
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, copy)
    for package in PACKAGES:
        shutil.copytree(root / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The built wheel; nothing is fetched for it."""
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(out),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(out.glob("plek-*.whl"))) as built:
        yield built


def test_every_file_of_the_packages_is_in_the_wheel(source: Path, wheel: zipfile.ZipFile) -> None:
    wanted = {path.relative_to(source).as_posix() for package in PACKAGES for path in (source / package).rglob("*") if path.is_file()}
    assert not wanted - set(wheel.namelist())


def test_the_command_is_there(wheel: zipfile.ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "plek = experiments.run:main" in wheel.read(entry).decode()


def test_hydra_finds_the_plugins_by_their_folder(wheel: zipfile.ZipFile) -> None:
    assert "hydra_plugins/__init__.py" not in wheel.namelist()
