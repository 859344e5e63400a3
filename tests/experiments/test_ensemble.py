"""Replicates in plausible countries: who gets which, what is set by name stays, and what is written down of it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis import measures
from experiments import CONFIGS, compose
from experiments.errors import InputError
from experiments.execution.work import SIM
from experiments.front_door.composer import Composer
from experiments.plan import plan
from experiments.plan.ensemble import load
from experiments.plan.points import build
from sim import simulate
from sim.parameters import PARAMETERS
from tests.experiments.runs import plek, run, table_bytes

FOLDER = Path(__file__).parent / "plausible"
TINY = "region=tiny"
MADE = "ensemble=made"
PARAMETER_NAMES = ["behaviour.willing", "capacity.slack", "capacity.discipline", "capacity.care_slots"]
MEMBERS = [(0.3, 0.1, 1, 3.25), (0.25, -0.05, 2, 4.5), (0.4, 0.0, 0, 2.5)]
SWEEP = (TINY, MADE, "regime=landscape,geen", "capacity.response=0.0,0.1", "replicates=4", "keep=spells")


def planned(*words: str, folder: Path = FOLDER, **options: object) -> plan.Plan:
    return plan.build((TINY, *words), Composer(folder), options)


def ran(*words: str, out: Path, model: str = "quick", folder: Path = FOLDER) -> int:
    return run(*words, f"out={out}", config_dir=str(folder), model=model)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.concat(map(pd.read_parquet, sorted([*folder.glob(f"{name}.parquet"), *folder.glob(f"{name}-*.parquet")])), ignore_index=True)


def used(made: plan.Plan, name: str, replicate: int) -> tuple[float, ...]:
    """The ensemble's parameters in the scenario that a worker builds."""
    (point,) = [point for point in made.points if point.name == name]
    (task,) = [task for task in made.tasks(range(replicate, replicate + 1)) if point in task.points]
    scenario = build(made.bases, point, task.member)
    return tuple(scenario[key.split(".")[0]][key.split(".")[1]] for key in PARAMETER_NAMES)


def own_folder(root: Path, *, csv: str | None = None, **changes: object) -> Path:
    """A folder with the made-up ensemble, its files changed."""
    shutil.copytree(FOLDER, root)
    file = root / "ensemble" / "made"
    if csv is not None:
        file.with_suffix(".csv").write_text(csv, encoding="utf-8")
    if changes:
        file.with_suffix(".json").write_text(json.dumps(json.loads(file.with_suffix(".json").read_text()) | changes), encoding="utf-8")
    return root


def test_replicates_take_members_in_turn_under_every_regime() -> None:
    made = planned(MADE, "plan.regimes=[landscape,geen]", "replicates=5")
    for name in ("landscape", "geen"):
        assert [used(made, name, replicate) for replicate in range(5)] == [*MEMBERS, *MEMBERS[:2]]
    assert [len(task.points) for task in made.tasks(range(5))] == [2] * 5


def test_a_member_is_the_country_with_its_values_typed(tmp_path: Path) -> None:
    words = (TINY, "horizon=test", "plan.regimes=[landscape,geen]")
    assert ran(*words, MADE, "replicates=4", "keep=summary", "workers=1", out=tmp_path / "out", model=SIM) == 0
    found = table(tmp_path / "out", "summary")
    for replicate, name in ((1, "landscape"), (3, "geen")):
        values = MEMBERS[replicate % 3]
        typed = [f"{key}={value}" for key, value in zip(PARAMETER_NAMES, values, strict=True)]
        alone = simulate(compose([TINY, "horizon=test", f"regime={name}", *typed]), replicate)
        row = found[(found.scenario == name) & (found.replicate == replicate)]
        expected = measures.summary(alone.tables(), alone.meta)
        columns = [column for column in row if column not in ("scenario", "seed", "replicate")]
        pd.testing.assert_frame_equal(row[columns].reset_index(drop=True), expected[columns], check_exact=True)
    assert found.groupby("replicate").days_home_1y.nunique().max() > 0
    assert found[found.scenario == "landscape"].days_home_1y.nunique() > 1


@pytest.mark.parametrize("value", [PARAMETERS["capacity.slack"].value, 0.3])
def test_what_is_typed_stays_even_where_it_is_the_default(value: float) -> None:
    made = planned(MADE, f"capacity.slack={value}")
    assert [used(made, "landscape", replicate)[1] for replicate in range(3)] == [value] * 3
    assert [used(made, "landscape", replicate)[0] for replicate in range(3)] == [row[0] for row in MEMBERS]


