"""No file imports itself by way of others: not at run time, not inside a function, not for types alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGES = ("sim",)
Imports = dict[str, set[str]]


def imports_of(package: str, root: Path) -> Imports:
    """{module: modules of the same package that it imports}; `from a import b` is a.b where that is a module, else a."""
    files = {_module(path, root): path for path in sorted((root / package).rglob("*.py"))}
    return {module: _of_file(path, module, set(files)) for module, path in files.items()}


def _module(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _of_file(path: Path, own: str, known: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names}
    return (found & known) - {own}


def cycle(imports: Imports) -> list[str]:
    """One way from a module back to itself; empty where there is none."""
    done: set[str] = set()

    def walk(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        for other in sorted(imports[module]):
            if found := walk(other, [*way, module]):
                return found
        done.add(module)
        return []

    return next((found for module in sorted(imports) if (found := walk(module, []))), [])


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_imports_itself_by_way_of_others(package: str, root: Path) -> None:
    assert cycle(imports_of(package, root)) == []


def test_a_cycle_is_found_also_for_types(tmp_path: Path) -> None:
    files = {
        "sim/a.py": "from sim.b import f\n",
        "sim/b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sim.c import C\n",
        "sim/c.py": "def g():\n    import sim.a\n",
        "sim/d.py": "from sim.a import f\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert cycle(imports_of("sim", tmp_path)) == ["sim.a", "sim.b", "sim.c", "sim.a"]
