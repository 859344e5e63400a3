"""What Hydra was asked for, handed from its app or its sweeper to `plek`, which acts once Hydra is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """overrides: as typed, Hydra's own left out. design: the sweeper's options. config_dir: the user's folder. tree: if composed."""

    overrides: tuple[str, ...]
    config_dir: str | None = None
    design: Mapping[str, Any] = field(default_factory=dict)
    tree: dict[str, Any] | None = None


received: list[Request] = []


def config_dir_of(hydra: Any) -> str | None:
    """The folder given as `--config-dir`, from Hydra's own account of where it looked."""
    found = [str(source.path) for source in hydra.runtime.config_sources if source.provider == "command-line"]
    return found[0] if found else None
