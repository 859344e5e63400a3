"""Where results come from: everything that is needed to repeat them, beside them."""

import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shlex import quote
from typing import Any

from experiments.execution.conduct import Tally
from experiments.execution.store import Store
from experiments.plan.plan import Plan
from experiments.plan.points import build
from sim import Scenario, code_digest

FORMAT = 1
LIBRARIES = ("numpy", "numba", "pandas", "pyarrow", "scipy", "mesa", "hydra-core", "omegaconf")
TREES_MOST = 200
DAYS_A_YEAR = 364


def manifest(plan: Plan, store: Store, tally: Tally, started: float) -> dict[str, Any]:
    """The content of manifest.json. Only here and in timings.parquet is there any time."""
    points = plan.points[:TREES_MOST]
    trees = {point.name: build(plan.bases, point).to_dict() for point in points}
    first = trees[points[0].name]
    burn_in, years = first["horizon"]["burn_in_years"], first["horizon"]["years"]
    files = {name: item for number in range(tally.n_chunks) for name, item in ((store.marker(number) or {}).get("files") or {}).items()}
    return {
        "plek": _version("plek"),
        "format": FORMAT,
        "code": code_state(),
        "plan": plan.digest,
        "command": command(plan, store),
        "overrides": list(plan.overrides),
        "scenarios": trees,
        "baseline": Scenario.from_dict({}).to_dict(),
        "n_points": len(plan.points),
        **({"clauses": plan.clauses} if plan.clauses else {}),
        "ensemble": plan.ensemble and plan.ensemble.described(plan.members(tally.replicates)),
        "labels": {point.name: _label(trees[point.name], point.branch) for point in points},
        "seed": points[0].seed,
        "replicates": tally.replicates,
        "burn_in_years": burn_in,
        "years": years,
        "branch_day": burn_in * DAYS_A_YEAR,
        "end_day": (burn_in + years) * DAYS_A_YEAR,
        "reference": next((point.name for point in points if point.branch == "landscape"), points[0].name),
        "tables": sorted({name.removesuffix(".parquet").split("-")[0] for name in files}),
        "hashes": {name: item["sha256"] for name, item in sorted(files.items())},
        "rows": {name: item["rows"] for name, item in sorted(files.items())},
        "failed": [_without_trail(item) for item in tally.failed],
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}},
        "machine": platform.platform(),
        "started": _when(started),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def command(plan: Plan, store: Store) -> str:
    """The line that repeats this run."""
    words = [word for word in plan.typed if word.partition("=")[0] not in ("out", "dry_run", "retry_failed", "shard")]
    return " ".join(["plek", *(quote(word) for word in words), quote(f"out={store.path}")])


def code_state() -> dict[str, Any]:
    """{digest: of all of sim's sources, commit, clean}; commit and clean are None outside a checkout."""
    commit = _git("rev-parse", "HEAD")
    changes = _git("status", "--porcelain", "--untracked-files=no")
    return {"digest": code_digest(), "commit": commit, "clean": None if commit is None else changes == ""}


def _label(tree: dict[str, Any], branch: str) -> dict[str, str]:
    words = tree.get("option") or tree.get("regime") or {}
    named = branch in (words.get("name"), f"{words.get('name')}_aa")
    tail = " (A/A)" if branch.endswith("_aa") else ""
    return {lang: f"{(words.get(f'label_{lang}') if named else None) or branch.removesuffix('_aa')}{tail}" for lang in ("nl", "en")}


def _without_trail(failure: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in failure.items() if key != "traceback"}


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _git(*words: str) -> str | None:
    """What git says of the checkout this code is in; None where there is no git or no checkout."""
    try:
        root = Path(__file__).resolve().parents[2]
        found = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
