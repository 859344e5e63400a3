"""A point is one scenario of a plan: a composed base tree, a few typed edits, a name and hashes. Light, so that 100,000 fit."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from experiments.errors import InputError
from experiments.front_door.settings import RUN_KEYS
from sim import Scenario
from sim.errors import did_you_mean
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS

Tree = dict[str, Any]
HASH_LENGTH = 12


@dataclass(frozen=True)
class Point:
    """base: index of its composed tree in the plan. setting: hash of all that varies but the branch; pairs are formed within it.

    factors: what is shown in the `points` table, one column each. name: the `scenario` column of every table.
    own: parameters of the ensemble that are set by name, which no member replaces.
    """

    name: str
    branch: str
    setting: str
    base: int
    edits: tuple[tuple[str, Any], ...]
    factors: tuple[tuple[str, Any], ...]
    digest: str
    burn_in_digest: str
    seed: int
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """Points that share one burnt-in country, for one replicate: one call of `each_branch`. member: the ensemble's values for it."""

    points: tuple[Point, ...]
    replicate: int
    member: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Chunk:
    """Consecutive tasks whose rows share a file per table. `bases` holds the trees its points need."""

    number: int
    tasks: tuple[Task, ...]
    bases: Mapping[int, Tree] = field(repr=False)

    @property
    def n_points(self) -> int:
        """Runs in this chunk: points times replicates."""
        return sum(len(task.points) for task in self.tasks)


def short_hash(value: Any) -> str:
    """First hexadecimal digits of the SHA-256 of the value's canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:HASH_LENGTH]


def edited(tree: Tree, edits: Iterable[tuple[str, Any]]) -> Tree:
    """The tree with values replaced at dotted paths; the tree given stays as it is. InputError for a key that isn't there."""
    tree = dict(tree)
    for path, value in edits:
        node, (*parents, leaf) = tree, path.split(".")
        for parent in parents:
            if not isinstance(node.get(parent), dict):
                raise InputError(f"no key '{path}'{did_you_mean(path, _sweepable())}")
            node[parent] = dict(node[parent])
            node = node[parent]
        if leaf not in node:
            raise InputError(f"no key '{path}'{did_you_mean(path, _sweepable())}")
        node[leaf] = value
    return tree


def build(bases: Mapping[int, Tree], point: Point, member: Iterable[tuple[str, float]] = ()) -> Scenario:
    """The point's scenario, strictly built; where a member of an ensemble is given, with its values for what is not set by name."""
    laid = [(key, value) for key, value in member if key not in point.own]
    return Scenario.from_dict(named(edited(bases[point.base], [*laid, *point.edits]), point.name))


def named(tree: Tree, name: str | None) -> Tree:
    """The scenario part of a composed tree, under this name; without one, sim gives it a name."""
    scenario = scenario_part(tree)
    return {**scenario, "name": name} if name is not None else scenario


def scenario_part(tree: Tree) -> Tree:
    """What belongs to the simulated country and not to the run; unknown keys stay in, for the strict build to refuse."""
    part = {key: value for key, value in tree.items() if key not in RUN_KEYS}
    option = part.get("option")
    if isinstance(option, dict) and option.get("name") is None:
        if _any_value(option):
            raise InputError("option.*: levers of an option need an option: option=NAME; levers of the regime stand under regime.*")
        part["option"] = None
    return part


def _any_value(tree: Tree) -> bool:
    return any(_any_value(value) if isinstance(value, dict) else value is not None for value in tree.values())


def whole_keys() -> frozenset[str]:
    """Keys whose values are whole numbers: intervals over them give integers."""
    parameters = {name for name, parameter in PARAMETERS.items() if _is_whole(parameter.value)}
    levers = {name for name, lever in LEVERS.items() if _is_whole(lever.off)}
    return frozenset(
        parameters
        | {f"{group}.{name}" for group in ("regime", "option") for name in levers}
        | {"seed", "horizon.years", "horizon.burn_in_years"}
    )


def real_keys() -> frozenset[str]:
    """Keys whose values are numbers with a fraction."""
    parameters = {name for name, parameter in PARAMETERS.items() if isinstance(parameter.value, float)}
    levers = {name for name, lever in LEVERS.items() if isinstance(lever.off, float)}
    return frozenset(parameters | {f"{group}.{name}" for group in ("regime", "option") for name in levers})


def canonical(key: str, value: Any, whole: frozenset[str], real: frozenset[str]) -> Any:
    """The value as its key has it, so that 2 and 2.0, or 0 and -0.0, are one setting."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if key in whole and float(value).is_integer():
        return int(value)
    return float(value) + 0.0 if key in real else value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _sweepable() -> Sequence[str]:
    return [*PARAMETERS, *(f"regime.{name}" for name in LEVERS), "seed", "horizon.years", "horizon.burn_in_years"]
