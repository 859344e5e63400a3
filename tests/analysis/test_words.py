"""The small parser of the analysis commands."""

import subprocess
import sys
from pathlib import Path

import pytest

from analysis import AnalysisError, words
from experiments.errors import InputError
from experiments.words import read

KNOWN = {"measure": None, "level": "0.95"}


def test_words_and_defaults() -> None:
    assert words.parse(["DIR", "measure=x=y"], KNOWN, None) == (["DIR"], {"measure": "x=y", "level": "0.95"})


@pytest.mark.parametrize(
    ("argv", "message"),
    [(["D", "mesure=x"], "did you mean 'measure'"), (["D", "q=1"], "known: measure, level"), ([], "expected 1 folder of results, got 0"),
     (["D", "E"], "got 2"), (["D", "--lang"], "no option '--lang'"), (["D", "level=1", "level=2"], "given twice")],
)  # fmt: skip
def test_mistakes_are_named(argv: list[str], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        words.parse(argv, KNOWN, None)


@pytest.mark.parametrize("value", ["x", "nan", "inf", "2", "", None])
def test_numbers_lie_between_their_bounds(value: str | None) -> None:
    with pytest.raises(AnalysisError):
        words.number("level", value, low=0, high=1)
    assert words.number("level", "0.5", low=0, high=1) == 0.5


def test_truth() -> None:
    assert words.truth("mixed", "True") and not words.truth("mixed", "0")
    with pytest.raises(AnalysisError, match="must be true or false"):
        words.truth("mixed", "maybe")


def _commands(root: Path) -> list[str]:
    """Every module of analysis that is a command."""
    own = (root / "analysis").rglob("*.py")
    files = [path.relative_to(root) for path in own if "sys.exit(command.run(main))" in path.read_text(encoding="utf-8")]
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__main__") for path in files)


def test_every_command_has_help(root: Path) -> None:
    commands = _commands(root)
    assert {"analysis.discovery", "analysis.export", "analysis.report", "analysis.sensitivity"} <= set(commands)
    for command in commands:
        for word in ("-h", "--help"):
            done = subprocess.run([sys.executable, "-m", command, "x", word], cwd=root, capture_output=True, text=True, check=False)
            assert done.returncode == 0 and not done.stderr, done.stderr
            assert f"python -m {command} RESULTS" in done.stdout and "defaults: " in done.stdout


def test_the_tools_read_their_words_alike() -> None:
    assert read("tool", ["a=1", "here"], {"a": "0", "b": None, "c": "2"}, None, 1) == (["here"], {"a": "1", "c": "2"})
    wrong = {
        ("d=1",): "tool: no key 'd' (known: a)",
        ("a=1", "a=2"): "tool: key 'a' is given twice",
        ("x",): "tool: expected 0 folders of results, got 1",
    }
    for typed, said in wrong.items():
        with pytest.raises(InputError) as refused:
            read("tool", typed, {"a": "0"}, None)
        assert str(refused.value) == said
