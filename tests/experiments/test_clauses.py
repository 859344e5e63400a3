"""Two laws and what lies between them: every mix is a law, the ends are the two, and equal laws are run once."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.plan import plan
from experiments.plan.clause import Law, declared, differing, mixed, normal
from experiments.plan.points import build
from sim import Scenario
from sim.law.levers import LEVERS
from sim.scenario import nest

NAMES = [(group, path.stem) for group in ("regime", "option") for path in sorted((CONFIGS / group).glob("*.yaml"))]
TINY = ("experiment=clauses", "region=tiny", "ensemble=none", "replicates=1")


def planned(*words: str) -> plan.Plan:
    return plan.build([*TINY, *words], Composer())


def law(group: str, name: str) -> Law:
    words = [f"regime={name}"] if group == "regime" else ["regime=landscape", f"option={name}"]
    (point,) = plan.build(["region=tiny", *words], Composer()).points
    made = build({point.base: Composer().tree(["region=tiny", *words])}, point)
    return Law(made.base, made.levers)


LAWS = {name: law(group, name) for group, name in NAMES}


def as_scenario(one: Law) -> Scenario:
    return Scenario.from_dict({"region": "tiny", "regime": {"name": "mix", "base": one.base, **nest(dict(one.levers))}})


def test_every_lever_belongs_to_one_clause() -> None:
    held = [lever for clause in declared() for lever in clause.levers]
    assert sorted(held) == sorted(LEVERS)
    names = {clause.name for clause in declared()}
    assert all(set(clause.needs) <= names for clause in declared())


@settings(max_examples=300)
@given(st.sampled_from(sorted(LAWS)), st.sampled_from(sorted(LAWS)), st.data())
def test_any_mix_of_two_shipped_laws_is_a_law_and_the_ends_are_the_two(one: str, other: str, data: st.DataObject) -> None:
    ours, theirs = LAWS[one], LAWS[other]
    names = [clause.name for clause in differing(ours, theirs)]
    taken = data.draw(st.sets(st.sampled_from(names))) if names else set()
    as_scenario(mixed(ours, theirs, taken))
    assert mixed(ours, theirs, names) == normal(ours)
    assert mixed(ours, theirs, ()) == normal(theirs)


def test_a_clause_without_its_instrument_says_nothing() -> None:
    duty, power = LAWS["plaatsingsplicht"], LAWS["doorzettingsmacht"]
    nothing = mixed(duty, power, {"holder"})
    assert nothing == mixed(duty, power, {"holder", "placement_front", "inside_region"}) == mixed(duty, power, {"holder", "invokers"})
    assert nothing.levers == {}


def test_laws_that_are_equal_are_run_once() -> None:
    made = planned("regime=plaatsingsplicht", "against=doorzettingsmacht")
    assert made.clauses is not None and len(made.clauses["teams"]) == 32
    digests = {point.digest for point in made.points}
    assert len(digests) == len(made.points) == 17  # today and its A/A run are two of them
    assert {team["scenario"] for team in made.clauses["teams"]} <= {point.name for point in made.points}
    assert [len(task.points) for task in made.tasks(range(1))] == [17], "all leave from one burnt-in country"


def test_the_laws_themselves_are_run_as_their_files_say() -> None:
    made = planned("regime=puzzelplicht", "against=macht_en_kracht")
    alone = plan.build(["region=tiny", "horizon.years=3", "plan.regimes=[puzzelplicht,macht_en_kracht]"], Composer())
    digests = {point.name: point.digest for point in made.points}
    assert all(digests[point.name] == point.digest for point in alone.points)


def test_many_clauses_are_added_in_sampled_orders_forwards_and_backwards() -> None:
    made = planned("option=s07_joint_power", "against=plaatsingsplicht", "plan.samples=4")
    assert made.clauses is not None
    names = [clause["name"] for clause in made.clauses["clauses"]]
    orders = made.clauses["orders"]
    assert len(names) > 8 and len(orders) == 4
    assert all(sorted(order) == sorted(names) for order in orders)
    assert orders[1] == orders[0][::-1] and orders[2] not in orders[:2]
    teams = {frozenset(team["on"]) for team in made.clauses["teams"]}
    assert all(frozenset(order[:size]) in teams for order in orders for size in range(len(names) + 1))
    assert len(teams) < len(list(permutations(names, 2)))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("against=null",), "needs a second law: add against=NAME"),
        (("against=plaatsingsplict",), "no such regime or option; did you mean 'plaatsingsplicht'"),
        (("regime=geen", "against=s01_nothing"), "says the same as geen"),
        (("regime=geen,landscape",), "varies the clauses of two laws and nothing else; leave regime out"),
        (("capacity.slack=0,0.1",), "leave capacity.slack out"),
        (("plan.regimes=[geen]",), "leave plan.scenarios, plan.regimes and plan.options out"),
    ],
)
def test_what_makes_no_pair_of_laws_is_refused(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as refused:
        planned(*words)
    assert message in str(refused.value) and "\n" not in str(refused.value)
