"""plek's sweeper: Hydra parses the command line; the planner composes once, expands the factors and runs typed points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, OmegaConf

from experiments.front_door.request import Request, config_dir_of, received


@dataclass
class PlekSweeperConf:
    """design: grid, latin, sobol, morris or csv. samples: rows (latin), base samples (sobol), trajectories (morris), per interval (grid).

    levels: of the grid of morris. csv: a file with a header of keys. params: factors, as in an experiment file.
    """

    _target_: str = "hydra_plugins.plek_sweeper.sweeper.PlekSweeper"
    design: str | None = None
    samples: int | None = None
    levels: int | None = None
    csv: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


ConfigStore.instance().store(group="hydra/sweeper", name="plek", node=PlekSweeperConf, provider="plek")


class PlekSweeper(Sweeper):
    """Hands the sweep to `experiments.plan`; Hydra's launchers are not used."""

    def __init__(self, design: str | None, samples: int | None, levels: int | None, csv: str | None, params: Any) -> None:
        given = {"design": design, "samples": samples, "levels": levels, "csv": csv}
        self.design = {key: value for key, value in given.items() if value is not None}
        self.params = OmegaConf.to_container(params) if isinstance(params, DictConfig) else dict(params or {})
        self.config: DictConfig | None = None

    def setup(self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig) -> None:
        """Remember Hydra's own part; nothing is launched through Hydra."""
        self.config = config

    def sweep(self, arguments: Sequence[str]) -> None:
        """Note down what was asked for; `plek` plans and runs it when Hydra has ended."""
        words = [f"{key}={value}" for key, value in dict(self.params).items()] + list(arguments)
        folder = config_dir_of(self.config.hydra) if self.config is not None else None
        received.append(Request(tuple(words), folder, self.design))
