"""What is plausible of every parameter: its prior where it has one, else a range declared with its reason."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.calibration import priors
from experiments.errors import InputError
from sim.parameters import PARAMETERS

FILE = Path(__file__).with_name("plausible.toml")
SWITCHES = {"behaviour.treatment_memoryless": "a check of queues by closed forms", "behaviour.care_entry_once": "a check of care apart from school"}
"""Parameters that no country has at either value: switches for checks, with what they check. Ideals are no countries either."""


@dataclass(frozen=True)
class Ends:
    """One uncertain thing at its two ends: `low` and `high` say what each sets. by_prior: it was fitted; axis: answers are shown along it."""

    name: str
    low: Mapping[str, float]
    high: Mapping[str, float]
    why: str
    by_prior: bool = False
    axis: bool = False


@cache
def ends() -> tuple[Ends, ...]:
    """Both ends of everything uncertain, priors first. InputError where a range is missing, unknown, or not within the parameter's bounds."""
    fitted = tuple(_of_prior(prior) for prior in priors.load())
    known = {name for one in fitted for name in (*one.low, *one.high)}
    declared = tuple(_of_range(name, row) for name, row in _ranges().items())
    twice = sorted(known & {one.name for one in declared})
    if twice:
        raise InputError(f"{FILE.name}: {twice[0]} has a prior already; one of the two must go")
    missing = without_ends(known | {one.name for one in declared})
    if missing:
        raise InputError(f"{FILE.name}: {missing[0]} has neither a prior (priors.toml) nor a range here; give it one, with a reason")
    return (*fitted, *declared)


def unlisted(differences: Iterable[Mapping[str, Any]], known: Iterable[Ends]) -> list[str]:
    """Parameters that turn a stated difference and have no prior or are no axis; differences: as analysis.flips writes them."""
    listed = {name for one in known if one.by_prior and one.axis for name in (*one.low, *one.high)}
    turning = {name for one in differences for turn in one["turns"] for name in str(turn["moved"]).split("; ")}
    return sorted(turning - listed)


def without_ends(known: set[str]) -> list[str]:
    """Parameters of a country that are not in `known`."""
    return [name for name, parameter in PARAMETERS.items() if parameter.group != "ideal" and name not in SWITCHES and name not in known]


def _ranges() -> dict[str, Mapping[str, float | str]]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {f"{group}.{field}": row for group, fields in rows.items() for field, row in fields.items()}


def _of_prior(prior: priors.Prior) -> Ends:
    """A prior at its ends; one of two parameters (`net`) sets one of them at a time."""
    low, high = prior.low, prior.high
    if prior.kind == "net":
        first, second = prior.parameters
        sides = {first: 0.0, second: -low}, {first: high, second: 0.0}
    else:
        (only,) = prior.parameters
        sides = {only: low}, {only: high}
    return Ends(prior.name, *sides, "prior", True, prior.axis)


def _of_range(name: str, row: Mapping[str, float | str]) -> Ends:
    if name not in PARAMETERS:
        raise InputError(f"{FILE.name}: no parameter '{name}'")
    parameter, low, high = PARAMETERS[name], row["low"], row["high"]
    if isinstance(low, str) or isinstance(high, str) or not parameter.low <= low < high <= parameter.high:
        raise InputError(f"{FILE.name}: {name}: {low} to {high} is no range within {parameter.low:g} to {parameter.high:g}")
    if not str(row.get("why", "")).strip():
        raise InputError(f"{FILE.name}: {name}: a range needs a reason (why)")
    return Ends(name, {name: low}, {name: high}, str(row["why"]))
