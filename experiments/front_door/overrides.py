"""Sweeps in Hydra's grammar, read by its own parser."""

import re
import sys
from collections.abc import Mapping, Sequence
from itertools import count, takewhile
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, Glob, IntervalSweep, Override, QuotedString, RangeSweep
from hydra.errors import HydraException

from experiments.errors import InputError
from experiments.front_door.factors import Factor, Interval, check_sweepable
from experiments.front_door.mistakes import suggestion
from experiments.front_door.refusals import one_line
from sim.parameters import PARAMETERS


def split(overrides: Sequence[str], groups: Mapping[str, Sequence[str]]) -> tuple[list[str], list[Factor]]:
    """(fixed overrides as typed, factors in the order typed). A later word for the same key replaces an earlier one."""
    fixed: list[str] = []
    factors: dict[str, Factor] = {}
    for override in _parse(overrides, groups):
        key = override.key_or_group
        factors.pop(key, None)
        if override.is_sweep_override():
            factors[key] = _factor(override, groups)
        else:
            fixed.append(str(override.input_line))
    return fixed, list(factors.values())


def factor(key: str, values: Any, groups: Mapping[str, Sequence[str]]) -> Factor:
    """A factor from one word of Hydra's grammar."""
    _, factors = split([f"{key}={values}"], groups)
    return factors[0] if factors else Factor(key, (_single(f"{key}={values}", groups),), group=key in groups)


def globbed(group: str, pattern: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of a group that the pattern fits."""
    return _globbed(group, Glob(include=[pattern]), groups)


def _single(line: str, groups: Mapping[str, Sequence[str]]) -> Any:
    return _parse([line], groups)[0].value()


def _parse(lines: Sequence[str], groups: Mapping[str, Sequence[str]]) -> list[Override]:
    try:
        return list(OverridesParser.create().parse_overrides(list(lines)))
    except HydraException as error:
        raise InputError(one_line(error, groups)) from error


def _factor(override: Override, groups: Mapping[str, Sequence[str]]) -> Factor:
    key = override.key_or_group
    check_sweepable(key)
    _no_comma(override)
    if override.type.name not in ("CHANGE", "ADD", "FORCE_ADD"):
        raise InputError(f"can't sweep over a deletion: '{override.input_line}'")
    sweep: Any = override._value  # value() copies a glob's names only with Hydra's own loader
    if isinstance(sweep, IntervalSweep):
        if sweep.start is None or sweep.end is None or not float(sweep.start) < float(sweep.end):
            raise InputError(f"{key}: interval({sweep.start},{sweep.end}) is empty; the low end comes first")
        return Factor(key, Interval(float(sweep.start), float(sweep.end)))
    if isinstance(sweep, Glob):
        return Factor(key, tuple(_globbed(key, sweep, groups)), group=True)
    values: Any = _range(sweep) if isinstance(sweep, RangeSweep) else _choice(sweep)
    if len(values) == 0:
        raise InputError(f"{key}: '{override.input_line}' holds no value")
    return Factor(key, values, group=key in groups)


def _no_comma(override: Override) -> None:
    """A Dutch decimal comma makes a sweep of two numbers: refused where it can be nothing else, said where it could."""
    key, _, text = str(override.input_line).partition("=")
    if re.fullmatch(r"-?\d+,0\d+", text):
        raise InputError(f"{key}: a number has a point and no comma: {key}={text.replace(',', '.')}")
    if re.fullmatch(r"-?\d+,\d+", text) and key in PARAMETERS and isinstance(PARAMETERS[key].value, float):
        one, other = text.split(",")
        print(f"plek: {key}={text} is two settings, {one} and {other}; a number is written {one}.{other}", file=sys.stderr)


def _choice(sweep: ChoiceSweep) -> tuple[Any, ...]:
    return tuple(item.text if isinstance(item, QuotedString) else item for item in sweep.list)


def _range(sweep: RangeSweep) -> range | tuple[float, ...]:
    """The values of range(start,stop,step); whole ones lazily, so that ten million by accident cost nothing to count."""
    if sweep.step == 0:
        raise InputError("range: a step of 0 never ends")
    values = sweep.range()
    if isinstance(values, range):
        return values
    return tuple(value for value, _ in zip(values, takewhile(lambda n: n < 1_000_000, count()), strict=False))


def _globbed(group: str, glob: Glob, groups: Mapping[str, Sequence[str]]) -> list[str]:
    if group not in groups:
        raise InputError(f"glob() chooses among files of a group, and there is no group '{group}'{suggestion(group, sorted(groups))}")
    names: list[str] = glob.filter(list(groups[group]))
    if not names:
        raise InputError(f"{group}: glob({','.join(glob.include)}) finds nothing{suggestion('', groups[group])}")
    return names
