"""Words in, one plain tree out: composed here where the words are plain, by Hydra where they are not."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import nodes, plain
from experiments.front_door.regime_files import resolve
from sim.parameters import GROUPS as PARAMETER_GROUPS


class Composer:
    """Composes trees from the shipped `configs/` and, in front of them, the user's own folder."""

    def __init__(self, config_dir: str | Path | None = None) -> None:
        """config_dir: a folder with the same groups as `configs/`; its files go before the shipped ones."""
        self.config_dir = None if config_dir is None else Path(config_dir).resolve()
        if self.config_dir is not None and not self.config_dir.is_dir():
            raise InputError(f"--config-dir: no folder '{config_dir}'")
        self._cache: dict[tuple[str, ...], dict[str, Any]] = {}

    def tree(self, overrides: Sequence[str]) -> dict[str, Any]:
        """The whole plain tree, scenario and run part; InputError with one line where it can't be. Do not change it: it is kept."""
        key = tuple(overrides)
        if key not in self._cache:
            self._cache[key] = self._compose(resolve(list(overrides)))
        return self._cache[key]

    def know(self, overrides: Sequence[str], tree: dict[str, Any]) -> None:
        """Take over what the front door composed already from these very words."""
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

    def groups(self) -> dict[str, list[str]]:
        """Names of the choices in every config group: {"regime": ["geen", ...], ...}, the user's own folder included."""
        return nodes.groups(self.config_dir)

    def _compose(self, overrides: list[str], unset: Collection[str] = ()) -> dict[str, Any]:
        if self.config_dir is None:
            tree = plain.compose(overrides, nodes.groups(), unset)
            if tree is not None:
                return tree
        from experiments.front_door import hydra_compose  # half a second

        return hydra_compose.compose(overrides, self.config_dir, unset)
