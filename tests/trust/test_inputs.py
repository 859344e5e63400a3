"""Wrong inputs made from what plek declares are each refused in one line that names what is wrong; nothing is written, nothing falls over."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from tests.experiments.runs import plek
from tests.trust.inputs import KINDS, Wrong, in_process, judged, scene, told, wrong

NUMBER, BY_SHELL = 1000, 50


def test_the_inputs_are_the_same_everywhere_and_of_every_kind() -> None:
    counted = Counter(wrong(number).kind for number in range(NUMBER))
    assert set(counted) == {maker.__name__ for maker, _ in KINDS}
    assert min(counted.values()) >= NUMBER // 50


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_thousand_wrong_inputs(part: int, tmp_path: Path) -> None:
    answers = [in_process(number, tmp_path) for number in range(part, NUMBER, 4)]
    assert not any(answer.trouble for answer in answers), told(answers)


@pytest.mark.slow
def test_fifty_of_them_by_shell(tmp_path: Path) -> None:
    answers = []
    for number in range(0, NUMBER, NUMBER // BY_SHELL):
        with scene(number, tmp_path) as written:
            words = wrong(number).words
            if any("\0" in word for word in words):
                continue
            done = plek(*words, cwd=Path.cwd())
            answers.append(judged(number, done.returncode, done.stderr, written()))
    assert not any(answer.trouble for answer in answers), told(answers)


def test_what_is_not_refused_as_it_should_be_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Wrong("key", ("seed=x",), ("seed",))
    monkeypatch.setattr("tests.trust.inputs.wrong", lambda number: asked)
    assert judged(0, 2, "plek: seed must be a whole number\n", []).trouble == ""
    for status, said, left in [
        (0, "", []), (1, "plek: seed\n", []), (2, "plek: no\n", []), (2, "plek: seed\nplek: seed\n", []), (2, "plek: seed\n", ["x"]),
        (2, "Traceback: seed\n", []), (2, "plek: a fault of plek itself: seed\n", []),
    ]:  # fmt: skip
        assert judged(0, status, said, left).trouble
    assert dataclasses.asdict(judged(0, 0, "", []))["trouble"].startswith("accepted")
