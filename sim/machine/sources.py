"""Which version of the model this is: hashes of its sources."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

SIM = Path(__file__).resolve().parents[1]


@cache
def code_digest() -> str:
    """SHA-256 of every Python and parameter source of sim, by relative name and content."""
    digest = hashlib.sha256()
    sources = sorted(p for pattern in ("**/*.py", "**/*.toml") for p in SIM.glob(pattern))
    for path in sources:
        digest.update(path.relative_to(SIM).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def engine_digest() -> str:
    """SHA-256 of what compiled code depends on: every Python source, and the names and types of the parameters, not their values."""
    digest = hashlib.sha256()
    for path in sorted(SIM.glob("**/*.py")):
        digest.update(path.relative_to(SIM).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for path in sorted(SIM.glob("parameters/*.toml")):
        for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            digest.update(f"{path.name} {name} {type(row['value']).__name__}\0".encode())
    return digest.hexdigest()
