"""The engine and the twin on the same scenario."""

from typing import Any

import pandas as pd

from sim import Outcomes, Scenario, simulate
from tests.twin import run_twin


def assert_same(tree: dict[str, Any], replicate: int = 0) -> Outcomes:
    """Engine and twin give equal tables and count equal events; returns the tables."""
    scenario = Scenario.from_dict(tree)
    engine, twin = simulate(scenario, replicate), run_twin(scenario, replicate)
    for name, table in engine.tables().items():
        pd.testing.assert_frame_equal(table, twin.tables()[name], check_exact=True, obj=name)
    assert engine.meta == twin.meta
    return twin
