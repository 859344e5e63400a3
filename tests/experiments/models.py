"""Stand-ins for sim.each_branch: quick, and failing, dying or slow where a test wants it."""

import os
import signal
import time
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import Scenario


@dataclass(frozen=True)
class Result:
    """What each_branch gives, as far as a store needs it."""

    rows: dict[str, pd.DataFrame]
    meta: dict[str, Any]

    def tables(self) -> dict[str, pd.DataFrame]:
        return self.rows


def quick(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """Numbers that depend on the scenario and the replicate, on nothing else."""
    assert len({branch.burn_in_digest for branch in branches}) == 1
    return [_result(branch, replicate) for branch in branches]


def slow(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """As `quick`, a third of a second a task, each task noted down in the file named by PLEK_TEST_LOG."""
    with Path(os.environ["PLEK_TEST_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{branches[0].burn_in_digest[:8]} {replicate}\n")
    time.sleep(0.3)
    return quick(branches, replicate)


def failing(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """Fails for `geen` in replicate 1, as long as the file named by PLEK_TEST_LOG is there."""
    if replicate == 1 and any(branch.name == "geen" for branch in branches) and Path(os.environ["PLEK_TEST_LOG"]).exists():
        raise ValueError("no such country")
    return quick(branches, replicate)


def stumbling(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> Iterator[Result]:
    """One by one; fails at `geen` in replicate 1, when those before it have been handed out. Notes down what it computes."""
    for branch in branches:
        with Path(os.environ["PLEK_TEST_LOG"]).open("a", encoding="utf-8") as log:
            log.write(f"{branch.name} {replicate}\n")
        if branch.name == "geen" and replicate == 1:
            raise ValueError("no such country")
        yield _result(branch, replicate)


def watchful(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> Iterator[Result]:
    """Notes down whose children are still held when the next branch is asked for."""
    last: tuple[str, Any] | None = None
    for branch in branches:
        if last is not None and last[1]() is not None:
            Path(os.environ["PLEK_TEST_LOG"]).write_text(last[0], encoding="utf-8")
        result = _result(branch, replicate)
        last = (branch.name, weakref.ref(result.rows["spells"]))
        handed = [result]
        del result
        yield handed.pop()


def deadly(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """Kills its own process in replicate 2."""
    if replicate == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(branches, replicate)


def heavy(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """As `quick`, with a table of two megabytes that can't be compressed."""
    results = quick(branches, replicate)
    noise = np.random.default_rng(replicate).random(250_000)
    for result in results:
        result.rows["spells"] = pd.DataFrame({**_key(result, replicate), "noise": noise})
    return results


def _key(result: Result, replicate: int) -> dict[str, Any]:
    return {"scenario": result.meta["scenario"], "seed": np.int64(1), "replicate": np.int32(replicate)}


def _result(branch: Scenario, replicate: int) -> Result:
    luck = np.random.default_rng([int(branch.burn_in_digest[:8], 16), replicate]).random()
    effect = int(branch.digest[:4], 16) / 65536
    key = {"scenario": [branch.name], "seed": np.array([branch.seed], "int64"), "replicate": np.array([replicate], "int32")}
    rows = {
        "summary": pd.DataFrame({**key, "days_home": [100 * luck + effect]}),
        "cells": pd.DataFrame({**key, "area": np.array([0], "int16"), "n_children": [20]}),
        "spells": pd.DataFrame({**key, "pupil": np.array([1], "int64"), "days_search": np.array([7], "int32")}),
        "series": pd.DataFrame({**key, "week": np.array([0], "int32"), "value": np.array([luck], "float32")}),
    }
    return Result(rows, {"scenario": branch.name})


def varying(branches: Sequence[Scenario], replicate: int = 0, **_: Any) -> list[Result]:
    """As `quick`, with differences between branches that vary over replicates."""
    results = quick(branches, replicate)
    for branch, result in zip(branches, results, strict=True):
        result.rows["summary"]["days_home"] += np.random.default_rng([int(branch.digest[:8], 16), replicate]).random()
    return results