def centre(group: str, field: str) -> float:
    """What a run uses where nobody says anything: the centre of the calibrated ensemble."""
    return float(yaml.safe_load((CONFIGS / group / "calibrated.yaml").read_text(encoding="utf-8"))[field])


def test_what_a_file_a_factor_or_a_scenario_sets_stays(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "own")
    (folder / "experiment").mkdir()
    (folder / "capacity").mkdir()
    (folder / "capacity" / "tight.yaml").write_text("slack: 0.02\n", encoding="utf-8")
    (folder / "experiment" / "mine.yaml").write_text(
        "# @package _global_\ndefaults: [{override /ensemble: made}]\nbehaviour: {willing: 0.3}\n"
        "plan: {regimes: [landscape, geen], scenarios: {slack: [capacity.slack=0.02]}, factors: {capacity.discipline: [0, 2]}}\n",
        encoding="utf-8",
    )
    made = planned("experiment=mine", folder=folder)
    for point in made.points:
        asked = dict(point.factors)["capacity.discipline"]
        for replicate, member in enumerate(MEMBERS):
            slack = 0.02 if point.branch == "slack" else member[1]
            assert used(made, point.name, replicate) == (0.3, slack, asked, member[3])
    assert sorted({len(task.points) for task in made.tasks(range(1))}) == [1, 2], "a branch that keeps its own slack is another country"
    chosen = planned(MADE, "capacity=tight", folder=folder)
    assert [used(chosen, "landscape", replicate)[1] for replicate in range(3)] == [0.02] * 3
    typed, plain = planned(MADE, f"capacity.slack={centre('capacity', 'slack')}"), planned(MADE)
    assert typed.points[0].digest == plain.points[0].digest
    assert typed.document != plain.document, "the value is the same, but members replace only one of them"
    assert used(planned("experiment=mine", "ensemble=none", folder=folder), made.points[0].name, 0)[1] == centre("capacity", "slack")


def test_levers_never_clash() -> None:
    made = planned(MADE, "regime=doorzettingsmacht", "regime.supply.special_places=0.2", "ideal.boards_willing=true")
    assert [used(made, "doorzettingsmacht", replicate) for replicate in range(3)] == MEMBERS


def test_points_say_the_values_used_and_the_manifest_says_the_members(tmp_path: Path) -> None:
    assert ran(*SWEEP, "capacity.slack=0.02", out=tmp_path / "out") == 0
    points = table(tmp_path / "out", "points")
    assert len(points) == 16
    for row in points.to_dict("records"):
        member = MEMBERS[row["replicate"] % 3]
        assert [row[key] for key in PARAMETER_NAMES] == [member[0], 0.02, member[2], member[3]]
    assert [str(points[key].dtype) for key in PARAMETER_NAMES] == ["float64"] * 4
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    said = json.loads((FOLDER / "ensemble" / "made.json").read_text())
    sha = load(FOLDER / "ensemble" / "made.yaml").sha256
    assert manifest["ensemble"] == {"name": "made", "members": [0, 1, 2], "parameters": PARAMETER_NAMES, "axes": said["axes"], "sha256": sha}
    trees = manifest["scenarios"].values()
    assert {tree["behaviour"]["willing"] for tree in trees} == {centre("behaviour", "willing")}
    assert "ensemble" not in next(iter(trees))


def test_without_an_ensemble_nothing_is_said_of_one(tmp_path: Path) -> None:
    assert ran(TINY, out=tmp_path / "out") == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["ensemble"] is None
    assert not set(PARAMETER_NAMES) & set(table(tmp_path / "out", "points"))


def test_shards_pool_and_a_rerun_give_the_same_bytes(tmp_path: Path) -> None:
    assert ran(*SWEEP, "workers=1", out=tmp_path / "one") == 0
    one = table_bytes(tmp_path / "one")
    assert ran(*SWEEP, "workers=2", out=tmp_path / "pool") == 0
    assert ran(*SWEEP, "shard=2/2", "workers=1", out=tmp_path / "shards") == 0
    assert ran(*SWEEP, "shard=1/2", "workers=1", out=tmp_path / "shards") == 0
    assert table_bytes(tmp_path / "pool") == table_bytes(tmp_path / "shards") == one
    for file in (tmp_path / "pool").glob("*-0000[36].parquet"):
        file.unlink()
    assert ran(*SWEEP, "workers=1", out=tmp_path / "pool") == 0
    assert table_bytes(tmp_path / "pool") == one


