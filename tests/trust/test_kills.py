"""Twenty sweeps are killed at random moments in every way: nothing is lost, nothing doubled, every byte as if nobody had disturbed them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.trust.kills import EXECUTORS, VICTIMS, WAYS, Kill, Outcome, read, record, told

NUMBER = 20
KEPT = Path(__file__).resolve().parent / "kills.csv"


def test_the_campaign_is_the_same_everywhere_and_reaches_everything() -> None:
    kills = [Kill.of(number) for number in range(1000)]
    assert kills == [Kill.of(number) for number in range(1000)]
    assert {kill.executor for kill in kills[:NUMBER]} == set(EXECUTORS)
    assert {kill.way for kill in kills[:NUMBER]} == set(WAYS)
    counted = Counter((kill.executor, kill.victim, kill.way) for kill in kills if kill.executor != "inline")
    assert len(counted) == 3 * len(VICTIMS) * len(WAYS)


@pytest.mark.slow
def test_twenty_kills(tmp_path: Path) -> None:
    outcomes = record(tmp_path, range(NUMBER))
    assert all(outcome.is_right for outcome in outcomes), told(outcomes)
    assert sum(outcome.struck for outcome in outcomes) >= NUMBER // 2, "the kills came too late to hit anything"


def test_a_wrong_outcome_is_seen() -> None:
    right = Outcome(1, "pool", "worker", "SIGKILL", 2, 1, 0, 0, 0, 0)
    assert right.is_right
    for field in ("lost", "doubled", "odd", "traceback"):
        wrong = Outcome(**{**right.__dict__, field: 1})
        assert not wrong.is_right
        assert "NOT RIGHT: 1" in told([right, wrong])


def test_the_record_that_is_kept_is_of_this_campaign_and_right() -> None:
    """What was run by hand, legs put together; the campaign itself is repeated by anyone with the command in tests/trust/kills.py."""
    kept = list(read(KEPT))
    assert len({outcome.number for outcome in kept}) == len(kept) > NUMBER
    for outcome in kept:
        kill = Kill.of(outcome.number)
        assert (outcome.executor, outcome.victim, outcome.way) == (kill.executor, kill.victim, kill.way)
        assert outcome.is_right
