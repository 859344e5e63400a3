"""What is typed holds or is refused with the reason, whatever letters it has; what is printed can be typed back."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from experiments import CONFIGS, compose
from experiments.errors import InputError
from experiments.front_door import door
from experiments.front_door.composer import Composer
from experiments.front_door.typed import is_quoted, quoted, readable, unquoted
from experiments.plan import plan as planning
from experiments.plan.plan import Plan
from sim.errors import PlekError
from tests.experiments.runs import environment, run

TINY = ("region=tiny", "horizon=test")


def planned(*words: str) -> Plan:
    """The plan that these words make, without running it."""
    asked = door.read(words)
    assert asked is not None
    composer = Composer(asked.config_dir)
    if asked.tree is not None:
        composer.know(asked.overrides, asked.tree)
    return planning.build(asked.overrides, composer, asked.design, tuple(words))


def tree_of(plan: Plan, name: str | None = None) -> dict[str, Any]:
    return plan.bases[next(point for point in plan.points if name in (None, point.name)).base]


def refusal(*words: str) -> str:
    with pytest.raises(PlekError) as error:
        planned(*words)
    line = str(error.value)
    assert "\n" not in line
    return line


DROPPED = [
    (("experiment=compare", "regime=puzzelplicht"), "regime=puzzelplicht: this plan sets regime itself"),
    (("experiment=power_or_places", "ideal.boards_willing=true"), "ideal.boards_willing=true: this plan sets"),
    (("experiment=statutory_options", "option=s07_joint_power"), "option=s07_joint_power: this plan sets option itself"),
    (("-m", "regime=landscape,geen", "name=mine", *TINY), "name=mine: the scenarios of this plan have names"),
    (("option=s09_puzzelplicht", "regime.consultation.term_weeks=4", *TINY), "write option.consultation.term_weeks="),
    (("-m", "option=s09_puzzelplicht", "regime.consultation.term_weeks=4,5", *TINY), "write option.consultation.term_weeks="),
    (("hydra.sweeper.samples=8", *TINY), "samples: nothing varies over an interval"),
    (("-m", "regime=landscape,geen", "hydra.sweeper.design=latin", *TINY), "design: nothing varies over an interval"),
    (("plan.samples=8", *TINY), "samples: nothing varies over an interval"),
    (("experiment=sensitivity", "plan.levels=6"), "levels: only the design 'morris'"),
    (("hydra.run.dir=elsewhere", *TINY), "belongs to Hydra"),
    (("hydra/launcher=basic", *TINY), "belongs to Hydra"),
    (("hydra.sweeper.params.seed=1", *TINY), "add -m"),
    (("precision.half_width=3", *TINY), "precision.measure"),
    (("precision.max_replicates=3", *TINY), "precision.measure"),
    (("address=tcp://somewhere:1", *TINY), "add executor=dask"),
    (("executor=inline", "workers=3", *TINY), "in this process alone"),
    (("trace=shortest", *TINY), "nor the word longest"),
    (("trace=[1,longest]", *TINY), "nor the word longest"),
]


@pytest.mark.parametrize(("words", "said"), DROPPED, ids=lambda value: "+".join(value) if isinstance(value, tuple) else "")
def test_a_word_that_would_change_nothing_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refusal(*words)


def test_a_value_for_a_factor_of_an_experiment_holds() -> None:
    plan = planned("experiment=sensitivity", "capacity.slack=0.05", "plan.samples=2")
    assert "capacity.slack" not in {factor.key for factor in plan.factors}
    assert len(plan.factors) == 7
    assert tree_of(plan)["capacity"]["slack"] == 0.05


def test_options_of_the_sweeper_hold_without_m() -> None:
    plan = planned("experiment=sensitivity", "hydra.sweeper.design=morris", "hydra.sweeper.samples=2")
    assert (plan.settings.plan.design, plan.settings.plan.samples) == ("morris", 2)


def test_a_horizon_typed_beside_an_experiment_holds() -> None:
    """Three years stood in the experiment's own keys, and `horizon=test` changed nothing."""
    assert tree_of(planned("experiment=compare", "horizon=test"))["horizon"] == {"burn_in_years": 1, "years": 1}
    assert tree_of(planned("experiment=compare"))["horizon"]["years"] == 3
    assert tree_of(planned("experiment=compare", "horizon.years=5"))["horizon"]["years"] == 5


def test_a_choice_that_an_experiment_of_ones_own_undoes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text("# @package _global_\nhorizon:\n  years: 3\ncapacity:\n  slack: 0.1\n")
    flags = ("--config-dir", str(tmp_path), "experiment=mine")
    assert "experiment=mine sets horizon.years to 3; write horizon.years=1 too" in refusal(*flags, "horizon=test")
    assert tree_of(planned(*flags, "horizon=test", "horizon.years=1"))["horizon"]["years"] == 1
    assert tree_of(planned(*flags, "region=tiny"))["horizon"]["years"] == 3


