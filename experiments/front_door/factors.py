"""What was typed, split into what is fixed and what varies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.errors import InputError
from experiments.front_door import plain
from experiments.front_door.regime_files import resolve
from experiments.front_door.settings import RUN_KEYS


@dataclass(frozen=True)
class Interval:
    """All numbers from low to high, both included; a design says which."""

    low: float
    high: float


@dataclass(frozen=True)
class Factor:
    """One thing that varies. group: the values are names of configurations; otherwise values of the key itself."""

    key: str
    values: tuple[Any, ...] | range | Interval
    group: bool = False


def split(overrides: Sequence[str], groups: Mapping[str, Sequence[str]]) -> tuple[list[str], list[Factor]]:
    """(fixed overrides as typed, factors in the order typed). A later word for the same key replaces an earlier one."""
    if all(plain.is_plain(word) for word in overrides):
        return list(overrides), []
    from experiments.front_door import overrides as grammar  # Hydra's

    return grammar.split(overrides, groups)


def factor(key: str, values: Any, groups: Mapping[str, Sequence[str]]) -> Factor:
    """A factor as an experiment file says it: a string in Hydra's own grammar ("interval(0,1)", "range(1,5)", "a,b") or a list."""
    check_sweepable(key)
    if isinstance(values, (list, tuple)):
        return Factor(key, tuple(values), group=key in groups)
    from experiments.front_door import overrides as grammar

    return grammar.factor(key, values, groups)


def check_sweepable(key: str) -> None:
    """InputError for a key of the run."""
    if key.split(".")[0] in RUN_KEYS:
        raise InputError(f"{key}: belongs to the run, not to the simulated country, and can't be swept")


def choices(group: str, names: Sequence[Any], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The names with globs expanded; InputError where a name doesn't exist or a glob finds nothing."""
    found: list[str] = []
    for name in names:
        text = str(name)
        if any(sign in text for sign in "*?"):
            from experiments.front_door import overrides as grammar

            found += grammar.globbed(group, text.removeprefix("glob(").removesuffix(")"), groups)
        else:
            found.append(resolve([f"{group}={text}"])[0].partition("=")[2])
    return list(dict.fromkeys(found))
