"""Sweeps as a user types them: what they expand to, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import compose
from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.front_door.factors import Factor, Interval
from experiments.front_door.settings import PlanSettings
from experiments.plan import design, plan
from sim import Scenario
from sim.errors import PlekError
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS
from tests.experiments.runs import SWEEP, plek, run, table_bytes

TINY = "region=tiny"


def planned(*words: str, **options: object) -> plan.Plan:
    return plan.build((TINY, *words), Composer(), options)


def test_compose_gives_what_would_run() -> None:
    scenario = compose(["region=tiny", "regime=geen", "seed=7"])
    assert isinstance(scenario, Scenario)
    assert (scenario.name, scenario.seed, scenario["region"]["name"]) == ("geen", 7, "tiny")
    assert compose(["region=tiny"]).name == "landscape"


@pytest.mark.parametrize("name", [name for name, parameter in PARAMETERS.items() if not name.startswith("ideal.")])
def test_every_parameter_is_a_key(name: str) -> None:
    group, field = name.split(".")
    value = PARAMETERS[name].low if not isinstance(PARAMETERS[name].value, bool) else True
    assert COMPOSER.tree([TINY, f"{name}={value}"])[group][field] == value


COMPOSER = Composer()


def test_every_lever_is_a_key_and_is_not_set() -> None:
    tree = COMPOSER.tree([TINY])
    for name in LEVERS:
        node = tree["regime"]
        for part in name.split("."):
            node = node[part]
        assert node is None


def test_choices_are_crossed_and_share_their_country() -> None:
    made = planned("regime=landscape,geen", "capacity.slack=-0.1,0,0.1", "replicates=2")
    assert len(made.points) == 6
    tasks = made.tasks(range(2))
    assert [len(task.points) for task in tasks] == [2] * 6
    assert all(len({point.burn_in_digest for point in task.points}) == 1 for task in tasks)
    assert len({point.setting for point in made.points}) == 3


def test_integers_stay_integers() -> None:
    made = planned("capacity.discipline=interval(0,2)", "seed=interval(1,100)", design="latin", samples=50)
    values = [dict(point.factors) for point in made.points]
    assert all(type(value) is int for row in values for value in row.values())
    assert {row["capacity.discipline"] for row in values} == {0, 1, 2}
    assert dict(made.kinds) == {"capacity.discipline": "Int64", "seed": "Int64"}


def test_levers_can_be_swept() -> None:
    made = planned("regime.supply.special_places=interval(0,0.5)", "regime=landscape,geen", design="grid", samples=3)
    assert [dict(point.factors)["regime.supply.special_places"] for point in made.points[::2]] == [0.0, 0.25, 0.5]
    assert len({point.burn_in_digest for point in made.points}) == 1


@pytest.mark.parametrize(("name", "samples", "rows"), [("grid", 4, 16), ("latin", 10, 10), ("sobol", 8, 32), ("morris", 5, 15)])
def test_designs(name: str, samples: int, rows: int) -> None:
    words = ("capacity.slack=interval(-0.1,0.2)", "capacity.care_slots=interval(2,5)")
    made = planned(*words, design=name, samples=samples)
    values = np.array([[value for _, value in point.factors] for point in made.points])
    assert len({point.setting for point in made.points}) <= rows == design.size(made.factors, made.settings.plan)
    assert values.min(axis=0).tolist() >= [-0.1, 2]
    assert values.max(axis=0).tolist() <= [0.2, 5]
    again = planned(*words, design=name, samples=samples)
    assert [point.name for point in again.points] == [point.name for point in made.points]
    other = planned(*words, "seed=2", design=name, samples=samples)
    assert (name == "grid") == ([p.setting for p in other.points] == [p.setting for p in made.points])


def test_morris_moves_one_factor_at_a_time() -> None:
    factors = [Factor(key, Interval(0, 1)) for key in ("capacity.slack", "capacity.response", "capacity.staffed")]
    rows = np.array([list(point.values()) for point in design.points(factors, PlanSettings(design="morris", samples=6), seed=1)])
    assert (np.count_nonzero(np.diff(rows.reshape(6, 4, 3), axis=1), axis=2) == 1).all()


def test_a_csv_of_points(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("capacity.slack,capacity.discipline,regime\n0.1,2,geen\n0,1,landscape\n", encoding="utf-8")
    made = planned(csv=str(file), design="csv")
    assert [dict(point.factors) for point in made.points] == [
        {"capacity.slack": 0.1, "capacity.discipline": 2, "regime": "geen"},
        {"capacity.slack": 0, "capacity.discipline": 1, "regime": "landscape"},
    ]
    assert [point.branch for point in made.points] == ["geen", "landscape"]


def test_aa_is_one_more_branch_of_the_same_country() -> None:
    made = planned("plan.regimes=[landscape,geen]", "plan.aa=[landscape]")
    assert [point.name for point in made.points] == ["landscape", "geen", "landscape_aa"]
    assert len({point.burn_in_digest for point in made.points}) == 1
    assert len({point.digest for point in made.points}) == 3


@pytest.mark.parametrize("name", ["compare", "power_or_places", "sensitivity"])
def test_shipped_experiments_can_be_planned(name: str) -> None:
    made = plan.build((f"experiment={name}",), Composer())
    branches = {point.branch for point in made.points}
    assert {"landscape", "geen"} <= branches
    assert len({point.burn_in_digest for point in made.points}) == len({point.setting for point in made.points})


BAD = {
    "capacity.slack=interval(0,1)": "needs a design",
    "capacity.slak=1,2": "did you mean .capacity.slack.",
    "regime=glob(nothing*)": "finds nothing",
    "seed=range(0,10000000)": "10,000,000 runs",
    "replicates=1,2": "can't be swept",
    "regime=geen,gen": "no regime 'gen'; did you mean 'geen'",
    "capacity.slack=0.1,nan": "finite",
    "capacity.slack=0.1,9": "outside",
    "capacity.slack=interval(1,0)": "is empty",
    "plan.aa=[geen]": "no scenario 'geen'",
    "+plan.scenarios={a:1}": "list of overrides",
    "precision.measure=days_home": "precision.half_width=NUMBER",
    "shard=3/2": "shard",
}  # fmt: skip


@pytest.mark.parametrize("word", BAD)
def test_bad_sweeps_are_refused_in_one_line(word: str) -> None:
    with pytest.raises(PlekError, match=BAD[word]) as refused:
        planned(word)
    assert "\n" not in str(refused.value)


def test_max_points_can_be_raised() -> None:
    with pytest.raises(InputError, match="max_points=3"):
        planned("seed=1,2", "replicates=2", "max_points=3")
    assert len(planned("seed=1,2", "replicates=2", "max_points=4").points) == 2


COMMAND = {
    ("capacity.slak=0.1",): "no key 'slak' under capacity; did you mean 'slack'?",
    ("regime=doorzetingsmachd",): "no regime 'doorzetingsmachd'",
    ("+regime.foo=1",): 'no lever "foo"',
    ("capacity.slack=abc",): "must be a number",
    ("capacity.care_slots=-1",): "outside",
    ("behaviour.accept=1.2",): "outside",
    ("capacity.slack=inf",): "finite",
    ("regime.authority.decision_weeks=4",): "a decision term without a holder",
    ("regime=landscape,geen",): "add -m",
    ("out=",): "empty",
    ("-m", "seed=range(0,10000000)"): "10,000,000 runs",
    ("-m", "regime=glob(nothing*)"): "finds nothing",
    ("-m", "capacity.slack=interval(0,1)"): "needs a design",
    ("--foo",): "unrecognized arguments: --foo",
    ("experiment=compair",): "did you mean 'compare'",
    ("regime=./nowhere.yaml",): "can't read",
}  # fmt: skip


@pytest.mark.parametrize("words", COMMAND, ids=" ".join)
def test_the_command_refuses_with_status_2_one_line_and_nothing_written(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = plek(TINY, *words, cwd=tmp_path)
    assert ended.returncode == 2, ended.stderr
    assert COMMAND[words] in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert not list(tmp_path.iterdir())


def test_a_regime_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "geen.yaml").write_text("supply: {special_places: 0.3}\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("defaults: [geen]\nname: geen\nsupply: {special_places: 0.2}\n", encoding="utf-8")
    made = planned(f"regime={tmp_path}/mine.yaml,{tmp_path}/geen.yaml,geen")
    assert [point.name for point in made.points] == ["mine", "geen_file", "geen"]
    assert len({point.digest for point in made.points}) == 3
    own = tmp_path / "own" / "regime"
    own.mkdir(parents=True)
    (own / "ours.yaml").write_text("defaults: [geen]\nsupply: {special_places: 0.2}\n", encoding="utf-8")
    assert compose(["region=tiny", "regime=ours"], tmp_path / "own").name == "ours"


def test_pool_dask_and_two_shards_give_the_same_tables(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    assert run(*SWEEP, f"out={tmp_path / 'pool'}", "workers=2") == 0
    assert run(*SWEEP, f"out={tmp_path / 'dask'}", "executor=dask", "workers=2") == 0
    assert run(*SWEEP, f"out={tmp_path / 'shards'}", "shard=2/2", "workers=1") == 0
    assert not (tmp_path / "shards" / "manifest.json").exists()
    assert run(*SWEEP, f"out={tmp_path / 'shards'}", "shard=1/2", "workers=1") == 0
    pool = table_bytes(tmp_path / "pool")
    assert table_bytes(tmp_path / "dask") == pool
    assert table_bytes(tmp_path / "shards") == pool
    assert json.loads((tmp_path / "shards" / "manifest.json").read_text())["hashes"]


def test_precision_adds_replicates_until_it_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        TINY,
        "regime=landscape,geen",
        "capacity.slack=0.0,0.1",
        "replicates=2",
        "precision.measure=days_home",
        "precision.between=[landscape,geen]",
        "precision.half_width=0.001",
        "precision.batch=3",
        "precision.max_replicates=9",
    )
    assert run(*words, f"out={tmp_path / 'out'}", model="varying") == 0
    found = pd.concat(map(pd.read_parquet, sorted((tmp_path / "out").glob("summary-*.parquet"))))
    assert set(found.replicate) == set(range(9))
    assert "half-width" in capsys.readouterr().out
    assert run(*words, f"out={tmp_path / 'wide'}", "precision.half_width=1e6", model="varying") == 0
    found = pd.concat(map(pd.read_parquet, sorted((tmp_path / "wide").glob("summary-*.parquet"))))
    assert set(found.replicate) == {0, 1}


def test_dry_run_shows_the_plan_and_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*SWEEP, f"out={tmp_path / 'out'}", "dry_run=true") == 0
    said = capsys.readouterr().out
    assert "6 x 4 replicates = 24 runs, in 12 tasks" in said
    assert not list((tmp_path / "out").glob("*.parquet"))
    shown = json.loads((tmp_path / "out" / "plan.json").read_text())
    assert shown["factors"] == {"capacity.slack": [0.0, 0.1, 0.2]}
    assert len(pd.read_csv(tmp_path / "out" / "plan.csv")) == 6
    assert run(*SWEEP, f"out={tmp_path / 'out'}") == 0


@pytest.mark.parametrize(
    ("keep", "tables"),
    [
        ("summary", {"points", "summary", "cells"}),
        ("spells", {"points", "summary", "cells", "spells"}),
        ("all", {"points", "summary", "cells", "spells", "series"}),
    ],
)
def test_keep(keep: str, tables: set[str], tmp_path: Path) -> None:
    assert run(TINY, f"keep={keep}", f"out={tmp_path / 'out'}") == 0
    assert {file.stem for file in (tmp_path / "out").glob("*.parquet")} == tables | {"timings"}
