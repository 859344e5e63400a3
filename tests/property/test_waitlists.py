"""Laws 10 and 12 in the stripped world: more places lengthen no child's wait; reordering a list is zero-sum, to the day."""

from typing import Any

import pandas as pd
import pytest

from sim import PlacementModel
from tests.property.stripped import GEEN, gains, only_of_its_kind, stripped, waits

MORE = (0.02, 0.05, 0.1, 0.3)
MOVES: dict[str, Any] = {
    "name": "moves", "base": "geen",
    "authority": {
        "holder": {"education": "director"}, "domain": "education", "invokers": ["parents", "regular_school", "attendance_officer"],
        "invocation": {"after_failed_rounds": 0, "after_weeks": 2, "frames": True}, "decision_weeks": 1, "can_reorder_queue": "special",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def first_come() -> pd.Series:
    return waits(stripped())


def test_the_lists_are_long_enough_to_say_something(first_come: pd.Series) -> None:
    assert len(only_of_its_kind(PlacementModel(stripped()))) >= 2
    assert (first_come > 30).sum() > 10


@pytest.mark.parametrize("share", MORE)
def test_more_places_lengthen_no_wait(first_come: pd.Series, share: float) -> None:
    gain = gains(first_come, waits(stripped({**GEEN, "supply": {"special_places": share}})))
    assert (gain >= 0).all()
    assert gain.sum() > 0


def test_severity_first_is_zero_sum(first_come: pd.Series) -> None:
    """The total of waiting days is the same to the day, whoever goes first."""
    gain = gains(first_come, waits(stripped(capacity={"discipline": 2})))
    assert gain.sum() == 0
    assert (gain > 0).any()
    assert (gain < 0).any()


def test_longest_at_home_first_is_zero_sum(first_come: pd.Series) -> None:
    gain = gains(first_come, waits(stripped(capacity={"discipline": 1})))
    assert gain.sum() == 0


def test_moving_children_up_is_zero_sum(first_come: pd.Series) -> None:
    gain = gains(first_come, waits(stripped(MOVES)))
    assert gain.sum() == 0, "gains equal losses"
    assert (gain > 0).any(), "somebody is moved up"
    assert (gain < 0).any(), "and somebody pays for it"


def test_every_move_is_a_row_with_the_child_passed() -> None:
    model = PlacementModel(stripped(MOVES))
    moves = model.run().interventions
    moves = moves[moves.kind == "queue_move"]
    assert len(moves) > 0
    assert (moves.passed_pupil > 0).all()
    assert (moves.passed_pupil != moves.pupil).all()
