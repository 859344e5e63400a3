"""PRIM finds a box that was put there; EMA Workbench reads what is handed over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import AnalysisError
from analysis.sweep import Answers

pytest.importorskip("ema_workbench")
from analysis import discovery
from analysis.load import from_tables


def _asked(n: int = 600, seed: int = 1) -> Answers:
    draw = np.random.default_rng(seed)
    factors = pd.DataFrame(
        {
            "capacity.slack": draw.uniform(-0.1, 0.2, n),
            "behaviour.fit_min": draw.uniform(0, 1, n),
            "landscape": draw.choice(["survey_2018", "survey_2025"], n),
        }
    )
    helps = (factors["capacity.slack"] > 0.1) & (factors["landscape"] == "survey_2025")
    return Answers(factors, np.where(helps, -5.0, 5.0)[:, None] + draw.normal(0, 1, (n, 2)), "days_home_10y of macht minus landscape")


def test_the_box_that_was_put_there_is_found() -> None:
    box = discovery.prim(_asked(), density=0.97)
    limits = box.limits.set_index("factor")
    assert set(limits.index) == {"capacity.slack", "landscape"}
    assert limits.loc["capacity.slack", "low"] == pytest.approx(0.1, abs=0.02)
    assert limits.loc["capacity.slack", "high"] == limits.loc["capacity.slack", "range_high"]
    assert limits.loc["landscape", "values"] == "survey_2025"
    assert box.coverage > 0.9 and box.density > 0.95 and box.reached
    assert box.base == pytest.approx(1 / 6, abs=0.04)
    assert "capacity.slack above 0." in box.sentence and "{survey_2025}" in box.sentence


def test_coverage_density_and_mass_are_what_the_limits_give() -> None:
    asked = _asked()
    box = discovery.prim(asked)
    limits = box.limits.set_index("factor")
    inside = (asked.factors["capacity.slack"] >= limits.loc["capacity.slack", "low"]) & (asked.factors["landscape"] == "survey_2025")
    of_interest = asked.means < 0
    assert box.coverage == pytest.approx((inside & of_interest).sum() / of_interest.sum())
    assert box.density == pytest.approx((inside & of_interest).sum() / inside.sum())
    assert box.mass == pytest.approx(inside.mean())


def test_nothing_to_find_is_said() -> None:
    asked = _asked()
    with pytest.raises(AnalysisError, match="below -100 in none of 600 settings"):
        discovery.prim(asked, threshold=-100)
    with pytest.raises(AnalysisError, match="above -100 in all of 600 settings"):
        discovery.prim(asked, threshold=-100, direction="above")


def test_failed_settings_are_left_out() -> None:
    asked = _asked()
    values = asked.values.copy()
    values[:50] = np.nan
    assert discovery.prim(Answers(asked.factors, values, asked.name)).n == 550


def _results() -> object:
    asked = _asked(40)
    points, summary = [], []
    for number, where in asked.factors.iterrows():
        for branch in ("landscape", "macht"):
            key = {"scenario": f"{branch}-{number}", "seed": 1, "replicate": 0}
            points.append(key | {"branch": branch, "setting": f"s{number}", "digest": "d", "status": "ok", "error": ""} | dict(where))
            summary.append(key | {"days_home_10y": 200 * where["capacity.slack"] + (branch == "macht"), "share_power": 0.5})
    return from_tables({"points": pd.DataFrame(points), "summary": pd.DataFrame(summary)}, {"branch_day": 0, "end_day": 364})


def test_ema_workbench_reads_the_sweep(tmp_path: Path) -> None:
    from ema_workbench import load_results

    discovery.to_ema(_results(), ["days_home_10y", "share_power"], tmp_path / "sweep.tar.gz")
    experiments, outcomes = load_results(str(tmp_path / "sweep.tar.gz"))
    assert len(experiments) == 80
    assert set(experiments["policy"]) == {"landscape", "macht"}
    assert {"scenario", "model", "capacity.slack", "landscape"} <= set(experiments)
    difference = (
        outcomes["days_home_10y"][experiments["policy"] == "macht"] - outcomes["days_home_10y"][experiments["policy"] == "landscape"]
    )
    np.testing.assert_allclose(difference, 1)
    np.testing.assert_allclose(outcomes["share_power"], 0.5)


def test_ema_workbenchs_own_prim_runs_on_it(tmp_path: Path) -> None:
    from ema_workbench import load_results

    discovery.to_ema(_results(), ["days_home_10y"], tmp_path / "sweep.tar.gz")
    experiments, outcomes = load_results(str(tmp_path / "sweep.tar.gz"))
    factors = experiments[["capacity.slack", "behaviour.fit_min", "landscape"]]
    with discovery.quiet():
        box = discovery.ema_prim(0.6)(factors, outcomes["days_home_10y"] > 20).find_box()
    assert box.density >= 0.9, "days grow with slack in these runs"


def test_mistakes_are_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert discovery.main([str(tmp_path / "none"), "measure=x", "of=y"]) == 2
    assert "no such folder of results" in capsys.readouterr().err
