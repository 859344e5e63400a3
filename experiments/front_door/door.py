"""What is typed becomes a request: plain words are read here, sweeps and flags by Hydra, and help is plek's own."""

from collections.abc import Sequence
from pathlib import Path

from experiments.front_door import nodes, plain
from experiments.front_door.help import text
from experiments.front_door.regime_files import forget, resolve
from experiments.front_door.request import Request

VALUED_FLAGS = ("--config-dir", "-cd", "--config-name", "-cn", "--config-path", "-cp", "--cfg", "-c", "--package", "-p", "--info", "-i")
HELP = ("--help", "-h")


def read(words: Sequence[str]) -> Request | None:
    """What is to be run; None when there was only something to show. InputError, in one line, for what can't be."""
    forget()
    flags, typed = parted(words)
    config_dir = _config_dir(flags)
    if any(flag in HELP for flag in flags):
        print(text(nodes.groups(config_dir)))
        return None
    if not flags:
        known = resolve(list(typed))
        tree = plain.compose(known, nodes.groups())
        if tree is not None:
            return Request(tuple(known), None, {}, tree)
    from experiments.front_door import app  # Hydra takes half a second

    return app.read(flags, typed, config_dir)


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """(flags with their values, overrides): they may be typed in any order."""
    flags: list[str] = []
    overrides: list[str] = []
    for word in words:
        is_value = bool(flags) and flags[-1] in VALUED_FLAGS
        (flags if word.startswith("-") or is_value else overrides).append(word)
    return flags, overrides


def _config_dir(words: Sequence[str]) -> Path | None:
    """The value of --config-dir, for the names to suggest."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word in ("--config-dir", "-cd"):
            return Path(following).resolve() if Path(following).is_dir() else None
        if word.startswith("--config-dir="):
            return Path(word.partition("=")[2]).resolve()
    return None
