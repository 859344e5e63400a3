"""Law 4: the same seed gives the same bits, whatever the threads, the processes, the order of branches, stepping or running through."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim import Outcomes, PlacementModel, Scenario, each_branch, simulate, simulate_branches
from sim.errors import ScenarioError
from tests.property.country import COUNTRY, differences, merged, plain, under

ROOT = Path(__file__).resolve().parents[2]
# areas of three provinces: they may run at the same time
WIDE = merged(COUNTRY, {"region": {"name": "wide", "areas": [2, 20, 61], "scale": 0.1}})
MACHT = {"name": "macht", "base": "geen", "authority": {"holder": {"education": "director"}, "domain": "education"}}


def fingerprint(outcomes: Outcomes) -> str:
    """SHA-256 of all tables as text of full precision."""
    digest = hashlib.sha256()
    for name, table in outcomes.tables().items():
        digest.update(name.encode() + plain(table).to_csv(float_format="%.17g").encode())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def wide() -> Outcomes:
    return simulate(under(MACHT, WIDE))


def test_threads_change_nothing(wide: Outcomes) -> None:
    assert not differences(wide, simulate(under(MACHT, WIDE), threads=3))


def test_order_and_company_of_branches_change_nothing(wide: Outcomes) -> None:
    macht, geen, landscape = under(MACHT, WIDE), under({"name": "geen", "base": "geen"}, WIDE), under("landscape", WIDE)
    forth = simulate_branches([macht, geen, landscape])
    back = simulate_branches([landscape, geen, macht], threads=3)
    for a, b in zip(forth, reversed(back), strict=True):
        assert not differences(a, b)
    assert not differences(wide, forth[0])


def test_branches_come_one_by_one_as_they_are_asked_for(wide: Outcomes) -> None:
    said: list[tuple[str, int, int]] = []
    branches = [under("landscape", WIDE), under(MACHT, WIDE), under({"name": "geen", "base": "geen"}, WIDE)]
    coming = each_branch(branches, progress=lambda *what: said.append(what))
    assert said == []
    assert next(coming).areas.scenario.unique().tolist() == ["landscape"]
    assert [what for what, _, _ in said] == ["burn-in"] * 3 + ["landscape"] * 3
    assert not differences(wide, next(coming))
    assert said[-1] == ("macht", 9, 12)
    with pytest.raises(ScenarioError, match="share one burn-in"):
        each_branch([branches[0], under(MACHT)])


def test_an_earlier_run_changes_nothing(wide: Outcomes) -> None:
    simulate(under("landscape", WIDE), 1)
    assert not differences(wide, simulate(under(MACHT, WIDE)))


def test_another_process_gives_the_same_bits(wide: Outcomes) -> None:
    code = (
        "from tests.property.test_same_seed import *\n"
        "print(fingerprint(simulate(under(MACHT, WIDE))))\n"
    )  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    assert done.stdout.strip() == fingerprint(wide)


def test_stepping_gives_the_same_bits_as_running() -> None:
    scenario = under(MACHT)
    stepped = PlacementModel(scenario)
    while stepped.running:
        stepped.step()
    daily = PlacementModel(scenario)
    while daily.running:
        daily.advance(1)
    run = PlacementModel(scenario).run()
    assert not differences(run, stepped.outcomes())
    assert not differences(run, daily.outcomes())
    assert not differences(run, simulate(scenario))


def test_another_seed_and_another_replicate_are_other_countries() -> None:
    one = simulate(under("landscape"))
    assert differences(one, simulate(under("landscape", merged(COUNTRY, {"seed": 2}))))
    assert differences(one, simulate(under("landscape"), 1))


def test_a_scenario_read_back_gives_the_same_bits() -> None:
    scenario = under(MACHT)
    again = Scenario.from_dict(scenario.to_dict())
    assert again == scenario
    assert not differences(simulate(scenario), simulate(again))
