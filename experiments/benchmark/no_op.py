"""A model that does nothing: what is left when it is run is the cost of running."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim import Scenario

NO_CELLS = pd.DataFrame({"scenario": pd.array([], "str"), "seed": np.array([], "int64"), "replicate": np.array([], "int32")})


@dataclass(frozen=True)
class Nothing:
    """Outcomes of nothing: one row of `summary`."""

    scenario: Scenario
    replicate: int

    meta: Any = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """`summary` and an empty `cells`."""
        row = {"scenario": [self.scenario.name], "seed": [self.scenario.seed], "replicate": np.array([self.replicate], "int32"), "nothing": [0.0]}
        return {"summary": pd.DataFrame(row), "cells": NO_CELLS}


def each_branch(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> Iterator[Nothing]:
    """As sim's, without simulating."""
    return (Nothing(branch, replicate) for branch in branches)


def answer(x: float = 0.0) -> dict[str, float]:
    """The same nothing as a function, for other people's runners."""
    return {"y": 0.0 * x}
