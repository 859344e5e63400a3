"""Priors of the parameters that no source gives, and the way from a point of the unit cube to values."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.errors import InputError
from sim.parameters import PARAMETERS

Array = NDArray[np.float64]
FILE = Path(__file__).with_name("priors.toml")
KINDS = ("linear", "log", "zero_or", "net")


@dataclass(frozen=True)
class Prior:
    """One uncertain quantity: uniform on its scale between low and high. parameters: what it sets, two for `net`."""

    name: str
    parameters: tuple[str, ...]
    kind: str
    low: float
    high: float
    axis: bool = False
    nl: str = ""
    en: str = ""

    def value(self, u: Array) -> Array:
        """Values at quantiles u of the prior."""
        if self.kind == "log":
            return np.asarray(self.low * (self.high / self.low) ** u)
        if self.kind == "zero_or":
            return np.maximum(0.0, 2.0 * u - 1.0) * self.high
        return np.asarray(self.low + (self.high - self.low) * u)

    def columns(self, u: Array) -> dict[str, Array]:
        """Values of each parameter it sets."""
        value = self.value(u)
        if self.kind == "net":
            return {self.parameters[0]: np.maximum(value, 0.0), self.parameters[1]: np.maximum(-value, 0.0)}
        return {self.parameters[0]: value}


def load(path: Path = FILE) -> tuple[Prior, ...]:
    """The priors of a file, in its order; InputError where one can't be."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    found = []
    for name, row in rows.items():
        prior = Prior(
            name, tuple(row["is"]), row["kind"], float(row.get("low", 0.0)), float(row["high"]), row.get("axis", False),
            row.get("nl", name), row.get("en", name),
        )  # fmt: skip
        for parameter in prior.parameters:
            if parameter not in PARAMETERS:
                raise InputError(f"{path.name}: {name}: no parameter '{parameter}'")
            known = PARAMETERS[parameter]
            if prior.kind != "net" and not known.low <= prior.low <= prior.high <= known.high:
                raise InputError(f"{path.name}: {name}: {prior.low:g} to {prior.high:g} is outside {known.low:g} to {known.high:g}")
        if prior.kind not in KINDS or len(prior.parameters) != 1 + (prior.kind == "net"):
            raise InputError(f"{path.name}: {name}: kind '{prior.kind}' of {len(prior.parameters)} parameters is not one of {', '.join(KINDS)}")
        found.append(prior)
    return tuple(found)


def values(priors: Sequence[Prior], u: Array) -> dict[str, Array]:
    """Parameter values, one array per parameter, of points of the unit cube [point, prior]."""
    return {name: column for k, prior in enumerate(priors) for name, column in prior.columns(u[:, k]).items()}
