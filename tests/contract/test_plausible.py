"""Every parameter is moved by experiment=flips, within what is plausible; and what turns a stated difference is a prior and an axis."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.calibration import plausible
from experiments.errors import InputError
from sim.parameters import PARAMETERS


def test_every_parameter_of_a_country_has_two_ends() -> None:
    moved = {name for one in plausible.ends() for name in (*one.low, *one.high)}
    assert plausible.without_ends(moved) == []
    assert set(plausible.SWITCHES) <= set(PARAMETERS) and not set(plausible.SWITCHES) & moved


def test_ends_lie_within_bounds_and_around_what_is_taken() -> None:
    for one in plausible.ends():
        for side in (one.low, one.high):
            assert all(PARAMETERS[name].low <= value <= PARAMETERS[name].high for name, value in side.items()), one.name
        if not one.by_prior and "discipline" not in one.name:
            assert one.low[one.name] <= PARAMETERS[one.name].value <= one.high[one.name], one.name


def test_a_parameter_without_a_range_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ranges = plausible._ranges()
    monkeypatch.setattr(plausible, "_ranges", lambda: {name: row for name, row in ranges.items() if name != "behaviour.attend"})
    plausible.ends.cache_clear()
    with pytest.raises(InputError, match=r"behaviour\.attend has neither a prior"):
        plausible.ends()
    plausible.ends.cache_clear()


def test_what_turns_a_stated_difference_is_a_prior_and_an_axis(root: Path) -> None:
    files = sorted((root / "configs" / "ensemble").glob("*-flips.json"))
    found = {file.name: plausible.unlisted(json.loads(file.read_text(encoding="utf-8"))["differences"], plausible.ends()) for file in files}
    assert not any(found.values()), found


def test_the_list_sees_what_turns_without_being_an_axis() -> None:
    turns = [{"turns": [{"moved": "capacity.slack", "value": "0.2"}, {"moved": "behaviour.attend; behaviour.willing", "value": "1; 0.1"}]}]
    assert plausible.unlisted(turns, plausible.ends()) == ["behaviour.attend"]
