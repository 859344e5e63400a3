"""Sobol and Morris on sweeps with known answers, against scipy and SALib."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import AnalysisError, sensitivity, sweep
from analysis.load import Results, load
from tests.analysis.made import sealed

FACTORS = ["capacity.slack", "behaviour.fit_min", "behaviour.unwilling"]
BOUNDS = [(-0.1, 0.2), (0.2, 0.8), (0.0, 0.5)]
META = {"branch_day": 0, "end_day": 364, "code": {"digest": "abc"}, "format": 1}


def saltelli(n: int, d: int, seed: int = 1) -> np.ndarray:
    both = stats.qmc.Sobol(d=2 * d, rng=np.random.default_rng(seed)).random(n)
    a, b = both[:, :d], both[:, d:]
    mixed = np.repeat(a[:, None, :], d, axis=1)
    mixed[:, np.arange(d), np.arange(d)] = b
    return np.concatenate([a[:, None], b[:, None], mixed], axis=1).reshape(-1, d)


def trajectories(n: int, d: int, levels: int = 4, seed: int = 1) -> np.ndarray:
    draw = np.random.default_rng(seed)
    step, rows = levels / (2 * (levels - 1)), []
    for _ in range(n):
        point = draw.integers(0, levels // 2, d) / (levels - 1)
        rows.append(point.copy())
        for column in draw.permutation(d):
            point[column] += step
            rows.append(point.copy())
    return np.array(rows)


def linear(x: np.ndarray, _: np.random.Generator) -> np.ndarray:
    return 4 * x[:, 0] + 2 * x[:, 1] + 0 * x[:, 2]


def store(
    folder: Path,
    unit: np.ndarray,
    answer: Callable[[np.ndarray, np.random.Generator], np.ndarray],
    *,
    replicates: int = 1,
    shuffle: bool = False,
    luck: float = 0.0,
    plan: dict[str, Any] | None = None,
    choice: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Results:
    """A sweep's folder as the store writes it: a point per setting and regime; `macht` is landscape plus the answer to the factors."""
    unit = pd.DataFrame(unit).drop_duplicates().to_numpy()
    low, high = np.array(BOUNDS[: unit.shape[1]]).T
    points, rows = [], []
    draw = np.random.default_rng(2)
    for replicate in range(replicates):
        shared = draw.normal(0, 100)
        effect = answer(unit, draw)
        noise = draw.normal(0, luck, size=len(unit)) if luck else np.zeros(len(unit))
        for number, where in enumerate(low + unit * (high - low)):
            for branch in ("landscape", "macht", "landscape_aa"):
                name = f"{branch}-{number}"
                own = dict(zip(FACTORS, where, strict=False)) | ({"landscape": str(choice(unit)[number])} if choice else {})
                key = {"scenario": name, "seed": 1, "replicate": replicate}
                points.append(key | {"branch": branch, "setting": f"s{number}", "digest": "d"} | own | {"status": "ok", "error": ""})
                rows.append(key | {"days_home_10y": shared + (effect[number] + noise[number] if branch == "macht" else 0.0)})
    order = draw.permutation(len(points)) if shuffle else np.arange(len(points))
    folder.mkdir(exist_ok=True)
    pd.DataFrame(points).to_parquet(folder / "points-00000.parquet")
    pd.DataFrame(rows).iloc[order].to_parquet(folder / "summary-00000.parquet")
    sealed(folder, META)
    if plan is not None:
        (folder / "plan.json").write_text(json.dumps({"factors": plan}))
    return load(folder)


def test_shares_of_a_linear_answer_are_known(tmp_path: Path) -> None:
    results = store(tmp_path / "r", saltelli(256, 3), linear, shuffle=True)
    found = sensitivity.analyse(results, "days_home_10y", "macht", "landscape").set_index("factor")
    assert found["first"].to_list() == pytest.approx([0.8, 0.2, 0], abs=0.03)
    assert found["total"].to_list() == pytest.approx([0.8, 0.2, 0], abs=0.03)
    assert (found["total_low"] <= found["total"]).all() and (found["total"] <= found["total_high"]).all()
    assert found["n"].to_list() == [256] * 3
    assert found["answer"].iloc[0] == "days_home_10y of macht minus landscape"