def test_dask_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    assert ran(*SWEEP, "workers=1", out=tmp_path / "one") == 0
    assert ran(*SWEEP, "executor=dask", "workers=2", out=tmp_path / "dask") == 0
    assert table_bytes(tmp_path / "dask") == table_bytes(tmp_path / "one")


def test_another_csv_is_another_plan(tmp_path: Path) -> None:
    assert ran(TINY, MADE, out=tmp_path / "out") == 0
    changed = own_folder(tmp_path / "own", csv="member,weight,capacity.slack\n0,1,0.1\n", axes=[], centre={})
    with pytest.raises(InputError, match=r"ensemble\.sha256"):
        ran(TINY, MADE, out=tmp_path / "out", folder=changed)
    with pytest.raises(InputError, match="ensemble"):
        ran(TINY, out=tmp_path / "out")


def test_precision_goes_on_with_the_next_members(tmp_path: Path) -> None:
    words = ("precision.measure=days_home", "precision.between=[landscape,geen]", "precision.half_width=1e-9", "precision.max_replicates=7")
    assert ran(TINY, MADE, "regime=landscape,geen", "replicates=2", *words, out=tmp_path / "out", model="varying") == 0
    points = table(tmp_path / "out", "points")
    assert set(points.replicate) == set(range(7))
    assert all(row["capacity.slack"] == MEMBERS[row["replicate"] % 3][1] for row in points.to_dict("records"))


def test_a_child_is_traced_in_its_member(tmp_path: Path) -> None:
    assert ran(TINY, "horizon=test", MADE, "trace=longest", "keep=summary", out=tmp_path / "out", model=SIM) == 0
    assert "child" in (tmp_path / "out" / "trace.txt").read_text()


