"""Where compiled code is kept: a folder named after the hash of all of sim's sources.

numba's own locators watch only the file of the compiled function, so a rule changed in another file would silently run as it was.
This locator is path-independent: a fresh checkout of the same sources finds the same cache.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import config
from numba.core.caching import _CacheLocator

from sim.machine.sources import SIM, engine_digest


def cache_folder() -> Path:
    """Folder of the compiled engine: $PLEK_CACHE, else the user's cache folder."""
    root = os.environ.get("PLEK_CACHE")
    if not root:
        own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        root = str((Path(own) if own else Path.home() / ".cache") / "plek")
    # a bounds-checked engine is other code from the same sources: a warm cache would ignore the flag
    return Path(root) / (engine_digest()[:16] + ("-bounds" if config.BOUNDSCHECK else ""))


class EngineLocator(_CacheLocator):
    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        self._name = f"{Path(py_file).stem}-{py_func.__code__.co_firstlineno}"

    def get_cache_path(self) -> str:
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        return engine_digest()

    def get_disambiguator(self) -> str:
        return self._name

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "EngineLocator | None":
        inside = Path(py_file).resolve().is_relative_to(SIM)
        return cls(py_func, py_file) if inside else None
