"""A lock the operating system lets go of when its holder dies: nothing to time out, nothing stale."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """True inside if this process got the lock, False if another holds it. The file is removed afterwards.

    Whoever gets the lock must look again whether the work is still to be done: a waiter may have opened the file before it was removed.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    got = False
    try:
        got = _try(file)
        yield got
    finally:
        if got:
            with suppress(OSError):
                path.unlink()
        os.close(file)


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """The lock, however long another process holds it."""
    while True:
        with held(path) as got:
            if got:
                yield
                return
        time.sleep(0.05)


def _try(file: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
