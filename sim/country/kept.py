"""The burnt-in country, kept on disk for whoever asks another question of it.

A file holds one province at the day of the branch, under the hash of all that decides it: every source and input of sim, the scenario without its
law, the replicate, and Python, numpy, numba, scipy and processor. A run gives the same bytes with it as without. It lies in the user's cache
folder ($PLEK_CACHE), in `burnt-in`; $PLEK_BURNT_IN_GB gigabytes at most (4; 0 keeps nothing), those not used for longest make room. What cannot
be written is not kept; what is damaged is made anew.
"""

import hashlib
import json
import mmap
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import scipy
from llvmlite import binding

from sim.machine import cache as cache_of
from sim.machine.jit import INTERPRETED
from sim.machine.sources import SIM, code_digest
from sim.machine.state import LAYOUT, State, as_records
from sim.scenario import Scenario

ROWS = {"spells": "n_spells", "placements": "n_placements", "exemptions": "n_exemptions"}
"""Tables of which only the rows written so far are kept: a branch makes room for its own."""
EMPTY = ("scratch", "scratch_keys")
"""Of these nothing is kept but how long they are."""
BLOCK = 4096
MARK = b"plek burnt-in 1\n"
GIGABYTE = 10**9
RECENT = 3600
"""Seconds: what was used in the last hour makes no room for anything, or a long row of countries would only push itself out."""


def load_or_make(branches: Sequence[Scenario], replicate: int, n_days: int, make: Callable[[], State]) -> State:
    """The state at the day of the branch, fit for `branched`: from the folder if it lies there whole, else made, and put there.

    branches: of one burn-in and one province; n_days: of the longest of them.
    """
    place = folder()
    if place is None:
        return make()
    path = place / f"{key(branches[0], replicate, n_days)}.state"
    state = _read(path)
    if state is None:
        state = make()
        _write(path, state)
    return state


def folder() -> Path | None:
    """Where burnt-in countries lie; None if none are kept."""
    root = cache_of.wanted()
    return root / "burnt-in" if root is not None and limit() > 0 else None


def limit() -> float:
    """Bytes they may take together."""
    try:
        return float(os.environ.get("PLEK_BURNT_IN_GB", "4")) * GIGABYTE
    except ValueError:
        return 0.0


def key(scenario: Scenario, replicate: int, n_days: int) -> str:
    """Hash of everything that the bits of a burnt-in province depend on."""
    machine = (sys.version, np.__version__, numba.__version__, scipy.__version__, binding.get_host_cpu_name())
    features = binding.get_host_cpu_features().flatten()
    parts = (code_digest(), _inputs(), scenario.burn_in_digest, replicate, n_days, sys.platform, *machine, features, INTERPRETED)
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]


@cache
def _inputs() -> str:
    """SHA-256 of every file of sim that is not code: data, surveys, parameters."""
    digest = hashlib.sha256()
    for path in sorted(p for p in SIM.glob("**/*") if p.is_file() and p.suffix not in (".py", ".pyc", ".md", ".nbi", ".nbc")):
        digest.update(path.relative_to(SIM).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _kept(state: State) -> dict[str, np.ndarray]:
    """What goes into the file."""
    world = np.asarray(state.world)
    found = {name: np.asarray(array) for name, array in state._asdict().items() if name not in EMPTY}
    return found | {name: found[name][: int(world[count][0])] for name, count in ROWS.items()}


def _write(path: Path, state: State) -> None:
    """Beside and then renamed: whoever reads sees all of it or nothing. Where it can't be kept the run goes on without a word."""
    arrays = _kept(state)
    shapes: dict[str, Any] = {name: [len(getattr(state, name)), 0, 0] for name in EMPTY}
    offset = BLOCK
    for name, array in arrays.items():
        shapes[name] = [list(array.shape), offset, zlib.crc32(_bytes(array))]
        offset += -(-max(array.nbytes, 1) // BLOCK) * BLOCK
    header = MARK + json.dumps({"shapes": shapes, "size": offset}).encode()
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if len(header) > BLOCK or not _make_room(path.parent, offset):
            return
        with tempfile.NamedTemporaryFile(prefix=".", suffix=".part", dir=path.parent, delete=False) as file:
            beside = Path(file.name)
            file.write(header)
            for name, array in arrays.items():
                file.seek(shapes[name][1])
                file.write(_bytes(array))
            file.truncate(offset)
        beside.replace(path)
    except OSError:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()


def _read(path: Path) -> State | None:
    """The state in this file, its pages copied when they are written to; None, and the file gone, if it isn't whole."""
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError):
        return None
    try:
        about, _ = json.JSONDecoder().raw_decode(content[len(MARK) : BLOCK].rstrip(b"\0").decode())
        if content[: len(MARK)] != MARK or len(content) != about["size"]:
            raise ValueError("cut off")
        found = {name: _array(content, name, *about["shapes"][name]) for name in State._fields}
    except (ValueError, KeyError, TypeError):
        with suppress(OSError):
            path.unlink()
        return None
    with suppress(OSError):
        os.utime(path)
    return State(*(as_records(found[name]) for name in State._fields))


def _array(content: mmap.mmap, name: str, shape: Any, offset: int, check: int) -> np.ndarray:
    dtype, _ = LAYOUT[name]
    if name in EMPTY:
        return np.zeros(shape, dtype)
    array = np.frombuffer(content, dtype, int(np.prod(shape)), offset).reshape(shape)
    if zlib.crc32(_bytes(array)) != check:
        raise ValueError(f"{name} is damaged")
    return array


def _bytes(array: np.ndarray) -> Any:
    return np.ascontiguousarray(array).view(np.uint8).reshape(-1)


def _make_room(place: Path, size: int) -> bool:
    """Remove what was not used for longest until there is room; False if there is none to be had."""
    now = time.time()
    files = []
    for path in place.iterdir():
        with suppress(OSError):
            about = path.stat()
            if path.suffix == ".part" and now - about.st_mtime > RECENT:
                path.unlink()
            elif path.suffix == ".state":
                files.append((about.st_mtime, about.st_size, path))
    room = limit() - sum(bytes_ for _, bytes_, _ in files) - size
    for used, bytes_, path in sorted(files):
        if room >= 0 or now - used < RECENT:
            break
        with suppress(OSError):
            path.unlink()
            room += bytes_
    return room >= 0
