"""`key=value` words of the analysis commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def parse(argv: Sequence[str], known: Mapping[str, str | None], positional: int = 1) -> tuple[list[str], dict[str, str | None]]:
    """Split words into positional ones and keys with defaults; AnalysisError for a key not in `known`, with the nearest right one."""
    raise NotImplementedError
