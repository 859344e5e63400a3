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

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import nodes
from experiments.front_door.mistakes import one_line
from experiments.front_door.regime_files import GROUPS, resolve
from experiments.plan.points import named
from sim import Scenario
from sim.parameters import GROUPS as PARAMETER_GROUPS

CONFIG_NAME = "config"
VERSION_BASE = "1.3"


class Composer:
    """Composes trees from the shipped `configs/` and, in front of them, the user's own folder."""

    def __init__(self, config_dir: str | Path | None = None) -> None:
        """config_dir: a folder with the same groups as `configs/`; its files go before the shipped ones."""
        self.config_dir = None if config_dir is None else Path(config_dir).resolve()
        if self.config_dir is not None and not self.config_dir.is_dir():
            raise InputError(f"--config-dir: no folder '{config_dir}'")
        self._cache: dict[tuple[str, ...], dict[str, Any]] = {}

    def tree(self, overrides: Sequence[str]) -> dict[str, Any]:
        """The whole plain tree, scenario and run part; InputError with one line where Hydra refuses. Do not change it: it is kept."""
        key = tuple(overrides)
        if key not in self._cache:
            self._cache[key] = self._compose(resolve(list(overrides)))
        return self._cache[key]

    def know(self, overrides: Sequence[str], tree: dict[str, Any]) -> None:
        """Take over what Hydra's app composed already from these very words."""
        self._cache[tuple(overrides)] = tree

    def set_by_name(self, overrides: Sequence[str], parameters: Collection[str]) -> frozenset[str]:
        """Those of the parameters that a word or a configuration file sets, be it to the value they have anyway.

        A group of parameters for which nobody chose a file is at plek's own choice, and sets none."""
        if not parameters:
            return frozenset()
        chosen = {word.partition("=")[0] for word in overrides}
        bare = [f"{group}=default" for group in PARAMETER_GROUPS if group not in chosen]
        tree = self._compose([*bare, *resolve(list(overrides))], unset=parameters)
        return frozenset(name for name in parameters if tree[name.partition(".")[0]][name.partition(".")[2]] is not None)

    def beside(self, group: str, name: str) -> Path:
        """The file that the choice of a group stands for, so that one can read what lies beside it."""
        roots = [root for root in (self.config_dir, CONFIGS) if root is not None]
        files = [root / group / f"{name}.yaml" for root in roots]
        return next((file for file in files if file.is_file()), files[0])

    def _compose(self, overrides: list[str], unset: Collection[str] = ()) -> dict[str, Any]:
        nodes.register(unset)
        with self._hydra():
            try:
                config = hydra_compose(CONFIG_NAME, overrides, return_hydra_config=True)
                return plain_tree(config, config.hydra.runtime.choices)
            except (HydraException, OmegaConfBaseException, ValueError) as error:
                raise InputError(one_line(error, self.groups(), overrides)) from error

    @contextmanager
    def _hydra(self) -> Iterator[None]:
        """Hydra with our folders, and whatever Hydra the caller had afterwards."""
        singleton = GlobalHydra.instance()
        before, singleton.hydra = singleton.hydra, None
        try:
            with initialize_config_dir(str(CONFIGS), version_base=VERSION_BASE, job_name="plek"):
                if self.config_dir is not None and singleton.hydra is not None:
                    path = singleton.hydra.config_loader.get_search_path()
                    path.prepend(provider="command-line", path=f"file://{self.config_dir}")
                    _reload(singleton, path)
                yield
        finally:
            singleton.hydra = before

    def groups(self) -> dict[str, list[str]]:
        """Names of the choices in every config group: {"regime": ["geen", ...], ...}, the user's own folder included."""
        nodes.register()
        found: dict[str, set[str]] = {group: {"default"} for group in nodes.parameter_tree()}
        for root in (CONFIGS, self.config_dir):
            for file in sorted(root.rglob("*.yaml")) if root is not None else ():
                parts = file.relative_to(root).with_suffix("").parts if root is not None else ()
                if len(parts) > 1:
                    found.setdefault("/".join(parts[:-1]), set()).add(parts[-1])
        return {group: sorted(names) for group, names in found.items()}


def _reload(singleton: GlobalHydra, path: Any) -> None:
    """Hydra reads its search path once, at creation: create it again with ours."""
    from hydra._internal.hydra import Hydra

    singleton.hydra = None
    Hydra.create_main_hydra2("plek", path)


def plain_tree(config: DictConfig, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The composed config without Hydra's own part, interpolations resolved.

    A regime or option is called as it was chosen: a copied file in which the name was left as it stood doesn't pass for the original.
    Of an ensemble only the choice is in the tree (null for `none`): it is tables, which lie beside its file.
    """
    tree = {
        str(key): OmegaConf.to_container(config[key], resolve=True) if OmegaConf.is_config(config[key]) else config[key]
        for key in config
        if key != "hydra"
    }
    for group in GROUPS:
        if choices.get(group) is not None and isinstance(tree.get(group), dict):
            tree[group]["name"] = choices[group]
    tree["ensemble"] = None if choices.get("ensemble") == "none" else choices.get("ensemble")
    return tree


def compose(overrides: Sequence[str] = (), config_dir: str | Path | None = None) -> Scenario:
    """The Scenario that `plek OVERRIDES` would run, without running it or Hydra's app; before a member of an ensemble is laid over it.

    >>> compose(["region=tiny", "regime=geen"]).name
    'geen'
    """
    return Scenario.from_dict(named(Composer(config_dir).tree(overrides), None))
