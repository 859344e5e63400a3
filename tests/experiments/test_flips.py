"""Every parameter at both ends: what is planned, what of it is set by name, and what is refused."""

import pytest

from experiments import CONFIGS
from experiments.calibration import plausible
from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.plan import flips, plan
from experiments.plan.ensemble import load
from experiments.plan.points import build

WORDS = ("experiment=flips", "region=tiny", "plan.regimes=[landscape,geen]")


@pytest.fixture(scope="module")
def centre() -> dict[str, float]:
    return dict(load(CONFIGS / "ensemble" / "calibrated.yaml").centre)


def moved(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """What each setting but the first changes of the first."""
    return [{key: value for key, value in row.items() if value != rows[0][key]} for row in rows[1:]]


def test_one_parameter_is_moved_at_a_time_to_either_end_and_none_is_forgotten(centre: dict[str, float]) -> None:
    rows = flips.rows(load(CONFIGS / "ensemble" / "calibrated.yaml"), (), None)
    changes = moved(rows)
    assert all(len(change) == 1 for change in changes)
    assert {key: rows[0][key] for key in centre} == centre
    tried: dict[str, set[float]] = {}
    for change in changes:
        ((key, value),) = change.items()
        tried.setdefault(key, set()).add(value)
    for one in plausible.ends():
        for side in (one.low, one.high):
            assert all(value == rows[0][key] or value in tried[key] for key, value in side.items()), one.name


def test_what_is_set_by_name_is_not_moved_and_stays() -> None:
    made = plan.build([*WORDS, "behaviour.attend=0.9", "capacity.slack=0.1"], Composer())
    assert all("behaviour.attend" not in dict(point.factors) and "capacity.slack" not in dict(point.factors) for point in made.points)
    scenario = build(made.bases, made.points[5])
    assert scenario["behaviour"]["attend"] == 0.9 and scenario["capacity"]["slack"] == 0.1


def test_each_setting_runs_in_its_own_country_and_in_no_member() -> None:
    made = plan.build(WORDS, Composer())
    assert made.members(8) == [] and len(made.points) == 2 * len({point.setting for point in made.points})
    (point,) = [point for point in made.points if point.branch == "geen" and dict(point.factors)["behaviour.attend"] == 0.4]
    (task,) = [task for task in made.tasks(range(1)) if point in task.points]
    scenario = build(made.bases, point, task.member)
    assert scenario["behaviour"]["attend"] == 0.4
    assert scenario["behaviour"]["willing"] == dict(made.points[0].factors)["behaviour.willing"]


def test_pairs_are_tried_at_all_their_corners(centre: dict[str, float]) -> None:
    ensemble = load(CONFIGS / "ensemble" / "calibrated.yaml")
    single, paired = (flips.rows(ensemble, (), pairs) for pairs in (None, ["slack", "behaviour.attend", "regular_room"]))
    more = moved(paired)[len(single) - 1 :]
    assert len(more) == 12 and all(len(change) == 2 for change in more)
    assert {frozenset(change) for change in more} == {
        frozenset({"capacity.slack", "behaviour.attend"}), frozenset({"capacity.slack", "capacity.regular_room"}),
        frozenset({"behaviour.attend", "capacity.regular_room"}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("plan.pairs=[slack,willin]",), "nothing is moved that is called 'willin'; did you mean \"willing\""),
        (("plan.pairs=[slack,willing]", "capacity.slack=0.1"), "nothing is moved that is called 'slack'"),
        (("ensemble=none",), "needs an ensemble"),
        (("plan.csv=points.csv",), "can't go together"),
    ],
)
def test_what_can_not_be_moved_is_refused(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as refused:
        plan.build([*WORDS, *words], Composer())
    assert message in str(refused.value) and "\n" not in str(refused.value)
