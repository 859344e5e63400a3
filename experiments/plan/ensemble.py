"""An ensemble: countries that the data can't tell apart. Replicate r runs in member r, and past the last in the first again.

Two files beside `configs/ensemble/NAME.yaml`. NAME.csv: `member,weight,<parameter>,...`, a row per member, weights alike, ordered so that the
leading rows are a balanced sample. NAME.json: where it comes from; `axes`, what the data leave open; `centre`, where that isn't the median.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, median_low
from typing import Any

from experiments.errors import InputError
from experiments.plan.csv_file import parsed
from sim.errors import did_you_mean
from sim.parameters import PARAMETERS

KEYS = ("member", "weight")
Values = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Ensemble:
    """members: values in the order of `parameters`. axes: as in the JSON. sha256: of the CSV's bytes. flips: what turns an answer, if known."""

    name: str
    parameters: tuple[str, ...]
    members: tuple[tuple[float, ...], ...]
    axes: tuple[Mapping[str, Any], ...]
    centre: Mapping[str, float]
    sha256: str
    flips: Mapping[str, Any] | None = None

    def member(self, replicate: int) -> Values:
        """(parameter, value) pairs of the country that this replicate takes."""
        return tuple(zip(self.parameters, self.members[replicate % len(self.members)], strict=True))

    def described(self, members: list[int]) -> dict[str, Any]:
        """What the manifest says. members: the rows used, from 0."""
        found = {"name": self.name, "members": members, "parameters": list(self.parameters), "axes": list(self.axes), "sha256": self.sha256}
        return found | ({"flips": dict(self.flips)} if self.flips else {})


def load(file: Path) -> Ensemble:
    """The ensemble of NAME.yaml, strictly checked: InputError with one line for whatever could not be run."""
    name = file.stem
    content, text = (_bytes(name, file.with_suffix(suffix)) for suffix in (".csv", ".json"))
    header, rows = parsed(f"ensemble {name}", file.with_suffix(".csv"), content)
    parameters, members = _members(f"ensemble {name}", header, rows)
    try:
        said = json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise InputError(f"ensemble {name}: '{file.with_suffix('.json')}' is not JSON: {error}") from error
    if not isinstance(said, dict):
        raise InputError(f"ensemble {name}: '{file.with_suffix('.json')}' is not a set of keys")
    for key, kind in (("axes", list), ("centre", dict)):
        if not isinstance(said.get(key, kind()), kind):
            raise InputError(f"ensemble {name}: {key} of '{file.with_suffix('.json')}' is not a {'list' if kind is list else 'set of keys'}")
    axes = tuple(_axis(f"ensemble {name}", axis, parameters) for axis in said.get("axes", []))
    centre = {key: _middle(key, values) for key, values in zip(parameters, zip(*members, strict=True), strict=True)}
    for key, value in said.get("centre", {}).items():
        _known(f"ensemble {name}: centre", key, parameters)
        centre[key] = _value(f"ensemble {name}: centre", key, value)
    return Ensemble(name, parameters, members, axes, centre, hashlib.sha256(content).hexdigest(), _flips(file))


def _flips(file: Path) -> Mapping[str, Any] | None:
    """What analysis.flips found around this ensemble's centre, where it was looked for."""
    beside = file.with_name(f"{file.stem}-flips.json")
    if not beside.is_file():
        return None
    try:
        said = json.loads(beside.read_text(encoding="utf-8"))
        wanted = [(one["scenario"], one["measure"], one["settings"], one["untold"], one["turns"]) for one in said["differences"]]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"ensemble {file.stem}: '{beside}' is not what analysis.flips writes: {error!r}") from error
    return said if wanted else None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which a key stands once: of two, the last would silently win."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"a key is there twice among {', '.join(key for key, _ in pairs)}")
    return found


def _bytes(name: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"ensemble {name}: can't read '{file}': {error.strerror}") from error


def _members(
    where: str, header: Sequence[str], lines: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[tuple[float, ...], ...]]:
    parameters = tuple(header[len(KEYS) :])
    if tuple(header[: len(KEYS)]) != KEYS or not parameters:
        raise InputError(f"{where}: the CSV's header must be member,weight and then parameters")
    for key in parameters:
        _known(where, key, PARAMETERS)
        if isinstance(PARAMETERS[key].value, bool):
            raise InputError(f"{where}: {key} is a flag, not an uncertainty")
    if not lines:
        raise InputError(f"{where}: the CSV has no members")
    weights = {_weight(f"{where}: member {row[0]}", row[1]) for row in lines}
    if len(weights) > 1:
        raise InputError(f"{where}: members are taken in turn, so their weights must be alike")
    return parameters, tuple(
        tuple(_value(f"{where}: member {row[0]}", key, text) for key, text in zip(parameters, row[len(KEYS) :], strict=True)) for row in lines
    )


def _weight(where: str, text: str) -> float:
    """A number above 0, however it is written."""
    try:
        weight = float(text)
    except ValueError:
        raise InputError(f"{where}: weight={text!r} is not a number") from None
    if not (math.isfinite(weight) and weight > 0):
        raise InputError(f"{where}: weight={text} is not a number above 0")
    return weight


def _known(where: str, key: str, known: Any) -> None:
    if key not in known:
        raise InputError(f"{where}: no parameter '{key}'{did_you_mean(key, known)}")


def _value(where: str, key: str, given: Any) -> float:
    """A number that the parameter may have; whole where the parameter is."""
    parameter = PARAMETERS[key]
    try:
        value = float(given)
    except (TypeError, ValueError):
        raise InputError(f"{where}: {key}={given!r} is not a number") from None
    if not math.isfinite(value):
        raise InputError(f"{where}: {key}={given} must be a finite number")
    if not parameter.low <= value <= parameter.high:
        raise InputError(f"{where}: {key}={value:g} is outside {parameter.low:g} to {parameter.high:g}")
    if isinstance(parameter.value, int):
        if value != int(value):
            raise InputError(f"{where}: {key}={value:g} must be a whole number")
        return int(value)
    return value


def _middle(key: str, values: Sequence[float]) -> float:
    return median_low(values) if isinstance(PARAMETERS[key].value, int) else median(values)


def _axis(where: str, axis: Any, parameters: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(axis, dict) or not isinstance(axis.get("name"), str):
        raise InputError(f"{where}: an axis is a set of keys with a name, not {axis!r}")
    where = f"{where}: axis {axis['name']}"
    sides = [axis.get(side, []) for side in ("plus", "minus")]
    if not all(isinstance(side, list) for side in sides) or not any(sides):
        raise InputError(f"{where}: plus and minus must be lists of parameters")
    for key in (key for side in sides for key in side):
        _known(where, key, parameters)
    ends = [axis.get(end) for end in ("low", "high")]
    numbers = [end for end in ends if isinstance(end, int | float) and math.isfinite(end)]
    if len(numbers) < 2 or not numbers[0] < numbers[1]:
        raise InputError(f"{where}: low and high must be numbers, the low one first")
    return axis
