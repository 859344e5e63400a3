"""What is laid beside each other on the same burnt-in country: regimes, options, named scenarios, and their A/A runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from experiments.errors import InputError
from experiments.front_door.factors import Factor, choices
from experiments.front_door.mistakes import suggestion
from experiments.front_door.settings import RUN_KEYS, PlanSettings

AA = "_aa"


@dataclass(frozen=True)
class Branch:
    """name: the `scenario` column, None where sim names it. aa: the same regime with one irrelevant extra child.

    edits: values of its tree that differ from what the overrides compose.
    """

    name: str | None
    overrides: tuple[str, ...] = ()
    aa: bool = False
    edits: tuple[tuple[str, Any], ...] = ()


def branches_of(
    plan: PlanSettings, factors: Mapping[str, Factor], groups: Mapping[str, Sequence[str]]
) -> tuple[list[Branch], dict[str, Factor]]:
    """(branches, factors that are left). `regime=a,b` and `option=a,b` replace the names of the experiment file."""
    rest = dict(factors)
    names: dict[str, list[Any]] = {"regime": list(plan.regimes or []), "option": list(plan.options or [])}
    swept = [group for group in names if group in rest]
    if len(swept) == 1:
        names[swept[0]] = list(rest.pop(swept[0]).values)  # type: ignore[arg-type]
    found = [Branch(name, (f"{group}={name}",)) for group in names for name in choices(group, names[group], groups)]
    found += [Branch(str(name), _words(str(name), words)) for name, words in plan.scenarios.items()]
    found = found or [Branch(None)]
    _unique(found)
    return with_aa(found, plan), rest


def _words(name: str, words: Any) -> tuple[str, ...]:
    if not isinstance(words, (list, tuple)) or not all(isinstance(word, str) and "=" in word for word in words):
        raise InputError(f"plan.scenarios.{name}: expected a list of overrides, for instance [regime=geen, ideal.boards_willing=true]")
    for word in words:
        if word.lstrip("+~").partition("=")[0].split(".")[0] in RUN_KEYS:
            raise InputError(f"plan.scenarios.{name}: {word} belongs to the run, not to one of its scenarios")
    return tuple(words)


def with_aa(branches: list[Branch], plan: PlanSettings) -> list[Branch]:
    """The branches, and after them the A/A runs that the plan asks for."""
    names = [str(name) for name in plan.aa or []]
    known = {branch.name: branch for branch in branches if branch.name is not None}
    for name in names:
        if name not in known:
            raise InputError(f"plan.aa: no scenario '{name}' in this plan{suggestion(name, sorted(known))}")
    return branches + [replace(known[name], name=f"{name}{AA}", aa=True) for name in names]


def _unique(branches: Sequence[Branch]) -> None:
    names = [branch.name for branch in branches]
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"plan: '{twice[0]}' is there twice")
