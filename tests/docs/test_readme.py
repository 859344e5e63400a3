"""Every command in the README is one that exists; blocks of cheap ones run, line after line, in a folder of their own."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.M | re.S)
WORD = re.compile(r"[+~]{0,2}[\w./@-]+=.*")
FLAGS = {"-m", "--multirun", "--help", "--config-dir"}
CHEAP = "region=tiny"


def blocks(*languages: str) -> list[str]:
    """Code blocks of the README in these languages."""
    return [body for language, body in FENCE.findall(README.read_text(encoding="utf-8")) if language in languages]


def lines(block: str) -> list[str]:
    """Single commands of a shell block."""
    found = [line.strip() for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in found if line and not line.startswith("#")]


def commands() -> list[str]:
    """Single commands of the shell blocks; PowerShell's are split at the semicolon."""
    shell = [line for body in blocks("bash") for line in lines(body)]
    return shell + [part.strip() for body in blocks("powershell") for line in body.splitlines() for part in line.split(";")]


def parts_of(command: str) -> list[str]:
    return shlex.split(command.replace("\\", "/"), comments=True)


def words_of_plek(command: str) -> list[str] | None:
    """What follows `plek` or `python -m experiments.run`; None for another command."""
    parts = parts_of(command)
    if parts[0] == "plek":
        return parts[1:]
    if re.search(r"(^|/)python3?$", parts[0]) and parts[1:3] == ["-m", "experiments.run"]:
        return parts[3:]
    return None


def trouble(command: str, root: Path) -> str | None:
    """Why a command cannot be right, or None."""
    parts = parts_of(command)
    words = words_of_plek(command)
    if words is not None:
        follows = dict(zip(words[1:], words, strict=False))
        bad = [word for word in words if word not in FLAGS and follows.get(word) != "--config-dir" and not WORD.fullmatch(word)]
        return f"not key=value: {bad}" if bad else None
    if parts[0] == "make":
        targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.M)
        unknown = [part for part in parts[1:] if "=" not in part and part not in targets]
        return f"no such target: {unknown}" if unknown else None
    if parts[0] == "cp":
        return None if (root / parts[1]).is_file() else f"no file {parts[1]}"
    if re.search(r"(^|/)(python3?|py)$", parts[0]) and parts[1] == "-m":
        return None if importlib.util.find_spec(parts[2]) else f"no module {parts[2]}"
    return "neither plek, python -m, cp nor make"


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_exists(command: str, root: Path) -> None:
    assert trouble(command, root) is None


def test_a_wrong_command_is_noticed(root: Path) -> None:
    assert trouble("plek regime geen", root) == "not key=value: ['regime', 'geen']"
    assert trouble("make rum", root) == "no such target: ['rum']"
    assert trouble("python -m analysis.reprot x", root) is not None
    assert trouble("cp configs/regime/gene.yaml mine.yaml", root) == "no file configs/regime/gene.yaml"
    assert trouble("curl something", root) is not None


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(README.parent)}
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False)


def cheap(block: str) -> bool:
    """Whether a block runs small countries only, and what comes from them."""
    runs = [words for line in lines(block) if (words := words_of_plek(line)) is not None]
    return bool(runs) and all(CHEAP in words for words in runs)


@pytest.mark.slow
@pytest.mark.parametrize("block", [block for block in blocks("bash") if cheap(block)])
def test_a_cheap_block_runs(block: str, tmp_path: Path, root: Path) -> None:
    for command in lines(block):
        parts, words = parts_of(command), words_of_plek(command)
        if parts[0] == "cp":
            shutil.copy(root / parts[1], tmp_path / parts[2])
            continue
        done = run([sys.executable, "-m", "experiments.run", *words] if words is not None else [sys.executable, *parts[1:]], tmp_path)
        assert done.returncode == 0, done.stderr
        if words is not None:
            out = next(word.removeprefix("out=") for word in words if word.startswith("out="))
            assert (tmp_path / out / "manifest.json").is_file()


def test_some_blocks_are_cheap() -> None:
    assert sum(cheap(block) for block in blocks("bash")) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_of_the_readme_runs(program: str, tmp_path: Path) -> None:
    assert CHEAP in program, "keep the README's programs small enough to run"
    (tmp_path / "program.py").write_text(f"if __name__ == '__main__':\n    exec({program!r})\n", encoding="utf-8")
    done = run([sys.executable, "program.py"], tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 220
