"""A regime's file that one request named has no say in the next one of the same process, whose own folder has a regime of that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.front_door import door, regime_files
from experiments.front_door.hydra_compose import compose


def test_a_file_of_an_earlier_request_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text("base: geen\nsupply: {special_places: 0.5}\n")
    Path("c/regime").mkdir(parents=True)
    Path("c/regime/own.yaml").write_text("base: geen\nsupply: {care_slots: 0.25}\n")
    first = door.read(["regime=./own.yaml", "region=tiny", "horizon=test"])
    assert first is not None and compose(first.overrides)["regime"]["supply"]["special_places"] == 0.5
    regime_files.forget()
    supply = compose(["regime=own", "region=tiny", "horizon=test"], Path("c").resolve())["regime"]["supply"]
    assert supply["care_slots"] == 0.25
    assert supply["special_places"] != 0.5, "a lever of the earlier file was laid under this one"
