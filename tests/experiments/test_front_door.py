"""What is typed is read the same with Hydra and without, and what is refused is refused at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import hydra_compose, nodes, plain
from experiments.front_door.help import text
from experiments.front_door.regime_files import resolve
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS

GROUPS = nodes.groups()
CHOICES = [f"{group}={name}" for group, names in GROUPS.items() if "/" not in group for name in names]
HEAVY = ("numba", "hydra", "omegaconf", "numpy", "pandas", "mesa", "scipy", "pyarrow", "matplotlib")
VALUES = [f"{name}={str(parameter.value).lower()}" for name, parameter in PARAMETERS.items()]
TYPED = [
    ["seed=7", "region=tiny", "calendar=plain", "horizon.years=3", "out=./some/where", "trace=[1,2]"],
    ["experiment=compare", "region=utrecht", "option=s07_joint_power", "ensemble=none", "seed=1", "seed=2"],
    ["regime=doorzettingsmacht", "regime.authority.invokers=[parents,regular_school]", "regime.authority.holder.care=none", "capacity.slack=-0.05"],
    ["plan.regimes=[landscape,geen]", "precision.measure=days_home_10y", "precision.between=[geen,landscape]", "report=true", "name=null"],
]
WRONG = [
    "regime=gene", "regin=tiny", "capacity.slakc=0.1", "regime.authorty.mandate=0.5", "slack=1", "behaviour=calibratd", "plan.regime=[geen]",
    "regime.mandate=0.5", "experiment=compair", "horizon.yeers=3", "option=s99",
]  # fmt: skip


def both(words: list[str]) -> tuple[object, object]:
    """The tree that is composed here, and Hydra's."""
    return plain.compose(words, GROUPS), hydra_compose.compose(words)


@pytest.mark.parametrize("word", CHOICES)
def test_a_choice_gives_the_tree_that_hydra_gives(word: str) -> None:
    here, hydras = both([word])
    assert here is not None
    assert here == hydras


@pytest.mark.parametrize("words", [VALUES, *TYPED], ids=lambda words: words[0])
def test_values_give_the_tree_that_hydra_gives(words: list[str]) -> None:
    here, hydras = both(words)
    assert here is not None
    assert repr(sorted(here.items())) == repr(sorted(hydras.items()))  # type: ignore[attr-defined]  # repr tells 2 from 2.0


def test_a_file_of_ones_own_gives_the_tree_that_hydra_gives(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text((CONFIGS / "regime/doorzettingskracht.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    here, hydras = both(resolve([f"regime={file}", "regime.consultation.term_weeks=4"]))
    assert here is not None
    assert here == hydras


def test_unset_parameters_are_unset_in_both() -> None:
    words, unset = ["behaviour=default", "region=tiny"], list(PARAMETERS)[:5]
    assert plain.compose(words, GROUPS, unset) == hydra_compose.compose(words, unset=unset)


@pytest.mark.parametrize("word", WRONG)
def test_what_is_wrong_is_refused_in_the_same_words(word: str) -> None:
    with pytest.raises(InputError) as here:
        plain.compose([word], GROUPS)
    with pytest.raises(InputError) as hydras:
        hydra_compose.compose([word])
    assert str(here.value) == str(hydras.value)


@pytest.mark.parametrize(
    "word",
    ["seed=1,2", "capacity.slack=interval(0,1)", "regime=glob(*)", "+regime.x=1", "~option", "seed='1'", "seed=1e3", "seed=.5", "seed=0x1",
     "seed=True", "seed=NaN", "name=null_", "seed=007", "seed=1_000", "out=a b", "out=é", "hydra/sweeper=basic", "name=$x", "seed={a:1}",
     "name=${seed}", "seed=", "seed"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_hydra_or_read_as_hydra_reads_it(word: str) -> None:
    if plain.is_plain(word):
        here, hydras = both([word])
        assert here == hydras
    else:
        assert plain.compose([word], GROUPS) is None


def test_every_parameter_and_lever_is_a_key() -> None:
    tree = nodes.base_tree()
    assert {name.split(".")[0] for name in PARAMETERS} <= set(tree)
    assert all(name.split(".")[0] in tree["regime"] for name in LEVERS)


def loaded(*words: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """The command in a process of its own, and which heavy libraries it loaded."""
    program = f"import sys, atexit\natexit.register(lambda: print('LOADED', *[m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr))\n"
    program += "from experiments.run import main\nmain()\n"
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=300, check=False)
    return done, done.stderr.splitlines()[-1].split()[1:]


def test_help_loads_nothing_heavy_and_lists_every_choice() -> None:
    done, heavy = loaded("--help")
    assert done.returncode == 0
    assert heavy == []
    assert done.stdout.rstrip("\n") == text(GROUPS)
    assert all(name in done.stdout for group, names in GROUPS.items() if "/" not in group for name in names)


REFUSED = [
    ("regime=gene",),
    ("regin=tiny",),
    ("capacity.slack=99",),
    ("seed=-1",),
    ("keep=some",),
    ("replicates=0",),
    ("regime=doorzettingsmacht", "regime.authority.holder.education=municipality", "anchoring=voluntary"),
]


@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    done, heavy = loaded(*words)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2  # the refusal and our own line
    assert heavy == []