def test_estimators_are_scipys() -> None:
    unit = saltelli(64, 3)
    answers = (np.sin(6 * unit[:, 0]) + unit[:, 1] * unit[:, 2] * 3).reshape(-1, 5)
    f_a, f_b, f_ab = answers[:, 0], answers[:, 1], answers[:, 2:].T
    centre = (f_a.mean() + f_b.mean()) / 2  # scipy does not centre; given centred answers it must agree
    other = stats.sobol_indices(func={"f_A": (f_a - centre)[None], "f_B": (f_b - centre)[None], "f_AB": (f_ab - centre)[:, None]}, n=64)
    first, total = sensitivity.sobol_indices(f_a, f_b, f_ab)
    np.testing.assert_allclose(first, other.first_order)
    np.testing.assert_allclose(total, other.total_order)


def test_intervals_hold_ishigamis_indices(tmp_path: Path) -> None:
    def ishigami(unit: np.ndarray, _: np.random.Generator) -> np.ndarray:
        x = (unit * 2 - 1) * np.pi
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    found = sensitivity.analyse(store(tmp_path / "r", saltelli(512, 3), ishigami), "days_home_10y", "macht", "landscape", level=0.99)
    for name, truth in (("first", [0.314, 0.442, 0.0]), ("total", [0.558, 0.442, 0.244])):
        assert ((found[f"{name}_low"] <= truth) & (truth <= found[f"{name}_high"])).all()
        assert (found[f"{name}_high"] - found[f"{name}_low"] < 0.4).all()


@pytest.mark.parametrize("d", [2, 3])
def test_the_design_is_found_in_any_order_of_blocks(d: int) -> None:
    unit = saltelli(32, d)
    blocks = sweep.sobol_blocks(unit)
    assert blocks.a.tolist() == list(range(0, len(unit), d + 2))
    assert blocks.b.tolist() == list(range(1, len(unit), d + 2))
    order = np.random.default_rng(3).permutation(32)
    moved = unit.reshape(32, d + 2, d)[order].reshape(-1, d)
    assert sweep.sobol_blocks(moved).a.tolist() == list(range(0, len(unit), d + 2))


def test_a_whole_number_factor_with_ties_keeps_most_blocks() -> None:
    unit = saltelli(64, 3)
    unit[:, 2] = np.floor(unit[:, 2] * 4)
    unit = pd.DataFrame(unit).drop_duplicates().to_numpy()
    blocks = sweep.sobol_blocks(unit)
    assert len(blocks.a) == 64
    assert (blocks.ab[2] == blocks.a).any(), "some have the same whole number in A and B"
    for column in range(3):
        np.testing.assert_array_equal(np.delete(unit[blocks.ab[column]], column, 1), np.delete(unit[blocks.a], column, 1))
        np.testing.assert_array_equal(unit[blocks.ab[column], column], unit[blocks.b, column])


def test_share_of_noise_is_zero_without_and_known_with_noise(tmp_path: Path) -> None:
    still = store(tmp_path / "still", saltelli(32, 3), linear, replicates=3)
    asked = sweep.answers(still, "days_home_10y", "macht", "landscape")
    assert sensitivity.share_of_noise(asked.values) == pytest.approx(0, abs=1e-12)
    alone = sweep.answers(still, "days_home_10y", "macht")
    assert sensitivity.share_of_noise(alone.values) == pytest.approx(0, abs=1e-9), "luck that all settings share is no noise"
    loud = sweep.answers(store(tmp_path / "loud", saltelli(256, 3), linear, replicates=4, luck=2.0), "days_home_10y", "macht", "landscape")
    signal = (16 + 4) / 12
    assert sensitivity.share_of_noise(loud.values) == pytest.approx((4 / 4) / (signal + 4 / 4), abs=0.05)
    assert np.isnan(sensitivity.share_of_noise(asked.values[:, :1]))


def test_morris_of_a_linear_answer_is_its_slopes(tmp_path: Path) -> None:
    found = sensitivity.analyse(
        store(tmp_path / "r", trajectories(10, 3), linear), "days_home_10y", "macht", "landscape", "morris"
    ).set_index("factor")
    assert found["mu_star"].to_list() == pytest.approx([4, 2, 0], abs=1e-9)
    assert found["sigma"].to_list() == pytest.approx([0, 0, 0], abs=1e-9)


