"""The engine's own promises: compiled is interpreted, no index goes astray, no stale code runs, no way of running it changes a bit."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Outcomes, PlacementModel, Scenario, simulate
from sim.machine.state import RECORDS
from tests.property.country import differences, merged
from tests.twin.cases import BUSY, REGIMES

ROOT = Path(__file__).resolve().parents[2]
SMALL: dict[str, Any] = merged(
    {"region": {"name": "tiny", "scale": 0.05}, "horizon": {"burn_in_years": 1, "years": 2}, "regime": {"name": "pact", "base": "geen"}}, BUSY
)
BUSY_PACT = merged(SMALL, {"regime": REGIMES["pact"]})
# areas of two provinces
WIDE: dict[str, Any] = merged(BUSY_PACT, {"region": {"name": "wide", "areas": [2, 3, 60, 61], "scale": 0.03}})

CHILD = """
import sys
from tests.verification.test_engine import BUSY_PACT, fingerprint
from sim import Scenario, simulate
print(fingerprint(simulate(Scenario.from_dict(BUSY_PACT))))
"""


def fingerprint(outcomes: Outcomes) -> str:
    """SHA-256 of all tables, floats to the last bit."""
    digest = hashlib.sha256()
    for name, table in outcomes.tables().items():
        digest.update(name.encode())
        digest.update(table.to_csv(index=False, float_format="%.17g").encode())
    return digest.hexdigest()


def run(code: str, *, cwd: Path = ROOT, **environment: str) -> str:
    """Last line that a Python of its own prints; fails with what it says."""
    env = os.environ | {"PYTHONPATH": str(cwd)} | environment
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=env, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def here() -> str:
    return fingerprint(simulate(Scenario.from_dict(BUSY_PACT)))


def test_interpreted_and_compiled_give_the_same_bits(here: str) -> None:
    other = "0" if os.environ.get("NUMBA_DISABLE_JIT") == "1" else "1"
    assert run(CHILD, NUMBA_DISABLE_JIT=other) == here


@pytest.mark.slow
def test_no_index_goes_astray(here: str, tmp_path: Path) -> None:
    """With bounds checked, in a cache of its own: a warm cache would ignore the flag."""
    assert run(CHILD, NUMBA_BOUNDSCHECK="1", NUMBA_DISABLE_JIT="0", PLEK_CACHE=str(tmp_path)) == here
    assert any(path.name.endswith("-bounds") for path in tmp_path.iterdir())


PROBE = """
from sim.machine.jit import entry
from sim.rules.exempt import p_exempt

@entry
def probe(base):
    return p_exempt(base, 0, 1.0, 0.4)
"""
ASK = "from sim.probe import probe; print(probe(0.5), sum(probe.stats.cache_hits.values()))"


def test_a_rule_changed_in_another_file_is_run(tmp_path: Path) -> None:
    """numba's cache watches the file of the compiled function only; ours watches all sources. An entry of a copy of the engine calls a rule;
    the rule changes in its own file, and back."""
    copy = tmp_path / "code"
    shutil.copytree(ROOT / "sim", copy / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "sim" / "probe.py").write_text(PROBE, encoding="utf-8")
    environment = {"PLEK_CACHE": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    rule = copy / "sim" / "rules" / "exempt.py"
    text = rule.read_text(encoding="utf-8")
    assert run(ASK, cwd=copy, **environment) == "0.5 0"
    assert run(ASK, cwd=copy, **environment) == "0.5 1", "a warm start must find the cache"
    rule.write_text(text.replace("1.25 * severity", "0.25 * severity"), encoding="utf-8")
    assert run(ASK, cwd=copy, **environment) == "0.3 0", "the old rule ran"
    rule.write_text(text, encoding="utf-8")
    assert run(ASK, cwd=copy, **environment) == "0.5 1"


def test_stepping_week_by_week_is_running_through() -> None:
    scenario = Scenario.from_dict(BUSY_PACT)
    stepped = PlacementModel(scenario)
    while stepped.running:
        stepped.step()
    through = PlacementModel(scenario).run()
    assert not differences(stepped.outcomes(), through)
    assert stepped.outcomes().meta == through.meta
    assert not differences(through, simulate(scenario), labels=False)


def test_threads_change_nothing() -> None:
    scenario = Scenario.from_dict(WIDE)
    assert not differences(simulate(scenario, threads=1), simulate(scenario, threads=2))


def sorted_words(outcomes: Outcomes) -> dict[str, pd.DataFrame]:
    """Tables with categories as words, rows in an order of their own: names differ in order between one state and two."""
    out = {}
    for name, table in outcomes.tables().items():
        plain = table.copy()
        for column in plain.columns:
            if isinstance(plain[column].dtype, pd.CategoricalDtype | pd.StringDtype):
                plain[column] = plain[column].astype(object)
        out[name] = plain.sort_values(list(plain.columns), kind="stable", ignore_index=True)
    return out


def test_provinces_apart_are_one_state_over_all() -> None:
    scenario = Scenario.from_dict(WIDE)
    apart, whole = sorted_words(simulate(scenario)), sorted_words(PlacementModel(scenario).run())
    assert len(apart["spells"]) > 20
    for name, table in apart.items():
        pd.testing.assert_frame_equal(table, whole[name], check_exact=True, obj=name)


def test_a_branch_leaves_the_original_untouched() -> None:
    scenario = Scenario.from_dict(merged(SMALL, {"name": "geen"}))
    model = PlacementModel(scenario)
    model.advance(scenario.burn_in_days)
    held = model.snapshot()
    other = model.branch(Scenario.from_dict(BUSY_PACT))
    other.run()
    for field, before, now in zip(held._fields, held, model.state, strict=True):
        assert np.array_equal(np.asarray(before), np.asarray(now)), field
    assert not differences(model.run(), PlacementModel(scenario).run())
    assert not differences(other.outcomes(), simulate(Scenario.from_dict(BUSY_PACT)), labels=False)


def test_a_snapshot_shares_nothing() -> None:
    model = PlacementModel(Scenario.from_dict(SMALL))
    model.advance(28)
    for field, mine, copy in zip(model.state._fields, model.state, model.snapshot(), strict=True):
        assert not np.shares_memory(np.asarray(mine), np.asarray(copy)), field


def test_no_field_is_named_like_an_attribute_of_numpy_records() -> None:
    """It would mean something else when interpreted."""
    taken = set(dir(np.recarray)) | set(dir(np.record))
    assert not {(name, field) for name, dtype in RECORDS.items() for field in dtype.names or () if field in taken}
