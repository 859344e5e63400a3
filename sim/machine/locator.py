"""Where compiled code is kept: a folder named after the hash of all of sim's sources (cache.py).

numba's own locators watch only the file of the compiled function, so a rule changed in another file would silently run as it was.
This locator is path-independent: a fresh checkout of the same sources finds the same cache.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba.core.caching import _CacheLocator

from sim.machine import cache as cache_of
from sim.machine.sources import SIM, engine_digest


@cache
def _place() -> tuple[Path, str]:
    return cache_of.place(cache_of.key(engine_digest()))


def cache_folder() -> Path:
    """Folder of the compiled engine of this process."""
    return _place()[0]


def cache_note() -> str:
    """What the user should know of that folder; empty where all is well."""
    return _place()[1]


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