def test_morris_is_salibs_on_trajectories(tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    from SALib.analyze import morris

    def curved(unit: np.ndarray, _: np.random.Generator) -> np.ndarray:
        return unit[:, 0] ** 2 + unit[:, 0] * unit[:, 1] * 3 - unit[:, 2] ** 3

    # sparse levels: no two trajectories meet, so that effects are the trajectories' own
    unit = trajectories(8, 3, levels=40, seed=5)
    found = sensitivity.analyse(store(tmp_path / "r", unit, curved), "days_home_10y", "macht", "landscape", "morris")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = morris.analyze(
            {"num_vars": 3, "names": FACTORS, "bounds": [[0, 1]] * 3}, unit, curved(unit, np.random.default_rng(0)), num_levels=40, seed=1
        )
    scale = np.ptp(unit, axis=0)  # ours are over the sampled range
    for column in ("mu", "mu_star", "sigma"):
        np.testing.assert_allclose(found[column] / scale, np.asarray(other[column], dtype=float), rtol=1e-9)
    assert found["n"].to_list() == [8] * 3


def test_choices_split_the_analysis(tmp_path: Path) -> None:
    unit = saltelli(32, 3)
    results = store(tmp_path / "r", unit, linear, choice=lambda x: np.where(np.arange(len(x)) < len(x) // 2, "survey_2018", "survey_2025"))
    found = sensitivity.analyse(results, "days_home_10y", "macht", "landscape")
    assert sorted(found["landscape"].unique()) == ["survey_2018", "survey_2025"]
    assert len(found) == 6


def test_the_plan_says_which_factors_were_sampled(tmp_path: Path) -> None:
    plan = {FACTORS[0]: "interval(-0.1,0.2)", FACTORS[1]: [0.2, 0.8]}
    results = store(tmp_path / "r", saltelli(8, 2), linear_two, plan=plan)
    assert sweep.intervals(results, sweep.answers(results, "days_home_10y", "macht").factors) == [FACTORS[0]]


def linear_two(x: np.ndarray, _: np.random.Generator) -> np.ndarray:
    return x[:, 0] + x[:, 1]


def test_failed_runs_drop_their_block(tmp_path: Path) -> None:
    results = store(tmp_path / "r", saltelli(16, 3), linear)
    summary = pd.read_parquet(tmp_path / "r" / "summary-00000.parquet")
    summary[summary["scenario"] != "macht-7"].to_parquet(tmp_path / "r" / "summary-00000.parquet")
    sealed(tmp_path / "r", META)
    found = sensitivity.analyse(load(tmp_path / "r"), "days_home_10y", "macht", "landscape")
    assert found["n"].to_list() == [15] * 3
    assert found["dropped"].to_list() == [1] * 3
    assert results.path == tmp_path / "r"


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store(tmp_path / "r", saltelli(32, 3), linear)
    words = [str(tmp_path / "r"), "measure=days_home_10y", "minus=landscape", f"out={tmp_path / 'table.csv'}"]
    assert sensitivity.main(words) == 0
    printed = capsys.readouterr().out
    assert "days_home_10y of macht minus landscape: capacity.slack decides most" in printed
    assert list(pd.read_csv(tmp_path / "table.csv")["factor"]) == FACTORS


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["measure=days_home_1y0"], "did you mean 'days_home_10y'"),
        ([], "which measure"),
        (["measure=days_home_10y", "of=kracht"], "no regime 'kracht'"),
        (["measure=days_home_10y", "method=anova"], "must be auto, sobol or morris"),
        (["measure=days_home_10y", "level=2"], "must lie between"),
        (["mesure=x"], "did you mean 'measure'"),
    ],
)
def test_mistakes_are_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    store(tmp_path / "r", saltelli(8, 3), linear)
    assert sensitivity.main([str(tmp_path / "r"), *words]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_a_sweep_without_a_design_says_which_it_needs(tmp_path: Path) -> None:
    unit = stats.qmc.LatinHypercube(d=3, rng=np.random.default_rng(1)).random(20)
    results = store(tmp_path / "r", unit, linear)
    with pytest.raises(AnalysisError, match="design=sobol"):
        sensitivity.analyse(results, "days_home_10y", "macht", "landscape", "sobol")
    with pytest.raises(AnalysisError, match="design=morris"):
        sensitivity.analyse(results, "days_home_10y", "macht", "landscape", "morris")
