"""A lock the operating system lets go of when its holder dies: nothing to time out, nothing stale."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """True inside if this process got the lock, False if another holds it. The file is removed afterwards.

    Whoever gets the lock must look again whether the work is still to be done: a waiter may have opened the file before it was removed.
    """
    lock = FileLock(path, blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)  # while it is still ours
        lock.release()


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """The lock, however long another process holds it."""
    while True:
        with held(path) as got:
            if got:
                yield
                return
        time.sleep(0.05)