def test_dry_run_names_the_members(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(*SWEEP, "dry_run=true", out=tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "4 x 4 replicates = 16 runs, in 8 tasks" in said
    assert "ensemble:  made, 3 of its 3 members" in said


CSV = "member,weight,capacity.slack\n0,1,0.1\n1,1,0.2\n"
BAD_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "unknown": (lambda root: own_folder(root, csv=CSV.replace("slack", "slak")), "no parameter 'capacity.slak'; did you mean \"capacity.slack\""),
    "bounds": (lambda root: own_folder(root, csv=CSV.replace("0.2", "2")), "member 1: capacity.slack=2 is outside"),
    "nan": (lambda root: own_folder(root, csv=CSV.replace("0.2", "nan")), "member 1: capacity.slack=nan must be a finite number"),
    "word": (lambda root: own_folder(root, csv=CSV.replace("0.2", "much")), "is not a number"),
    "whole": (lambda root: own_folder(root, csv="member,weight,capacity.discipline\n0,1,0.5\n"), "must be a whole number"),
    "flag": (lambda root: own_folder(root, csv="member,weight,ideal.boards_willing\n0,1,1\n"), "is a flag"),
    "twice": (lambda root: own_folder(root, csv="member,weight,capacity.slack,capacity.slack\n0,1,0,0\n"), "is there twice"),
    "rows": (lambda root: own_folder(root, csv="member,weight,capacity.slack\n"), "no members"),
    "empty": (lambda root: own_folder(root, csv=""), "header"),
    "header": (lambda root: own_folder(root, csv="capacity.slack\n0\n"), "header"),
    "short": (lambda root: own_folder(root, csv=CSV + "2,1\n"), "as many values"),
    "weights": (lambda root: own_folder(root, csv=CSV + "2,2,0\n"), "weights must be alike"),
    "axis": (lambda root: own_folder(root, axes=[{"name": "a", "plus": ["capacity.slak"], "low": 0, "high": 1}]), "axis a: no parameter"),
    "ends": (lambda root: own_folder(root, axes=[{"name": "a", "plus": ["capacity.slack"], "low": 1, "high": 0}]), "the low one first"),
    "centre": (lambda root: own_folder(root, centre={"capacity.slack": 7}), "centre: capacity.slack=7 is outside"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_ensemble_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    make, said = BAD_FILES[name]
    with pytest.raises(InputError) as refused:
        planned(MADE, folder=make(tmp_path / "own"))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_an_ensemble_without_its_tables_is_refused(suffix: str, tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "own")
    (folder / "ensemble" / f"made{suffix}").unlink()
    with pytest.raises(InputError, match="can't read"):
        planned(MADE, folder=folder)


BAD_WORDS = {
    ("ensemble=mad",): "no ensemble 'mad'; did you mean 'made'?",
    ("-m", "ensemble=made,none"): "can't be swept",
    ("+plan.factors.ensemble=[made,none]",): "can't be swept",
    (MADE, "+plan.scenarios.x=['ensemble=made']"): "belongs to the run",
    ("plan.design=corners",): "needs an ensemble",
    ("experiment=corners", "ensemble=none"): "needs an ensemble",
    (MADE, "plan.design=corners", "capacity.slack=0.1"): "leave capacity.slack=... out",
    (MADE, "plan.design=corners", "plan.csv=points.csv"): "can't go together",
    ("-m", MADE, "plan.design=corners", "capacity.response=interval(0,1)"): "can't go together",
}  # fmt: skip


@pytest.mark.parametrize("words", BAD_WORDS, ids=" ".join)
def test_the_command_refuses_with_status_2_and_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = plek(TINY, *words, f"--config-dir={FOLDER}", cwd=tmp_path)
    assert ended.returncode == 2, ended.stderr
    assert BAD_WORDS[words] in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert not list(tmp_path.iterdir())


CORNERS = [
    (0.35, 0.0, 1, 3.25),
    (0.35, -0.1, 1, 3.25),
    (0.35, 0.2, 1, 3.25),
    (0.2, 0.0, 1, 0.0),
    (0.0, 0.0, 1, 3.0),
]
"""The centre (the median but for `willing`, which the JSON gives), and each axis at its ends; `hands` is care minus willing."""


def test_corners_are_the_centre_and_each_axis_at_its_ends() -> None:
    made = planned(MADE, "experiment=corners", "plan.regimes=[landscape,geen]", "replicates=2")
    for regime in ("landscape", "geen"):
        names = [point.name for point in made.points if point.branch == regime]
        assert [used(made, name, 1) for name in names] == CORNERS
    assert len({point.setting for point in made.points}) == 5
    assert [len(task.points) for task in made.tasks(range(1))] == [2] * 5
    assert made.members(2) == []


def test_corners_leave_what_is_set_by_name(tmp_path: Path) -> None:
    made = planned(MADE, "plan.design=corners", "capacity.discipline=2", "plan.regimes=[landscape]", "+plan.scenarios.calm=['capacity.slack=0.02']")
    values = {branch: [used(made, point.name, 0) for point in made.points if point.branch == branch] for branch in ("landscape", "calm")}
    assert {row[2] for rows in values.values() for row in rows} == {2}
    assert [row[1] for row in values["landscape"]] == [0.0, -0.1, 0.2, 0.0, 0.0]
    assert [row[1] for row in values["calm"]] == [0.02] * 5


def test_corners_are_settings_of_a_store(tmp_path: Path) -> None:
    words = (MADE, TINY, "horizon=test", "experiment=corners", "plan.regimes=[landscape,geen]", "replicates=1")
    assert ran(*words, out=tmp_path / "out", model=SIM) == 0
    points = table(tmp_path / "out", "points")
    assert len(points) == 10
    assert (points.status == "ok").all()
    assert [tuple(row) for row in points[points.branch == "geen"][PARAMETER_NAMES].to_numpy()] == CORNERS
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["ensemble"]["members"] == []


def test_an_axis_of_several_parameters_has_no_corners(tmp_path: Path) -> None:
    axis = {"name": "both", "plus": ["capacity.slack", "capacity.care_slots"], "low": 0, "high": 1}
    with pytest.raises(InputError, match="axis both is made of several parameters"):
        planned(MADE, "plan.design=corners", folder=own_folder(tmp_path / "own", axes=[axis]))
    with pytest.raises(InputError, match="no axes"):
        planned(MADE, "plan.design=corners", folder=own_folder(tmp_path / "none", axes=[]))


def test_every_shipped_ensemble_can_be_read() -> None:
    names = [name for name in Composer().groups()["ensemble"] if name != "none"]
    for name in names:
        assert load(Composer().beside("ensemble", name)).members
