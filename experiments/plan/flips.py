"""Every parameter at both ends of what is plausible, one at a time, all else at the ensemble's centre; and pairs of those one names."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from experiments.errors import InputError
from experiments.plan.ensemble import Ensemble
from sim.errors import did_you_mean
from sim.parameters import PARAMETERS

if TYPE_CHECKING:
    from experiments.calibration.plausible import Ends


def _ends() -> "Sequence[Ends]":
    from experiments.calibration.plausible import ends  # numpy, which other plans do without

    return ends()


@cache
def names() -> tuple[str, ...]:
    """Every parameter that is moved."""
    return tuple(dict.fromkeys(key for one in _ends() for key in (*one.low, *one.high)))


def rows(ensemble: Ensemble | None, fixed: Collection[str], pairs: Sequence[Any] | None) -> list[dict[str, Any]]:
    """One dict {parameter: value} per setting: the centre first, then each parameter low and high, then each pair at its four corners.

    A setting that is the centre itself is left out. fixed: parameters set by name, which stay as they are; pairs: names of what is moved, two
    at a time. InputError for an unknown name, or without an ensemble, whose centre this takes.
    """
    if ensemble is None:
        raise InputError("plan.design=flips needs an ensemble, whose centre it takes: add ensemble=NAME")
    moved = {one.name: one for one in _ends() if not {*one.low, *one.high} & set(fixed)}
    centre = {key: ensemble.centre.get(key, PARAMETERS[key].value) for key in names() if key not in fixed}
    centre |= {key: value for key, value in ensemble.centre.items() if key not in fixed}
    found = [{}, *(side for one in moved.values() for side in (one.low, one.high)), *_corners(moved, pairs or [])]
    whole = [{key: _typed(key, value) for key, value in {**centre, **side}.items()} for side in found]
    return [row for place, row in enumerate(whole) if place == 0 or row not in whole[:place]]


def _corners(moved: Mapping[str, "Ends"], pairs: Sequence[Any]) -> list[Mapping[str, float]]:
    """All four corners of every two of the names."""
    for name in pairs:
        if name not in moved:
            raise InputError(f"plan.pairs: nothing is moved that is called '{name}'{did_you_mean(str(name), tuple(moved))}")
    sides = [(moved[one], moved[other]) for one, other in combinations(map(str, pairs), 2)]
    return [{**first, **second} for one, other in sides for first, second in product((one.low, one.high), (other.low, other.high))]


def _typed(key: str, value: float) -> float:
    return int(value) if isinstance(PARAMETERS[key].value, int) else float(value)
