"""Files of results, and what the disk may answer."""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.errors import StoreError

SUFFIX = ".parquet"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the system's refusals to read or write into one clear line."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: "the disk is full",
            errno.EDQUOT: "the disk quota is used up",
            errno.EACCES: "no permission",
            errno.EROFS: "it can only be read",
            errno.ENOTDIR: "a part of the path is a file",
            errno.EPERM: "no permission",
        }
        reason = reasons.get(error.errno or 0) or error.strerror or str(error).splitlines()[0]
        raise StoreError(f"can't write to '{path}': {reason}; what is whole is kept, run the same command again to go on") from error


def sha256(path: Path) -> str | None:
    """Hash of a file's bytes; None where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
