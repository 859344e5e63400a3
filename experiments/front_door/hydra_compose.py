"""Hydra as a function: a list of overrides in, one plain tree out. The only file that knows how Hydra is started."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from yaml import YAMLError

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import nodes, regime_files
from experiments.front_door.plain import finished
from experiments.front_door.refusals import one_line

CONFIG_NAME = "config"
VERSION_BASE = "1.3"


def compose(overrides: Sequence[str], config_dir: Path | None = None, unset: Collection[str] = ()) -> dict[str, Any]:
    """The whole tree, scenario and run part; InputError with one line where Hydra refuses.

    config_dir: the user's folder, which goes before `configs/`. unset: parameters left without their value.
    """
    nodes.register(unset)
    regime_files.store()
    with _hydra(config_dir):
        try:
            config = hydra_compose(CONFIG_NAME, list(overrides), return_hydra_config=True)
            return plain_tree(config, config.hydra.runtime.choices)
        except (HydraException, OmegaConfBaseException, ValueError, TypeError, RecursionError, OSError, YAMLError) as error:
            raise InputError(one_line(error, nodes.groups(config_dir), overrides)) from error


@contextmanager
def _hydra(config_dir: Path | None) -> Iterator[None]:
    """Hydra with our folders, and whatever Hydra the caller had afterwards."""
    singleton = GlobalHydra.instance()
    before, singleton.hydra = singleton.hydra, None
    try:
        with initialize_config_dir(str(CONFIGS), version_base=VERSION_BASE, job_name="plek"):
            if config_dir is not None and singleton.hydra is not None:
                path = singleton.hydra.config_loader.get_search_path()
                path.prepend(provider="command-line", path=f"file://{config_dir}")
                _reload(singleton, path)
            yield
    finally:
        singleton.hydra = before


def _reload(singleton: GlobalHydra, path: Any) -> None:
    """Hydra reads its search path once, at creation: create it again with ours."""
    from hydra._internal.hydra import Hydra

    singleton.hydra = None
    Hydra.create_main_hydra2("plek", path)


def plain_tree(config: DictConfig, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The composed config without Hydra's own part, interpolations resolved, under names that fit the choices."""
    tree = {
        str(key): OmegaConf.to_container(config[key], resolve=True) if OmegaConf.is_config(config[key]) else config[key]
        for key in config
        if key != "hydra"
    }
    return finished(tree, choices)
