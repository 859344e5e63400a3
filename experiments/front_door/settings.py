"""The run part of the tree: how often, where to, with what; checked as strictly as the scenario is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Union, get_args, get_origin

from experiments.errors import InputError

KEEPS = ("summary", "spells", "all")
EXECUTORS = ("pool", "dask", "inline")
DESIGNS = ("grid", "latin", "sobol", "morris", "csv", "corners", "flips", "clauses")


@dataclass(frozen=True)
class PlanSettings:
    """Which scenarios are run beside each other, and which factors are varied.

    regimes, options: names from `configs/regime`, `configs/option`, each a branch of the same burnt-in country.
    scenarios: {name: [override, ...]}, for anything else that is a branch.
    factors: {key: values as on the command line}, for instance {"capacity.slack": "interval(-0.1,0.2)"}.
    design, samples, levels, csv: how interval() factors become points; corners: the ends of the ensemble's axes; flips: every parameter
    at the ends of what is plausible; clauses: the laws between two laws.
    pairs: parameters that flips also moves two at a time.
    aa: the branches that get an A/A run. chunk: tasks per file.
    """

    regimes: list[Any] | None = None
    options: list[Any] | None = None
    scenarios: dict[str, Any] = field(default_factory=dict)
    factors: dict[str, Any] = field(default_factory=dict)
    design: str = "grid"
    samples: int | None = None
    levels: int = 4
    csv: str | None = None
    pairs: list[Any] | None = None
    aa: list[Any] | None = None
    chunk: int | None = None


@dataclass(frozen=True)
class Precision:
    """Replicates are added, `batch` at a time, until the 95% half-width of the paired difference is below `half_width`."""

    measure: str | None = None
    between: list[Any] | None = None
    half_width: float | None = None
    batch: int = 4
    max_replicates: int = 200


@dataclass(frozen=True)
class Settings:
    """Everything in the tree that is not one simulated country. ensemble: name of the countries that replicates take in turn.

    against: the law that plan.design=clauses holds the chosen one against.
    """

    ensemble: str | None = None
    against: str | None = None
    replicates: int = 1
    out: str | None = None
    keep: str = "all"
    trace: int | str | list[Any] | None = None
    workers: int | None = None
    threads: int | None = None
    executor: str = "pool"
    address: str | None = None
    shard: str | None = None
    dry_run: bool = False
    max_points: int = 100_000
    retry_failed: bool = False
    report: bool = False
    lang: str = "nl"
    plan: PlanSettings = field(default_factory=PlanSettings)
    precision: Precision = field(default_factory=Precision)


RUN_KEYS = frozenset(item.name for item in fields(Settings))
_AT_LEAST_ONE = (
    "replicates",
    "workers",
    "threads",
    "max_points",
    "plan.samples",
    "plan.levels",
    "plan.chunk",
    "precision.batch",
    "precision.max_replicates",
)
_CHOICES = {"keep": KEEPS, "executor": EXECUTORS, "plan.design": DESIGNS, "lang": ("nl", "en")}


def from_tree(tree: Mapping[str, Any]) -> Settings:
    """The run part of a composed tree as Settings; InputError for an unknown key, a wrong type, a number out of bounds."""
    settings: Settings = _build(Settings, {key: value for key, value in tree.items() if key in RUN_KEYS}, "")
    _check(settings)
    return settings


def shard_of(settings: Settings) -> tuple[int, int]:
    """`shard=2/5` as (2, 5); (1, 1) where nothing is said."""
    if settings.shard is None:
        return 1, 1
    first, slash, second = settings.shard.partition("/")
    if not (slash and first.isdigit() and second.isdigit() and 1 <= int(first) <= int(second)):
        raise InputError(f"shard: '{settings.shard}' is not i/k with i from 1 to k, for instance shard=1/4")
    return int(first), int(second)


def _build(kind: Any, tree: Mapping[str, Any], where: str) -> Any:
    known = {item.name: item for item in fields(kind)}
    values = {}
    for key, value in tree.items():
        path = f"{where}{key}"
        if key not in known:
            near = get_close_matches(str(key), list(known), n=1)
            raise InputError(f"no key '{key}' under {where.rstrip('.')}" + (f"; did you mean '{near[0]}'?" if near else ""))
        wanted = known[key].type
        if isinstance(wanted, type) and wanted in (PlanSettings, Precision):
            if not isinstance(value, Mapping):
                raise InputError(f"{path}: expected a group of keys, got {value!r}")
            values[key] = _build(wanted, value, f"{path}.")
        elif value is None and get_origin(wanted) is dict:
            values[key] = {}
        else:
            values[key] = _typed(path, value, wanted)
    return kind(**values)


def _typed(path: str, value: Any, wanted: Any) -> Any:
    """The value, if it has one of the types of the annotation; whole numbers pass for a float."""
    union = get_origin(wanted) in (Union, type(int | None))
    kinds = tuple(get_origin(kind) or kind for kind in (get_args(wanted) if union else (wanted,)))
    if float in kinds and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, str) and "\0" in value:
        raise InputError(f"{path}: holds a character that no name has")
    if isinstance(value, str) and not value.strip():
        raise InputError(f"{path}: empty; leave it out or give a value")
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        names = " or ".join("nothing" if kind is type(None) else kind.__name__ for kind in kinds)
        raise InputError(f"{path}: expected {names}, got {value!r}")
    return value


def _check(settings: Settings) -> None:
    for path in _AT_LEAST_ONE:
        value = _value(settings, path)
        if value is not None and value < 1:
            raise InputError(f"{path}: {value} is below 1")
    for path, choices in _CHOICES.items():
        value = _value(settings, path)
        if value not in choices:
            near = get_close_matches(str(value), choices, n=1)
            raise InputError(f"{path}: no '{value}'" + (f"; did you mean '{near[0]}'?" if near else f"; there is {', '.join(choices)}"))
    shard_of(settings)
    _check_trace(settings.trace)
    precision = settings.precision
    if precision.half_width is not None and not (math.isfinite(precision.half_width) and precision.half_width > 0):
        raise InputError(f"precision.half_width: {precision.half_width} is not a number above 0")
    if precision.measure is not None and (precision.half_width is None or len(precision.between or []) != 2):
        raise InputError("precision needs precision.measure=NAME 'precision.between=[A,B]' precision.half_width=NUMBER together")
    if precision.measure is not None and settings.shard is not None:
        raise InputError("precision and shard can't go together: the number of replicates depends on all shards")


def _check_trace(trace: Any) -> None:
    """A pupil's number, a list of numbers, or `longest`."""
    numbers = trace if isinstance(trace, list) else [trace]
    if trace in (None, "longest") or all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one < 2**62 for one in numbers):
        return
    raise InputError(f"trace: {trace!r} is neither a pupil's number, nor a list of numbers, nor the word longest")


def _value(settings: Settings, path: str) -> Any:
    value: Any = settings
    for name in path.split("."):
        value = getattr(value, name)
    return value
