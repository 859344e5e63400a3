"""A results folder: whole chunks only. Files are written beside and renamed; a chunk counts when its marker and hashes say so."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.errors import InputError
from experiments.execution import lock
from experiments.execution.disk import SUFFIX, sha256, told

if TYPE_CHECKING:
    from experiments.execution.chunk_writer import ChunkWriter

WORK = ".plek"
PLAN = "plan.json"
MANIFEST = "manifest.json"


class Store:
    """One results folder. Safe for several processes at a time: a chunk is computed under a lock, and renamed when whole."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.work = self.path / WORK

    # the plan

    def stored_plan(self) -> dict[str, Any] | None:
        """The plan this folder holds; None where it holds none. InputError where the folder is something else."""
        if self.path.exists() and not self.path.is_dir():
            raise InputError(f"out: '{self.path}' is a file, not a folder")
        file = self.path / PLAN
        if not file.exists():
            if self.path.is_dir() and any(self.path.glob(f"*{SUFFIX}")):
                raise InputError(f"out: '{self.path}' holds tables but no {PLAN}; choose another folder")
            return None
        try:
            plan = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"out: '{file}' can't be read as a plan ({error}); choose another folder") from error
        if not isinstance(plan, dict):
            raise InputError(f"out: '{file}' is no plan; choose another folder")
        return plan

    def begin(self, plan: Mapping[str, Any]) -> None:
        """Make the folder hold this plan; another process may do so at the same moment."""
        with told(self.path):
            self.work.mkdir(parents=True, exist_ok=True)
            if not (self.path / PLAN).exists():
                self.write_text(PLAN, json.dumps(plan, indent=1, sort_keys=True, ensure_ascii=False) + "\n")

    def write_text(self, name: str, text: str) -> None:
        """A small file, whole or not at all."""
        beside = self.work / f"{name}.{os.getpid()}.tmp"
        with told(self.path):
            try:
                beside.write_text(text, encoding="utf-8")
                beside.replace(self.path / name)
            finally:
                beside.unlink(missing_ok=True)

    # chunks

    def lock(self, number: int) -> Any:
        """Context manager: True inside if this process may compute the chunk."""
        return lock.held(self.work / f"lock-{number:05d}")

    def marker(self, number: int) -> dict[str, Any] | None:
        """What the chunk wrote; None where it isn't finished."""
        try:
            found = json.loads(self._marker(number).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and {"files", "failed"} <= found.keys() else None

    def files(self, table: str, n_chunks: int) -> list[Path]:
        """Files of a table that the first n chunks wrote: what their markers name, and no copy that lies beside."""
        names = [name for number in range(n_chunks) for name in (self.marker(number) or {"files": ()})["files"]]
        return [self.path / name for name in names if name.removesuffix(SUFFIX).partition("-")[0] == table]

    def is_whole(self, number: int, *, check: bool = True) -> bool:
        """Finished, and (check) every file is there with the bytes that were written, whatever its time says."""
        marker = self.marker(number)
        if marker is None:
            return False
        return not check or all(sha256(self.path / name) == item["sha256"] for name, item in marker["files"].items())

    def forget(self, number: int) -> None:
        """Drop the marker, so that the chunk is computed again."""
        self._marker(number).unlink(missing_ok=True)

    @contextmanager
    def writer(self, number: int, bare: bool) -> Iterator["ChunkWriter"]:
        """Collects a chunk's tables; on leaving, all its files are renamed into place and the marker is written, or nothing is."""
        from experiments.execution.chunk_writer import ChunkWriter

        folder = self.work / f"tmp-{number:05d}"
        with told(self.path):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        writer = ChunkWriter(folder, "" if bare else f"-{number:05d}")
        try:
            yield writer
            with told(self.path):
                files = writer.close()
                for name in files:
                    (folder / name).replace(self.path / name)
                beside = folder / "marker"
                beside.write_text(json.dumps({"chunk": number, "files": files, "failed": writer.failed}, sort_keys=True), encoding="utf-8")
                beside.replace(self._marker(number))
        finally:
            writer.abandon()
            shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what killed processes left half-done, locks of theirs included; not what another living process is writing."""
        for file in self.work.glob("lock-[0-9]*"):
            with lock.held(file):
                pass  # a lock that nobody holds goes with its file
        for folder in self.work.glob("tmp-*"):
            if not folder.name.removeprefix("tmp-").isdigit():
                continue
            with self.lock(int(folder.name.removeprefix("tmp-"))) as free:
                if free:
                    shutil.rmtree(folder, ignore_errors=True)

    def _marker(self, number: int) -> Path:
        return self.work / f"chunk-{number:05d}.json"


def differences(stored: Mapping[str, Any], asked: Mapping[str, Any], most: int = 4) -> list[str]:
    """What differs between two plans, as `key is this there and that here`; at most `most` and how many more."""
    scenarios, ours = stored.get("scenarios", {}), asked.get("scenarios", {})
    common = scenarios.keys() & ours.keys()
    there, here = (dict(_leaves(_common(plan, common))) for plan in (stored, asked))
    keys = [key for key in {**there, **here} if there.get(key) != here.get(key) and key != "scenarios_digest"]
    lines = [f"{key} is {there.get(key, 'not there')} there and {here.get(key, 'not there')} here" for key in keys[:most]]
    lines += [f"and {len(keys) - most} more keys"] if len(keys) > most else []
    for names, where in ((sorted(scenarios.keys() - common), "there"), (sorted(ours.keys() - common), "here")):
        if names and not (keys and len(names) > most):
            lines.append(f"only {where}: {', '.join(names[:most])}{' ...' if len(names) > most else ''}")
    return lines or ["the points differ"]


def _common(plan: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {**plan, "scenarios": {name: plan["scenarios"][name] for name in sorted(names)}}


def _leaves(tree: Any, path: str = "") -> Iterable[tuple[str, Any]]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, json.dumps(tree)
