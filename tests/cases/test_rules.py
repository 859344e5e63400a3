"""Single decisions in YAML that an expert can dispute, tried on the rules themselves."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.machine import codes

RULES = {
    "cause_of": "cause", "register_of": "register", "p_accept": "accept", "p_take_up": "use", "belief_after_test": "belief", "drop_hazard": "drop",
    "waitlist_key": "order",
}  # fmt: skip
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))


def number(value: Any) -> Any:
    """A word of the codes as its number; anything else as it is."""
    return getattr(codes, value) if isinstance(value, str) else value


def decide(rule: str, given: dict[str, Any]) -> Any:
    function = getattr(importlib.import_module(f"sim.rules.{RULES[rule]}"), rule)
    return function(**{k: number(v) for k, v in given.items()})


@pytest.mark.parametrize("case", CASES, ids=[c["about"].split(",")[0][:60] for c in CASES])
def test_a_rule_decides_as_the_case_says(case: dict[str, Any]) -> None:
    found = decide(case["rule"], case["given"])
    if "below" in case:
        assert found < decide(case["rule"], case["below"])
    else:
        assert found == pytest.approx(number(case["is"]))
