"""Only today and no power were run: nothing stands beside the references, and the report says so in full instead of failing on empty lists."""

from __future__ import annotations

from pathlib import Path

from experiments.run import front_door


def test_a_report_without_a_policy(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    front_door(["-m", "regime=landscape,geen", "region=tiny", "horizon=short", "replicates=2", "report=true", "lang=en", f"out={folder}"])
    page = (folder / "report.html").read_text()
    assert "Nobody decides" in page and "Today" in page
