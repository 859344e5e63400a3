"""Imports run one way; a breach is named with file and line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FIGURES_AND_PAGES = {"matplotlib", "seaborn", "jinja2", "docx", "xlsxwriter"}
HYDRA = {"hydra", "omegaconf"}
OURS = {"sim", "configs", "experiments", "analysis", "hydra_plugins", "tests"}

# Top-level names a package must not import. `experiments` may see parts of `analysis` only: ALLOWED below.
FORBIDDEN = {
    "sim": (OURS - {"sim"}) | HYDRA | FIGURES_AND_PAGES,
    "configs": OURS - {"configs"},
    "analysis": (OURS - {"analysis"}) | HYDRA | {"mesa"},
    "experiments": {"tests", "mesa"} | FIGURES_AND_PAGES,
    "hydra_plugins": {"tests", "mesa", "sim", "analysis"} | FIGURES_AND_PAGES,
}
# What experiments writes (summary) and calls at the end (report), with the errors these raise and the words of commands.
ALLOWED_OF_ANALYSIS = ("analysis.measures", "analysis.report", "analysis.errors", "analysis.load", "analysis.words")
# The lab shows the report's own tables and sentences on pages of its own.
LAB, ALLOWED_IN_LAB = ("experiments", "lab"), {"jinja2"}
# Rules get their draws as arguments; draws in sim come from sim.machine.chance alone.
CHANCE = ("random", "numpy.random", "secrets")


# The way of a request; each room may import those before it. Tools may import all of them.
ROOMS = ("front_door", "plan", "execution", "delivery")


@dataclass(frozen=True)
class Import:
    """One imported name (dotted) and where it stands."""

    name: str
    place: str


def imports(path: Path, root: Path) -> Iterator[Import]:
    """Every import in a file, also those inside functions; `from a import b` counts as a.b."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for node in ast.walk(tree):
        place = f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, place) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(f"{node.module or '.'}.{alias.name}", place) for alias in node.names)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of these modules or inside one."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def breaches(package: str, root: Path) -> list[str]:
    """Imports of a package's files that its layer forbids."""
    found = []
    for path in sorted((root / package).rglob("*.py")):
        in_lab = path.is_relative_to(root.joinpath(*LAB))
        for item in imports(path, root):
            if item.name.split(".")[0] in FORBIDDEN[package] - (ALLOWED_IN_LAB if in_lab else set()):
                found.append(f"{item.place}: {package} must not import {item.name}")
            if package == "experiments" and not in_lab and within(item.name, ("analysis",)) and not within(item.name, ALLOWED_OF_ANALYSIS):
                found.append(f"{item.place}: experiments may import only {', '.join(ALLOWED_OF_ANALYSIS)}, not {item.name}")
            if package == "sim" and within(item.name, CHANCE):
                found.append(f"{item.place}: draws come from sim.machine.chance, not {item.name}")
            if path.is_relative_to(root / "sim" / "rules") and within(item.name, ("sim.machine.chance",)):
                found.append(f"{item.place}: a rule gets its draws as arguments")
    return found


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_imports_run_one_way(package: str, root: Path) -> None:
    found = breaches(package, root)
    assert not found, "\n" + "\n".join(found)


def test_a_breach_is_named_with_file_and_line(tmp_path: Path) -> None:
    files = {
        "sim/rules/offer.py": "import math\n\nfrom sim.machine.chance import uniform\n",
        "analysis/load.py": "def f():\n    import mesa\n",
        "experiments/run.py": "from analysis import survival, measures\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert breaches("sim", tmp_path) == ["sim/rules/offer.py:3: a rule gets its draws as arguments"]
    assert breaches("analysis", tmp_path) == ["analysis/load.py:2: analysis must not import mesa"]
    assert [line.split(":")[1] for line in breaches("experiments", tmp_path)] == ["1"]


def backwards(root: Path) -> list[str]:
    """Imports of a room of experiments that lead to a later one."""
    found = []
    for place, room in enumerate(ROOMS):
        later = tuple(f"experiments.{name}" for name in ROOMS[place + 1 :])
        for path in sorted((root / "experiments" / room).rglob("*.py")):
            found += [f"{item.place}: {room} must not import {item.name}" for item in imports(path, root) if within(item.name, later)]
    return found


def test_a_request_walks_one_way(root: Path) -> None:
    assert backwards(root) == []


def test_a_step_back_is_named(tmp_path: Path) -> None:
    (tmp_path / "experiments/plan").mkdir(parents=True)
    (tmp_path / "experiments/plan/points.py").write_text("def f():\n    from experiments.execution.work import run\n", encoding="utf-8")
    assert backwards(tmp_path) == ["experiments/plan/points.py:2: plan must not import experiments.execution.work.run"]


def test_every_package_of_the_project_has_a_layer(root: Path) -> None:
    packages = {path.parent.name for path in root.glob("*/*.py")} - {"tests", "docs"}
    assert packages <= set(FORBIDDEN)
