"""The table `points`: which scenario each run was, and how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.plan.points import Point, Task, Tree


@dataclass(frozen=True)
class Ran:
    """One run and how it went; error is empty when it went well."""

    point: Point
    task: Task
    error: str


def points_table(ran: Sequence[Ran], bases: Mapping[int, Tree], columns: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """A row per run. columns: (key, pandas type) of factors and of the ensemble's parameters, the same in every chunk."""
    points = [one.point for one in ran]
    values = [_used(one, bases) | dict(one.point.factors) for one in ran]
    found: dict[str, Any] = {
        "scenario": pd.array([point.name for point in points], dtype="str"),
        "seed": pd.array([point.seed for point in points], dtype="int64"),
        "replicate": pd.array([one.task.replicate for one in ran], dtype="int32"),
        "branch": pd.array([point.branch for point in points], dtype="str"),
        "setting": pd.array([point.setting for point in points], dtype="str"),
        "digest": pd.array([point.digest for point in points], dtype="str"),
    }
    found.update({key: pd.array([row.get(key) for row in values], dtype=kind) for key, kind in columns})
    found["status"] = pd.array(["failed" if one.error else "ok" for one in ran], dtype="str")
    found["error"] = pd.array([one.error for one in ran], dtype="str")
    return pd.DataFrame(found)


def _used(one: Ran, bases: Mapping[int, Tree]) -> dict[str, Any]:
    """The ensemble's parameters as this run had them: the member's value, or the one that was set by name."""
    tree = bases[one.point.base]
    given = {key: tree[group][field] for key in one.point.own for group, _, field in [key.partition(".")]}
    return dict(one.task.member) | given
