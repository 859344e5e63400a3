"""What the repository carries: no machine's paths, no package hosts, pins without addresses, a licence that is whole."""

from __future__ import annotations

import importlib
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

# Put together here, so that this file does not contain what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org", "anaconda" + ".org"]
MACHINE_PATH = re.compile(r"(?<![\w.:/-])(?:/(?:home|root|Users|work|opt)/[\w.-]+|[A-Z]:\\Users\\)")
TEXT = {".py", ".md", ".toml", ".txt", ".csv", ".yaml", ".yml", ".html", ".jinja", ".j2", ".css", ".js", ".sh", ".cff", ".json", ""}

# Import name of each distribution that an extra asks for.
IMPORTS = {
    "SALib": "SALib",
    "ema-workbench": "ema_workbench",
    "dask": "dask.distributed",
    "pyreadstat": "pyreadstat",
    "duckdb": "duckdb",
    "ciw": "ciw",
    "fastparquet": "fastparquet",
    "hypothesis": "hypothesis",
    "ipykernel": "ipykernel",
    "mypy": "mypy.api",
    "myst-parser": "myst_parser",
    "nbclient": "nbclient",
    "nbformat": "nbformat",
    "openpyxl": "openpyxl",
    "polars": "polars",
    "playwright": "playwright.sync_api",
    "psutil": "psutil",
    "pyabc": "pyabc",
    "pytest": "pytest",
    "pytest-xdist": "xdist",
    "ruff": "ruff",
    "sse-starlette": "sse_starlette",
    "starlette": "starlette.applications",
    "uvicorn": "uvicorn",
    "scikit-survival": "sksurv.nonparametric",
    "vulture": "vulture",
    "sphinx": "sphinx.cmd.build",
}


def project() -> dict[str, Any]:
    """The [project] table of pyproject.toml."""
    text = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)["project"]
    return table


def distribution(requirement: str) -> str:
    """'dask[distributed]>=2024.8' is about 'dask'."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found.group()


def required_by_extras() -> list[tuple[str, str]]:
    """(extra, distribution) pairs, extras of plek itself left out."""
    extras = project()["optional-dependencies"]
    pairs = [(extra, distribution(requirement)) for extra, wanted in extras.items() for requirement in wanted]
    return [pair for pair in pairs if pair[1] != "plek"]


def tracked(root: Path) -> list[Path]:
    """Text files that git knows; skips where the tests run without a repository."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git repository: cannot tell the project's own files")
    paths = (root / name for name in listing.stdout.split("\0") if name)
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def test_no_machine_paths_and_no_package_hosts(root: Path) -> None:
    found = []
    for path in tracked(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            hits = [host for host in HOSTS if host in line] + MACHINE_PATH.findall(line)
            found += [f"{path.relative_to(root)}:{number}: {hit}" for hit in hits]
    assert not found, "\n" + "\n".join(found)


def test_the_patterns_find_what_they_look_for() -> None:
    assert MACHINE_PATH.search("see /home/" + "ann/plek")
    assert MACHINE_PATH.search('open("C:\\Users\\' + 'ann")')
    assert not MACHINE_PATH.search("https://example.nl/home/page and results/work/x")


def test_constraints_pin_every_requirement_and_name_no_host(root: Path) -> None:
    lines = [line for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+(; python_version [<>]=? \"3\.\d+\")?", line) for line in lines)
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    wanted = [distribution(requirement) for requirement in project()["dependencies"]] + [name for _, name in required_by_extras()]
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in wanted} <= pinned
    assert 'Mesa==3.3.1; python_version < "3.12"' in lines


@pytest.mark.parametrize(("extra", "name"), required_by_extras())
def test_every_extra_can_be_imported(extra: str, name: str) -> None:
    module = IMPORTS[name]
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module.split(".")[0]:
            raise
        pytest.skip(f"extra '{extra}' is not installed: {name}")


def test_the_licence_is_whole(root: Path) -> None:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [int(n) for n in re.findall(r"^(\d+)\.", text, flags=re.M)] == list(range(1, 16))
    assert text.rstrip().endswith("require the production of a new EUPL version.")
    assert project()["license"] == "EUPL-1.2"


def test_the_version_is_told_once(root: Path) -> None:
    version = project()["version"]
    assert re.search(rf"^## {re.escape(version)}\b", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    assert f"version: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
