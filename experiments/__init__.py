"""Runs of the model: composed by Hydra, planned, executed, stored."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim import Scenario

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
"""Where the configurations lie that come with plek."""


def compose(overrides: Sequence[str] = (), config_dir: str | Path | None = None) -> "Scenario":
    """The Scenario that `plek OVERRIDES` would run, without running it or Hydra's app: `compose(["region=tiny", "regime=geen"])`."""
    from experiments.front_door import composer  # Hydra stays unloaded in worker processes

    return composer.compose(overrides, config_dir)
