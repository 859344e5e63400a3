"""Settings that are listed and not sampled: the rows of a CSV, the corners of an ensemble, the ends of every parameter."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from experiments.errors import InputError
from experiments.front_door.factors import check_sweepable
from experiments.front_door.settings import PlanSettings
from experiments.plan import flips
from experiments.plan.csv_file import table_of
from experiments.plan.design import LISTED
from experiments.plan.ensemble import Ensemble


def rows(settings: PlanSettings, ensemble: Ensemble | None, fixed: Collection[str]) -> list[dict[str, Any]] | None:
    """One dict {key: value} per setting; None where the plan lists none. fixed: parameters that the user set or sweeps by name."""
    if settings.design not in ("corners", "flips"):
        return from_csv(settings.csv) if settings.csv is not None else None
    if settings.csv is not None:
        raise InputError(f"plan.csv: a CSV of points and {LISTED[settings.design]} can't go together")
    return corners(ensemble, fixed) if settings.design == "corners" else flips.rows(ensemble, fixed, settings.pairs)


def from_csv(path: str) -> list[dict[str, Any]]:
    """The points of a CSV file: a header of keys, a row per point; numbers, true/false and words are told apart."""
    header, rows = table_of("plan.csv", Path(path).expanduser())
    if not rows or not all(header):
        raise InputError(f"plan.csv: '{path}' needs a header of keys and rows of as many values")
    for key in header:
        check_sweepable(key)
    return [{key: _value(text) for key, text in zip(header, row, strict=True)} for row in rows]


def _value(text: str) -> Any:
    if text == "" or text.lower() == "null":
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind in (int, float) if "_" not in text else ():
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def corners(ensemble: Ensemble | None, fixed: Collection[str]) -> list[dict[str, Any]]:
    """What the data leave open at its two ends, all else at the ensemble's centre: the centre itself, then each axis low and high.

    fixed: stay as they are and are in no setting. InputError where an axis is made of one of them.
    """
    if ensemble is None:
        raise InputError("plan.design=corners needs an ensemble, whose axes it takes: add ensemble=NAME")
    if not ensemble.axes:
        raise InputError(f"plan.design=corners: ensemble {ensemble.name} has no axes: its data leave nothing open")
    centre = {key: value for key, value in ensemble.centre.items() if key not in fixed}
    found = [centre]
    for axis in ensemble.axes:
        for end in ("low", "high"):
            moved = _at(axis, axis[end])
            clash = [key for key in moved if key in fixed]
            if clash:
                raise InputError(f"plan.design=corners sets {clash[0]} to the ends of axis {axis['name']}; leave {clash[0]}=... out")
            found.append({**centre, **moved})
    return found


def _at(axis: Mapping[str, Any], value: float) -> dict[str, float]:
    """The parameters of an axis that has this value: sum of `plus` minus sum of `minus`, one of each at most."""
    plus, minus = axis.get("plus", []), axis.get("minus", [])
    if len(plus) > 1 or len(minus) > 1:
        raise InputError(f"plan.design=corners: axis {axis['name']} is made of several parameters on one side; its ends say nothing of each")
    if not minus:
        return {plus[0]: value}
    if not plus:
        return {minus[0]: -value}
    return {plus[0]: max(value, 0.0), minus[0]: max(-value, 0.0)}