@pytest.mark.parametrize("values", ["2,2.0,4.0", "2,2,4", "4.0,2.0"])
def test_2_and_2_0_are_one_setting(values: str) -> None:
    plan = planned("-m", f"regime.consultation.term_weeks={values}", "regime=puzzelplicht", *TINY)
    assert len(plan.points) == 2
    assert len({point.digest for point in plan.points}) == 2


def test_zero_has_no_sign() -> None:
    plan = planned("-m", "capacity.slack=0,0.0,-0.0", *TINY)
    assert len(plan.points) == 1
    assert compose([*TINY, "capacity.slack=-0.0"]).digest == compose([*TINY, "capacity.slack=0"]).digest


def test_points_that_are_alike_in_a_csv_are_one(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("capacity.slack,regime.consultation.term_weeks\n0.10,2\n0.1,2.0\n0.2,2\n")
    assert len(planned("regime=puzzelplicht", *TINY, "plan.design=csv", f"plan.csv={file}").points) == 2


NAMES = ["één", "Mijn map", "a,b", "[x]", "a(b)c", "it's", 'a "b"', "back\\slash", "1", "true", "50%", "a=b", "~tilde", "{x}", "$x", "naïve {é}, [ß]"]


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_may_be_called_anything(name: str, tmp_path: Path) -> None:
    assert planned(*TINY, f"out={tmp_path / name}").settings.out == str(tmp_path / name)
    assert planned(*TINY, f"out={name}").settings.out == name
    assert planned("-m", "regime=landscape,geen", *TINY, f"out={name}").settings.out == name


@pytest.mark.parametrize("text", [*NAMES, "\\", "a\\", "\\'", "''", '"', " "])
def test_quoting_is_undone(text: str) -> None:
    from hydra.core.override_parser.overrides_parser import OverridesParser

    assert OverridesParser.create().parse_overrides([f"out={quoted(text)}"])[0].value() == text
    assert is_quoted(quoted(text))
    assert readable(readable(f"out={text}")) == readable(f"out={text}")
    assert unquoted(quoted("a'b")) == "a'b"


@pytest.mark.parametrize("name", ["één plan.yaml", "a,b.yaml", "[1] (kopie).yaml", "it's.yml", "2026.yaml", "null.yaml", "geen.yaml", "plan.v2.yaml"])
def test_a_regime_may_be_called_anything(name: str, tmp_path: Path) -> None:
    file = tmp_path / "Mijn beleid" / name
    file.parent.mkdir()
    file.write_text((CONFIGS / "regime" / "puzzelplicht.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    wanted = planned(*TINY, "regime=puzzelplicht").points[0]
    assert planned(*TINY, f"regime={file}").points[0].digest == wanted.digest
    swept = planned("-m", f"regime={quoted(str(file))},geen", *TINY)
    assert [point.digest for point in swept.points] == [wanted.digest, planned(*TINY, "regime=geen").points[0].digest]
    assert all(point.name.isascii() for point in swept.points)


def test_two_files_of_one_name_are_two_regimes(tmp_path: Path) -> None:
    for folder, name in (("a", "puzzelplicht"), ("b", "plaatsingsplicht")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.yaml").write_text((CONFIGS / "regime" / f"{name}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    plan = planned("-m", f"regime={tmp_path / 'a' / 'mine.yaml'},{tmp_path / 'b' / 'mine.yaml'}", *TINY)
    assert len({point.digest for point in plan.points}) == 2


def test_a_misspelt_key_with_an_accent_is_said_as_such() -> None:
    assert "no key 'capacity.slàck'" in refusal("capacity.slàck=1", *TINY)


def test_the_command_of_the_manifest_repeats_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quoted for Hydra and for the shell: what is in the manifest is given to a shell as it stands, in an empty folder."""
    folder = tmp_path / "Mijn beleid"
    folder.mkdir()
    regime = folder / "één plan, [versie 2].yaml"
    regime.write_text((CONFIGS / "regime" / "puzzelplicht.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    out = tmp_path / "uit, één's (proef) [1] $HOME"
    words = ("-m", f"regime={quoted(str(regime))},geen", "region=tiny", "horizon=test", "keep=summary", "replicates=1", f"out={out}")
    from experiments.run import front_door

    assert front_door(words) == 0
    first = {file.name: file.read_bytes() for file in out.glob("*.parquet") if file.name != "timings.parquet"}
    command = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert shlex.split(command)[0] == "plek"
    for file in sorted(out.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    shell = f"plek() {{ {shlex.quote(sys.executable)} -m experiments.run \"$@\"; }}; {command}"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert {file.name: file.read_bytes() for file in out.glob("*.parquet") if file.name != "timings.parquet"} == first
    assert len(first) >= 5


def test_a_decimal_comma_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    planned("-m", "capacity.slack=0,1", "capacity.care_slots=2,3", *TINY)
    told = capsys.readouterr().err
    assert "capacity.slack=0,1 is two settings, 0 and 1; a number is written 0.1" in told
    assert "capacity.slack=0.05" in refusal("-m", "capacity.slack=0,05", *TINY)
    assert "a number has a point: capacity.slack=0.1" in refusal("capacity.slack=0,1", *TINY)


FILES = [
    ("Ångström\n1\n".encode("latin-1"), "not UTF-8 text (byte 1): save it as CSV UTF-8"),
    ("capacity.slack\n0.1\n".encode("utf-16"), "not UTF-8"),
    (b"capacity.slack,seed,capacity.slack\n0.1,1,0.2\n", "the column 'capacity.slack' is there twice"),
    (b"capacity.slack;seed\n0,1;2\n", "separated by semicolons: save it with commas"),
    (b"capacity.slack\tseed\n0.1\t2\n", "separated by tabs"),
    (b"", "is empty"),
    (b"\n\n", "is empty"),
    (b"capacity.slack\n", "needs a header of keys and rows"),
    (b"capacity.slack,\n0.1,2\n", "needs a header of keys"),
    (b"capacity.slack\n0.1,0.2\n", "row 2 has 2 cells and the header of keys 1"),
    (b'capacity.slack\n"0.1\n', "CSV"),
    (b"capacity.slack\n0.1\x00\n", "number"),
    (b"capacity.slack\n1_000\n", "must be a number"),
    (b'capacity.slack\n"0,1"\n', "must be a number"),
    (b"capacity.slack\nnan\n", "finite"),
    (b"capacity.slakc\n0.1\n", "no key 'capacity.slakc'; did you mean"),
    (b"replicates\n3\n", "belongs to the run"),
]


@pytest.mark.parametrize(("content", "said"), FILES, ids=[said for _, said in FILES])
def test_a_file_of_points_that_is_none(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_bytes(content)
    assert said in refusal(*TINY, "plan.design=csv", f"plan.csv={tmp_path / 'points.csv'}")


def test_a_csv_that_excel_saves_is_read(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_bytes(b"\xef\xbb\xbfcapacity.slack, seed\r\n0.1,1\r\n 0.2 ,2\r\n,\r\n")
    assert len(planned(*TINY, "plan.design=csv", f"plan.csv={tmp_path / 'points.csv'}").points) == 2


@pytest.mark.parametrize(
    ("weights", "said"),
    [("1 1.0 1e0", None), ("0 0 0", "above 0"), ("-1 -1 -1", "above 0"), ("nan nan nan", "above 0"), ("1 2 1", "alike"), ("a a a", "not a number")],
)
def test_weights_are_numbers(weights: str, said: str | None, tmp_path: Path) -> None:
    (tmp_path / "ensemble").mkdir()
    rows = "".join(f"{number},{weight},0.1\n" for number, weight in enumerate(weights.split()))
    (tmp_path / "ensemble" / "own.csv").write_text(f"member,weight,capacity.slack\n{rows}")
    (tmp_path / "ensemble" / "own.json").write_text("{}")
    (tmp_path / "ensemble" / "own.yaml").write_text("{}")
    words = ("--config-dir", str(tmp_path), "ensemble=own", *TINY, "replicates=3")
    if said is None:
        assert len(planned(*words).members(3)) == 3
    else:
        assert said in refusal(*words)


def test_a_key_twice_in_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("base: geen\nconsultation:\n  term_weeks: 4\n  term_weeks: 6\n")
    assert "line 4 is not YAML: the key 'term_weeks' is there twice" in refusal(*TINY, f"regime={file}")
    file.write_bytes("base: geen\nlabel_nl: één\n".encode("latin-1"))
    assert "is not UTF-8 text (byte" in refusal(*TINY, f"regime={file}")


@pytest.mark.parametrize("seed", ["nan", "inf", "-1", "1.5", "x", "[1]", "true", "1e30"])
@pytest.mark.parametrize("flags", [(), ("-m", "regime=landscape,geen")], ids=["", "-m"])
def test_a_seed_is_checked_before_it_is_used(seed: str, flags: tuple[str, ...]) -> None:
    assert "seed" in refusal(*flags, *TINY, f"seed={seed}")


def test_nothing_is_written_where_something_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run(*TINY, "experiment=compare", "regime=geen", f"out={tmp_path / 'out'}")
    assert list(tmp_path.iterdir()) == []
