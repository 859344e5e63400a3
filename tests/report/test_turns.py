"""The first table says at which plausible values a difference turns, and a sentence that turns says so itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis import load
from analysis.report import build
from analysis.report.model import Report
from tests.report.conftest import store
from tests.report.test_plausible import SHIFTS, _manifest, _tables

CODE = "0f" * 32


def report(folder: Path, lang: str, differences: list[dict[str, Any]] | None, code: str = CODE) -> Report:
    manifest = _manifest()
    if differences is not None:
        manifest["ensemble"] = manifest["ensemble"] | {"flips": {"code": code, "against": "landscape", "differences": differences}}
    tables = _tables(lambda name, _: SHIFTS[name])
    return build(load(store(folder, tables, manifest)), lang)


def column(made: Report) -> dict[str, Any]:
    return made.overview.frame.set_index("key")["home_turns"].dropna().to_dict()


def difference(scenario: str, *turns: tuple[str, str]) -> dict[str, Any]:
    return {"scenario": scenario, "measure": "home", "settings": 330, "untold": 7, "turns": [{"moved": m, "value": v} for m, v in turns]}


def test_each_stated_difference_says_where_it_turns(tmp_path: Path, lang: str) -> None:
    made = report(tmp_path / "r", lang, [difference("doorzettingsmacht", ("behaviour.attend", "1")), difference("geen")])
    found = column(made)
    assert found["doorzettingsmacht"] == "behaviour.attend=1"
    assert "330" in found["geen"] and "7" in found["geen"]
    assert found["doorzettingskracht"] == {"nl": "niet onderzocht", "en": "not examined"}[lang]
    assert "landscape_aa" not in found
    said = made.answer[0].plain(made.words)
    assert "behaviour.attend" in said
    assert not any("behaviour.attend" in one.plain(made.words) for one in made.answer[1:])


def test_what_nobody_looked_at_is_not_examined(tmp_path: Path) -> None:
    made = report(tmp_path / "r", "en", None)
    assert set(column(made).values()) == {"not examined"}
    assert "at another value" not in made.answer[0].plain(made.words)


def test_what_another_version_found_is_not_passed_off_as_this_ones(tmp_path: Path) -> None:
    made = report(tmp_path / "r", "en", [difference("doorzettingsmacht", ("behaviour.attend", "1"))], code="ab" * 32)
    assert column(made)["doorzettingsmacht"] == "examined with another version"


def test_it_is_said_in_the_same_sentence(tmp_path: Path) -> None:
    made = report(tmp_path / "r", "en", [difference("doorzettingsmacht", ("behaviour.attend", "1"))])
    said = made.answer[0].plain(made.words)
    assert "; at another value of behaviour.attend, plausible too, it is the other way round." in said
