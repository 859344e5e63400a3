"""With the ideals run, the sixth figure is the Shapley shares, and the third sentence speaks of them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from analysis import load
from analysis.report import build, write
from analysis.shapley import IDEALS
from tests.report.conftest import manifest_of, store, tables_of, tree

WORTH = {"boards_willing": 0.95, "places_unlimited": 0.6, "care_immediate": 0.85, "parents_consent": 0.98}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every combination of the ideals, each shortening stays by its own factor, beside a regime."""
    shifts, trees = {"landscape": 1.0, "geen": 1.1, "doorzettingsmacht": 0.95}, {}
    trees = {name: tree(name) | {"ideal": dict.fromkeys(IDEALS, False)} for name in shifts}
    for size in range(1, 5):
        for team in itertools.combinations(IDEALS, size):
            name = "+".join(team)
            shifts[name] = 1.0
            for ideal in team:
                shifts[name] *= WORTH[ideal]
            trees[name] = tree("landscape") | {"name": name, "ideal": {ideal: ideal in team for ideal in IDEALS}}
    return store(tmp_path_factory.mktemp("ideals") / "r", tables_of(shifts, n=150), manifest_of(shifts) | {"scenarios": trees})


def test_shares_are_drawn_and_said(folder: Path) -> None:
    report = build(load(folder), "nl")
    assert [row[0] for row in report.overview.texts("nl")] == [
        "Nu (landschap)",
        "Geen regime",
        "Doorzettingsmacht",
    ]  # ideals are no regimes
    assert [picture.name for picture in report.pictures][-1] == "bottleneck"
    place = report.pictures[-1].table.cell("share", of="all.all", key="places_unlimited").value
    power = report.pictures[-1].table.cell("share", of="all.all", key="boards_willing").value
    assert place > power > 0
    assert "eerder een plek dan macht" in report.answer[2].plain(report.words)


def test_files_are_written(folder: Path) -> None:
    drawn = {path.stem for path in write(folder, lang="en")[3].glob("*.svg")}
    assert {"bottleneck", "blocked"} <= drawn
