"""Every recipe of CONTRIBUTING.md still works: its patch applies to a copy of the tree, its own tests pass there, documents are made anew.

A recipe is NAME.patch in this folder. Before the patch stands what it shows, then `At most: N files` and `Check: words for pytest`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
RECIPES = sorted(FOLDER.glob("*.patch"))
COPIED = ("sim", "configs", "experiments", "analysis", "hydra_plugins", "tests", "docs")
FRESH = "tests/docs/test_documents.py"


def head(recipe: Path) -> str:
    """What stands before the patch."""
    return recipe.read_text(encoding="utf-8").partition("diff --git ")[0]


def touched(recipe: Path) -> list[str]:
    """Files that the patch changes or adds."""
    return re.findall(r"^diff --git a/(\S+) b/", recipe.read_text(encoding="utf-8"), flags=re.M)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree as it is, without what git ignores."""
    tree = tmp_path / "plek"
    tree.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", ".*", "_build"))
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, tree)
    return tree


def run(words: list[str], folder: Path) -> None:
    """A command in the copy; on failure its last lines are the test's message."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, "\n".join([*done.stdout.splitlines()[-40:], *done.stderr.splitlines()[-20:]])


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_a_recipe_works(recipe: Path, copy: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here, which applies patches")
    run(["git", "apply", "-C1", str(recipe)], copy)
    run([sys.executable, "-m", "experiments.documents"], copy)
    for check in re.findall(r"^Check: (.+)$", head(recipe), flags=re.M):
        run([sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *check.split()], copy)
    run([sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow and not long", FRESH], copy)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_a_recipe_is_as_small_as_it_says_and_has_a_test_of_its_own(recipe: Path) -> None:
    most = re.search(r"^At most: (\d+) files$", head(recipe), flags=re.M)
    files = touched(recipe)
    assert most is not None
    assert len(files) <= int(most[1])
    assert any(name.startswith("tests/") for name in files)
    assert "Check: " in head(recipe)


def test_recipes_and_the_page_name_each_other() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert RECIPES
    assert {Path(name).stem for name in re.findall(r"tests/recipes/([\w-]+\.patch)", page)} == {recipe.stem for recipe in RECIPES}
