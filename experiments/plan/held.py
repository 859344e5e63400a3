"""What is typed holds, or is refused with the reason: no word is dropped without a word."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.front_door.factors import Factor, Interval
from experiments.front_door.settings import Settings
from experiments.plan.branches import Branch
from experiments.plan.design import LISTED
from experiments.plan.points import Point, Tree
from sim.scenario import flatten

DESIGN = ("design", "samples", "levels")


def typed_keys(fixed: Sequence[str]) -> dict[str, str]:
    """{key: the word that gives it a value}; of two words for one key the later."""
    return {word.partition("=")[0].lstrip("+~"): word for word in fixed}


def left_open(factors: Mapping[str, Factor], fixed: Sequence[str]) -> dict[str, Factor]:
    """The factors of a plan in a file, less those that a word gives one value."""
    typed = typed_keys(fixed)
    return {key: factor for key, factor in factors.items() if key not in typed}


def check(
    fixed: Sequence[str],
    options: Mapping[str, Any],
    settings: Settings,
    branches: Sequence[Branch],
    factors: Mapping[str, Factor],
    rows: Sequence[Mapping[str, Any]] | None,
) -> None:
    """InputError for the first word that would change nothing. options: of the sweeper. rows: listed settings."""
    typed = typed_keys(fixed)
    for word in fixed:
        if word.startswith("~"):
            raise InputError(f"{word}: nothing can be taken out; a value of its own is {word.lstrip('~')}=...")
    _branches(typed, branches)
    _rows({*typed, *factors}, rows if settings.plan.csv is not None else None, typed)
    _design({*options, *(key.removeprefix("plan.") for key in typed if key.startswith("plan."))} & {*DESIGN}, settings, factors)
    _run(typed, settings)


def _branches(typed: Mapping[str, str], branches: Sequence[Branch]) -> None:
    for branch in branches:
        for own in branch.overrides:
            key = own.partition("=")[0].lstrip("+~")
            if key in typed:
                others = f"plan.{key}s=[...] names other ones, and -m {key}=a,b runs these" if key in ("regime", "option") else "leave it out"
                raise InputError(f"{typed[key]}: this plan sets {key} itself ({own} in scenario '{branch.name}'); {others}")
    if "name" in typed and typed["name"] != "name=null" and any(branch.name is not None for branch in branches):
        raise InputError(f"{typed['name']}: the scenarios of this plan have names of their own")


def _rows(keys: Collection[str], rows: Sequence[Mapping[str, Any]] | None, typed: Mapping[str, str]) -> None:
    for key in rows[0] if rows else ():
        if key in keys:
            raise InputError(f"{typed.get(key, key)}: the CSV of points has a column {key}; leave one of both out")


def _design(asked: Collection[str], settings: Settings, factors: Mapping[str, Factor]) -> None:
    design = settings.plan.design
    sampled = any(isinstance(factor.values, Interval) for factor in factors.values())
    if "levels" in asked and design != "morris":
        raise InputError(f"levels: only the design 'morris' has levels, and this one is '{design}'")
    if "samples" in asked and design in LISTED and design != "clauses":  # there it counts sampled orders
        raise InputError(f"samples: {LISTED[design]} are all run; leave samples out")
    if asked and not sampled and design not in LISTED:
        raise InputError(f"{min(asked)}: nothing varies over an interval here: write one as 'key=interval(low,high)', or leave {min(asked)} out")


def _run(typed: Mapping[str, str], settings: Settings) -> None:
    for key, word in typed.items():
        if key.startswith("precision.") and settings.precision.measure is None and not word.endswith("=null"):
            raise InputError(f"{word}: replicates are added only when precision.measure says for which measure")
        if key == "address" and settings.address is not None and settings.executor != "dask":
            raise InputError(f"{word}: an address is Dask's; add executor=dask")
        if key == "workers" and settings.executor == "inline" and (settings.workers or 1) > 1:
            raise InputError(f"{word}: executor=inline computes in this process alone")


def check_experiment(fixed: Sequence[str], composer: Composer, groups: Mapping[str, Sequence[str]]) -> None:
    """InputError where a choice was typed and the experiment's file sets a value of it to something else."""
    typed = typed_keys(fixed)
    chosen = [key for key in typed if key in groups and key != "experiment" and "/" not in key]
    if typed.get("experiment", "experiment=null") == "experiment=null" or not chosen:
        return
    both = composer.tree(list(fixed))
    without = composer.tree([word for word in fixed if word.partition("=")[0].lstrip("+~") != "experiment"])
    for group in chosen:
        here, there = (_leaves(tree.get(group)) for tree in (both, without))
        for key in here:
            if here[key] != there.get(key) and key != "name":
                raise InputError(f"{typed[group]}: {typed['experiment']} sets {group}.{key} to {here[key]}; write {group}.{key}={there.get(key)} too")


def check_options(fixed: Sequence[str], points: Sequence[Point], bases: Mapping[int, Tree]) -> None:
    """InputError where a lever of the regime was typed and an option, which lies over the regime, sets the same one."""
    typed = typed_keys(fixed)
    swept = {(point.base, key) for point in points for key, _ in point.edits}
    for number, tree in bases.items():
        levers = {key for key, value in _leaves(tree.get("option")).items() if value is not None}
        for key in [*typed, *(key for base, key in swept if base == number)] if levers else ():
            group, _, lever = key.partition(".")
            if group == "regime" and lever in levers:
                raise InputError(
                    f"{typed.get(key, key)}: option {tree['option'].get('name')} lies over the regime and sets it itself; write option.{lever}=..."
                )


def _leaves(tree: Any) -> dict[str, Any]:
    return flatten(tree) if isinstance(tree, Mapping) else {}
