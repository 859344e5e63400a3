"""Runs of the model: composed by Hydra, planned, executed, stored."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim import Scenario

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
"""Where the configurations lie that come with plek."""


def compose(overrides: Sequence[str] = (), config_dir: str | Path | None = None) -> "Scenario":
    """The Scenario that `plek OVERRIDES` would run, without running it; before a member of an ensemble is laid over it.

    >>> compose(["region=tiny", "regime=geen"]).name
    'geen'
    """
    from experiments.front_door.composer import Composer
    from experiments.plan.points import named
    from sim import Scenario

    return Scenario.from_dict(named(Composer(config_dir).tree(overrides), None))
