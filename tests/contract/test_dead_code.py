"""What nobody calls is gone: no function, class or method of the product that only tests use, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

vulture = pytest.importorskip("vulture")
KINDS = {"function", "class", "method", "property"}
ALLOWED = {
    "__getattr__": "Python calls it for names that are imported at first use",
    "PlekSweeper": "Hydra finds it by its path",
    "setup": "Hydra calls it",
    "from_tables": "results that were never in a folder, for notebooks and tests",
    "need_replicates": "what a reader of results asks before intervals",
    "unlisted": "what a test asks of results that are published",
    "mechanisms": "the ledger's list, which a test holds against coverage.csv",
}
BY_OTHERS = ("sim/machine/rows.py", "sim/machine/handle.py", "sim/machine/compiling.py", "sim/machine/locator.py", "sim/machine/ahead.py")
"""Called by numba, which finds them by type or name."""
FACE = ("sim/agents.py",)
"""For those who write Python with the model."""


def unused(root: Path, reported: tuple[str, ...]) -> list[str]:
    """`file: name` of what vulture finds unused in these folders, seen from all of the code but its tests."""
    found = vulture.Vulture()
    found.scavenge([str(root / name) for name in ("sim", "experiments", "analysis", "hydra_plugins") if (root / name).is_dir()])
    items = [item for item in found.get_unused_code(min_confidence=60) if item.typ in KINDS and item.name not in ALLOWED]
    paths = [(Path(item.filename).relative_to(root).as_posix(), item.name) for item in items]
    return sorted(f"{path}: {name}" for path, name in paths if path.split("/")[0] in reported and path not in (*BY_OTHERS, *FACE))


def test_nothing_is_dead(root: Path) -> None:
    assert unused(root, ("sim", "experiments", "analysis", "hydra_plugins")) == []


def test_what_is_dead_is_found(tmp_path: Path) -> None:
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis/made.py").write_text("def used():\n    return 1\n\n\ndef idle():\n    return used()\n", encoding="utf-8")
    assert unused(tmp_path, ("analysis",)) == ["analysis/made.py: idle"]
