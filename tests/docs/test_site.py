"""The site builds with warnings as errors and asks nothing of any network; the tutorial runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.documents import picture, signatures, site

nbformat = pytest.importorskip("nbformat")
ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.ipynb"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx")
    pytest.importorskip("myst_parser")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "experiments.documents", "site", f"to={folder}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_there(built: Path) -> None:
    pages = [*site.names(ROOT).values(), *(f"code/{name}.md" for name in signatures.packages(ROOT)), "code.md", "decisions.md"]
    assert len(pages) > 50
    assert [page for page in pages if not (built / f"{page.removesuffix('.md')}.html").is_file()] == []


def test_nothing_is_fetched_from_elsewhere(built: Path) -> None:
    fetched = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//|@import\s+url|url\(['\"]?(?:https?:)?//")
    files = [path for path in built.rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert [path.name for path in files if fetched.search(path.read_text(encoding="utf-8"))] == []


def test_the_first_page_leads_to_the_dutch_one_the_model_and_the_picture(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{page}.html"' in text for page in ("nl", "model", "evaluation", "tutorial", "architecture", "reference/levers"))


def test_a_link_out_of_the_site_is_named_and_one_within_it_followed() -> None:
    pages = {"sim/MODEL.md": "model.md", "docs/how-to/a.md": "how-to/a.md"}
    text = "[the model](../../sim/MODEL.md#11-laws) [a test](../../tests/conftest.py)\n```\n[not](a-link.md)\n```\n"
    found = site.relinked(text, "docs/how-to/a.md", pages, ROOT)
    assert found == "[the model](../model.md#11-laws) a test (`tests/conftest.py`)\n```\n[not](a-link.md)\n```\n"


def test_the_picture_shows_what_imports_what() -> None:
    found = picture.edges(ROOT)
    assert found["experiments.plan", "experiments.front_door"] > 0
    assert not [edge for edge in found if edge[0].startswith("sim") and not edge[1].startswith("sim")]
    standing = picture.levels({("a", "b"): 1, ("b", "c"): 2, ("c", "b"): 1})
    assert standing == {"a": 2, "b": 1, "c": 0}
    assert picture.draw(found).count("<rect") == len({name for edge in found for name in edge})


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(TUTORIAL, as_version=4)
    nbformat.validate(notebook)
    shown = [bool(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]
    client.NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert (tmp_path / "small" / "manifest.json").is_file()
    assert [bool(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"] == shown
