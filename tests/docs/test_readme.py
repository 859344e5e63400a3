"""Every command in the README is one that exists; the cheap ones run, in a folder of their own."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.M | re.S)
WORD = re.compile(r"[+~]{0,2}[\w./@-]+=.*")
FLAGS = {"-m", "--multirun", "--help", "--config-dir"}
CHEAP = ("region=tiny", "region=one_area")


def blocks(*languages: str) -> list[str]:
    """Code blocks of the README in these languages."""
    return [body for language, body in FENCE.findall(README.read_text(encoding="utf-8")) if language in languages]


def commands() -> list[str]:
    """Single commands of the shell blocks; PowerShell's are split at the semicolon."""
    lines = [line.strip() for body in blocks("bash") for line in body.replace("\\\n", " ").splitlines()]
    lines += [part.strip() for body in blocks("powershell") for line in body.splitlines() for part in line.split(";")]
    return [line for line in lines if line and not line.startswith("#")]


def words_of_plek(command: str) -> list[str] | None:
    """What follows `plek` or `python -m experiments.run`; None for another command."""
    parts = shlex.split(command.replace("\\", "/"), comments=True)
    if parts[0] == "plek":
        return parts[1:]
    if re.search(r"(^|/)python3?$", parts[0]) and parts[1:3] == ["-m", "experiments.run"]:
        return parts[3:]
    return None


def trouble(command: str, root: Path) -> str | None:
    """Why a command cannot be right, or None."""
    parts = shlex.split(command.replace("\\", "/"), comments=True)
    words = words_of_plek(command)
    if words is not None:
        follows = dict(zip(words[1:], words, strict=False))
        bad = [word for word in words if word not in FLAGS and follows.get(word) != "--config-dir" and not WORD.fullmatch(word)]
        return f"not key=value: {bad}" if bad else None
    if parts[0] == "make":
        targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.M)
        unknown = [part for part in parts[1:] if "=" not in part and part not in targets]
        return f"no such target: {unknown}" if unknown else None
    if re.search(r"(^|/)(python3?|py)$", parts[0]) and parts[1] == "-m":
        return None if importlib.util.find_spec(parts[2]) else f"no module {parts[2]}"
    return "neither plek, python -m nor make"


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_exists(command: str, root: Path) -> None:
    assert trouble(command, root) is None


def test_a_wrong_command_is_noticed(root: Path) -> None:
    assert trouble("plek regime geen", root) == "not key=value: ['regime', 'geen']"
    assert trouble("make rum", root) == "no such target: ['rum']"
    assert trouble("python -m analysis.reprot x", root) is not None
    assert trouble("curl something", root) is not None


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(README.parent)}
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False)


def cheap(command: str) -> bool:
    """A single run (no sweep) of a small country."""
    words = words_of_plek(command) or []
    return any(word in words for word in CHEAP) and not {"-m", "--multirun"} & set(words)


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command in commands() if cheap(command)])
def test_a_cheap_command_runs(command: str, tmp_path: Path) -> None:
    words = words_of_plek(command)
    assert words is not None
    done = run([sys.executable, "-m", "experiments.run", *words], tmp_path)
    assert done.returncode == 0, done.stderr
    out = next((word.removeprefix("out=") for word in words if word.startswith("out=")), "results")
    assert list((tmp_path / out).rglob("manifest.json"))


@pytest.mark.slow
@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_of_the_readme_runs(program: str, tmp_path: Path) -> None:
    assert any(word in program for word in CHEAP), "keep the README's programs small enough to run"
    done = run([sys.executable, "-c", program], tmp_path)
    assert done.returncode == 0, done.stderr


def test_every_link_of_the_readme_leads_somewhere(root: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (root / target).exists()]
    assert not missing
