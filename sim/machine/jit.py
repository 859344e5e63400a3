"""Rules are written once: compiled by numba, or interpreted with NUMBA_DISABLE_JIT=1, with the same bits.

`rule`  a small scalar decision; always inlined where it is used.
`event` something that happens to one entity; a part of the entries that call it (see compiling.py).
`entry` what Python calls; the only functions kept in numba's on-disk cache (see locator.py).
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import config, njit

from sim.machine.compiling import Compiled

F = TypeVar("F", bound=Callable[..., Any])

INTERPRETED: bool = bool(config.DISABLE_JIT)

if not config.CACHE_LOCATOR_CLASSES:
    config.CACHE_LOCATOR_CLASSES = (
        "sim.machine.locator.EngineLocator,UserProvidedCacheLocator,InTreeCacheLocator,UserWideCacheLocator,IPythonCacheLocator"
    )


def rule(function: F) -> F:
    return function if INTERPRETED else cast(F, Compiled(function, inlined=True))


def event(function: F) -> F:
    return function if INTERPRETED else cast(F, Compiled(function, inlined=False))


def entry(function: F) -> F:
    return njit(cache=True, nogil=True)(function)
