"""Where a stated difference turns: judged by plain intervals over replicates, from made-up settings."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import flips
from analysis.errors import AnalysisError

SETTINGS = {"centre": (0.1, 0.5), "slack_low": (0.0, 0.5), "slack_high": (0.2, 0.5), "attend_low": (0.1, 0.2), "attend_high": (0.1, 0.9)}
EFFECTS = {"centre": -20.0, "slack_low": -40.0, "slack_high": 15.0, "attend_low": 0.1, "attend_high": -21.0}
SPREAD = np.linspace(-2, 2, 8)


def results(path: Path, replicates: int = 8, effects: dict[str, float] = EFFECTS) -> Any:
    points, summary = [], []
    for setting, (slack, attend) in SETTINGS.items():
        for branch in ("landscape", "macht"):
            for replicate in range(replicates):
                name = f"{branch}/{setting}"
                points.append((name, 1, replicate, branch, setting, slack, attend, "ok", ""))
                effect = effects[setting] + SPREAD[replicate] if branch == "macht" else 0.0
                summary.append((name, replicate, 500.0 + 3 * replicate + effect, 0.1))
    columns = ["scenario", "seed", "replicate", "branch", "setting", "capacity.slack", "behaviour.attend", "status", "error"]
    tables = {
        "points": pd.DataFrame(points, columns=columns),
        "summary": pd.DataFrame(summary, columns=["scenario", "replicate", "days_home_3y", "share_failed_1y"]),
    }  # fmt: skip

    def read(table: str, columns: list[str] | None = None, **_: Any) -> pd.DataFrame:
        return tables[table] if columns is None else tables[table][columns]

    return SimpleNamespace(path=path, read=read, columns=lambda table: list(tables[table]), meta={"years": 3}, manifest={})


def test_a_difference_turns_where_its_interval_lies_on_the_other_side(tmp_path: Path) -> None:
    rows = flips.judged(results(tmp_path))
    assert set(rows["measure"]) == {"home"}, "failing placements don't differ at the centre, so nothing is stated of them"
    verdicts = {(row.moved, row.value): row.verdict for row in rows.itertuples()}
    assert verdicts == {
        ("capacity.slack", "0"): "holds", ("capacity.slack", "0.2"): "turns",
        ("behaviour.attend", "0.2"): "untold", ("behaviour.attend", "0.9"): "holds",
    }  # fmt: skip
    assert flips.told(rows) == [
        {"scenario": "macht", "measure": "home", "settings": 4, "untold": 1, "turns": [{"moved": "capacity.slack", "value": "0.2"}]}
    ]
    assert flips.most_moved(rows) == ["capacity.slack", "behaviour.attend"]


def test_the_interval_is_students_over_paired_replicates(tmp_path: Path) -> None:
    row = flips.judged(results(tmp_path)).set_index(["moved", "value"]).loc[("behaviour.attend", "0.2")]
    low, high = stats.t.interval(0.95, 7, loc=0.1, scale=stats.sem(SPREAD))
    assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_what_is_stated_may_come_from_elsewhere(tmp_path: Path) -> None:
    rows = flips.judged(results(tmp_path), stated={("macht", "home"): 1})
    assert rows["verdict"].to_list() == ["turns", "holds", "untold", "turns"]
    assert len(flips.judged(results(tmp_path), stated={})) == 0


def test_a_centre_that_tells_nothing_states_nothing(tmp_path: Path) -> None:
    assert len(flips.judged(results(tmp_path, effects=EFFECTS | {"centre": 0.0}))) == 0


def test_met_figures_stand_beside(tmp_path: Path) -> None:
    pd.DataFrame({"setting": list(SETTINGS), "fitted": 25, "met": [25, 24, 3, 25, 20], "worst": "x", "off": 1.0}).to_csv(tmp_path / "figures.csv")
    assert flips.judged(results(tmp_path))["met"].to_list() == ["24 of 25", "3 of 25", "25 of 25", "20 of 25"]


def test_fewer_than_eight_replicates_judge_nothing(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="7 replicates: a difference turns over 8 or more"):
        flips.judged(results(tmp_path, replicates=7))
