"""Every number has unit, meaning, a source that the ledger knows (or "assumed") and bounds that hold its value."""

import math

import pytest

from sim import Scenario, evidence
from sim.errors import ScenarioError
from sim.law.levers import LEVERS
from sim.parameters import GROUPS, PARAMETERS

MECHANISMS = {m.id for m in evidence.mechanisms()}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_says_what_it_is_and_where_it_is_from(name: str) -> None:
    p = PARAMETERS[name]
    assert p.group in GROUPS
    assert p.unit.strip()
    assert len(p.meaning) >= 12
    assert p.source == "assumed" or p.source in evidence.ids(), f"{name}: unknown source {p.source}"
    assert math.isfinite(p.low)
    assert math.isfinite(p.high)
    assert p.low < p.high
    assert p.low <= p.value <= p.high
    assert isinstance(p.value, bool | int | float)


@pytest.mark.parametrize("name", [n for n, p in PARAMETERS.items() if "asserted only" in p.meaning])
def test_what_sources_only_assert_may_be_nothing(name: str) -> None:
    assert PARAMETERS[name].low <= 0.0


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_says_what_it_is_and_where_it_is_from(name: str) -> None:
    lever = LEVERS[name]
    assert lever.unit.strip()
    assert len(lever.meaning) >= 8
    assert lever.source
    if isinstance(lever.off, str):
        assert lever.off in lever.choices
    elif not isinstance(lever.off, tuple):
        assert lever.low <= lever.off <= lever.high


def test_mechanisms_named_by_parameters_and_levers_exist() -> None:
    import re

    named = set(re.findall(r"\bM\d\d\b", " ".join([*(p.meaning for p in PARAMETERS.values()), *(v.source for v in LEVERS.values())])))
    assert named <= MECHANISMS
    assert len(named) > 30


@pytest.mark.parametrize("value", [True, "1", [1.0], None])
def test_a_value_of_another_type_is_refused_also_after_its_equal_was_taken(value: object) -> None:
    """Groups are checked once per content; 1.0, 1 and True are equal, and only numbers are numbers."""
    taken = Scenario.from_dict({"behaviour": {"accept": 1.0}})
    assert Scenario.from_dict({"behaviour": {"accept": 1}}) == taken
    with pytest.raises(ScenarioError, match="must be a number"):
        Scenario.from_dict({"behaviour": {"accept": value}})
