"""What an answer depends on beside its question: sources, configurations and evidence of this plek, as one digest."""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("sim", "experiments", "analysis", "configs")
KINDS = {".py", ".toml", ".yaml", ".csv", ".json", ".j2"}


@cache
def sources_digest() -> str:
    """SHA-256 over names and bytes; read once, when first asked for."""
    digest = hashlib.sha256()
    for part in PARTS:
        for path in sorted(file for file in (ROOT / part).rglob("*") if file.suffix in KINDS):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
