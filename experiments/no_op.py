"""A model that does nothing: what is left when it is run is the cost of running."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim import Scenario


@dataclass(frozen=True)
class Nothing:
    """Outcomes of nothing: one row of `summary`."""

    scenario: Scenario
    replicate: int

    meta: Any = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """`summary` and an empty `cells`."""
        key = {"scenario": [self.scenario.name], "seed": np.array([self.scenario.seed]), "replicate": np.array([self.replicate], "int32")}
        return {"summary": pd.DataFrame({**key, "nothing": [0.0]}), "cells": pd.DataFrame(key).iloc[:0]}


def each_branch(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> Iterator[Nothing]:
    """As sim's, without simulating."""
    return (Nothing(branch, replicate) for branch in branches)


def answer(x: float = 0.0) -> dict[str, float]:
    """The same nothing as a function, for other people's runners."""
    return {"y": 0.0 * x}
