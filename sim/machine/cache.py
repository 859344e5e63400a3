"""Where the compiled engine is kept: a folder for each version of sources, Python, numba and processor, looked over before it is used."""

import hashlib
import os
import pickletools
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import llvmlite
import numba
from llvmlite import binding
from numba import config

WHOLE = "whole"
"""A file that says that everything was compiled."""


@cache
def key(engine: str) -> str:
    """Name of the folder. engine: hash of the sources. Compiled code is of one Python, one numba and one processor."""
    processor = (config.CPU_NAME or binding.get_host_cpu_name(), config.CPU_FEATURES or binding.get_host_cpu_features().flatten())
    parts = (engine, sys.implementation.cache_tag, sys.platform, numba.__version__, llvmlite.__version__, *processor)
    name = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]
    # a bounds-checked engine is other code from the same sources: a warm cache would ignore the flag
    return name + ("-bounds" if config.BOUNDSCHECK else "")


def place(name: str) -> tuple[Path, str]:
    """(folder, what the user should know: empty where all is well): $PLEK_CACHE, else the user's cache folder, else one of the system's.

    A folder that can only be read serves if it holds a whole engine. What was cut off is removed, or left aside.
    """
    first, spare = wanted(), _spare() / name
    if first is None:
        return _own(spare), f"there is no home folder: the compiled engine is kept in {spare}"
    first = first / name
    spoilt = [file for file in _files(first) if not _sound(file)]
    if spoilt and _writable(first):
        for file in (first / WHOLE, *_files(first)):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        return first, f"the compiled engine in {first} is damaged ({spoilt[0].name}): it is compiled anew"
    if not spoilt and ((first / WHOLE).exists() or _writable(first)):
        return first, ""
    why = "damaged, and can't be written" if spoilt else "can't be written"
    return _own(spare), f"the folder of the compiled engine, {first}, is {why}: {spare} is used; PLEK_CACHE=FOLDER names another"


def wanted() -> Path | None:
    """Where plek keeps what it can make again; None where the user has no home."""
    root = os.environ.get("PLEK_CACHE")
    if root:
        return Path(root)
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(own) if own else Path.home() / ".cache") / "plek"
    except RuntimeError:  # no HOME, and a user whom the system doesn't know
        return None


def _spare() -> Path:
    return Path(tempfile.gettempdir()) / f"plek-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def _own(folder: Path) -> Path:
    """The folder if it is ours alone, for code is loaded from it; else a fresh one for this process."""
    with suppress(OSError):
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        about = folder.parent.stat()
        ours = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
        if ours and not all(_sound(file) for file in _files(folder)):
            for file in (folder / WHOLE, *_files(folder)):
                file.unlink(missing_ok=True)
        if ours and _writable(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="plek-"))


def _files(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.nbi")), *sorted(folder.glob("*.nbc"))]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _sound(file: Path) -> bool:
    """Whether an index (two pickles) or a file of code (one) is whole: read to its last mark, but not loaded."""
    try:
        with file.open("rb") as content:
            for _ in range(2 if file.suffix == ".nbi" else 1):
                for _ in pickletools.genops(content):
                    pass
            return not content.read(1)
    except (OSError, ValueError, EOFError, UnicodeDecodeError, IndexError):
        return False
