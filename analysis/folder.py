"""A results folder as its manifest describes it: the files it names, each the one that was written, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError

TABLES = (
    "pupils", "spells", "day_sets", "placements", "exemptions", "interventions", "series", "series_places",
    "areas", "counts", "summary", "cells", "trace", "points",
)  # fmt: skip
FORMAT = 1
MANIFEST = "manifest.json"
FILE = re.compile(rf"({'|'.join(sorted(TABLES, key=len, reverse=True))})(-\d+)?\.parquet")
"""A table as it is written: the only file of its table, or numbered."""
_LIKE = re.compile(rf"({'|'.join(sorted(TABLES, key=len, reverse=True))})(?![a-z]).*\.parquet", flags=re.I)
_SHOWN = 4


@dataclass
class Folder:
    """path: where it is. manifest: what it says. files: table -> its files, in the order of their numbers. hashes: what each must be."""

    path: Path
    manifest: dict[str, Any]
    files: dict[str, list[Path]]
    hashes: dict[Path, str]
    _known: set[Path] = field(default_factory=set)

    def check(self, paths: Sequence[Path]) -> None:
        """AnalysisError with the file's name unless each is, to the byte, what was written; each is hashed once."""
        for path in paths:
            if path not in self._known and path in self.hashes:
                if _sha256(path) != self.hashes[path]:
                    raise AnalysisError(
                        f"{path}: not the file that was written (the manifest's hash is another): cut off, swapped, changed or of another run; "
                        "the same command makes it anew"
                    )
                self._known.add(path)


def opened(root: Path, *, mixed: bool = False) -> Folder:
    """The folder of one run or sweep; with `mixed`, also a folder of such folders, of several code versions.

    AnalysisError, one line, for a folder that isn't what its manifest says: a file missing, a file too many, no manifest, another format.
    """
    if not root.is_dir():
        raise AnalysisError(f"{root}: no such folder of results")
    if (root / MANIFEST).is_file():
        return _single(root)
    inner = sorted(file.parent for file in root.glob(f"*/{MANIFEST}"))
    if inner and mixed:
        return _together(root, [_single(folder) for folder in inner])
    if inner:
        names = ", ".join(folder.name for folder in inner[:_SHOWN]) + (" ..." if len(inner) > _SHOWN else "")
        raise AnalysisError(
            f"{root}: holds {len(inner)} folder{'s' if len(inner) > 1 else ''} of results ({names}) and is none itself: name one of them"
        )
    if any(_tables_in(root)):
        raise AnalysisError(f"{root}: tables but no {MANIFEST}; not a results folder, or a run that did not finish")
    raise AnalysisError(f"{root}: no tables here (no {MANIFEST} and no <table>.parquet)")


def read_manifest(file: Path) -> dict[str, Any]:
    """A manifest; AnalysisError where it can't be read, is none, or is of another format of tables."""
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise AnalysisError(f"{file}: not a readable manifest ({str(error).splitlines()[0]})") from None
    if not isinstance(manifest, dict):
        raise AnalysisError(f"{file}: not a manifest (expected a mapping)")
    if manifest.get("format", FORMAT) != FORMAT:
        raise AnalysisError(f"{file.parent}: tables of format [{manifest['format']}], this version reads format {FORMAT}")
    hashes = manifest.get("hashes")
    if not isinstance(hashes, dict) or not hashes or not all(isinstance(item, str) for pair in hashes.items() for item in pair):
        raise AnalysisError(f"{file}: names no files (no key 'hashes'); results of another version?")
    for key in ("scenarios", "labels", "ensemble", "code"):
        if not isinstance(manifest.get(key) or {}, dict):
            raise AnalysisError(f"{file}: '{key}' is not a set of keys; results of another version?")
    return manifest


def _single(root: Path) -> Folder:
    manifest = read_manifest(root / MANIFEST)
    files: dict[str, list[Path]] = {}
    for name in sorted(manifest["hashes"]):
        match = FILE.fullmatch(name)
        if match is None:
            continue  # written by a later version beside the tables known here
        if not (root / name).is_file():
            raise AnalysisError(f"{root}: '{name}' is gone, which {MANIFEST} names; the same command makes it anew")
        files.setdefault(match[1], []).append(root / name)
    if not files:
        raise AnalysisError(f"{root}: no tables here ({MANIFEST} names none)")
    for file in _tables_in(root):
        if file.name not in manifest["hashes"]:
            raise AnalysisError(f"{root}: '{file.name}' is not of these results ({MANIFEST} doesn't name it): a copy? take it out of the folder")
    return Folder(root, manifest, files, {root / name: str(value) for name, value in manifest["hashes"].items()})


def _tables_in(root: Path) -> Iterator[Path]:
    """What looks like a table of results, also under a name that a copy gets."""
    return (file for file in sorted(root.iterdir()) if _LIKE.fullmatch(file.name))


def _together(root: Path, folders: Sequence[Folder]) -> Folder:
    """Several folders as one; AnalysisError where they differ in what the tables' days or luck mean."""
    for key in ("branch_day", "end_day", "seed", "ensemble"):
        if len({json.dumps(folder.manifest.get(key), sort_keys=True) for folder in folders}) > 1:
            raise AnalysisError(f"{root}: runs differ in {key}; they can't be compared in one table")
    merged: dict[str, Any] = dict(folders[0].manifest)
    for key in ("scenarios", "labels"):
        merged[key] = {name: tree for folder in folders for name, tree in (folder.manifest.get(key) or {}).items()}
    files: dict[str, list[Path]] = {}
    for folder in folders:
        for table, paths in folder.files.items():
            files.setdefault(table, []).extend(paths)
    return Folder(root, merged, files, {path: value for folder in folders for path, value in folder.hashes.items()})


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


