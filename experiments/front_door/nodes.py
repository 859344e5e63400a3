"""What sim declares, as Hydra sees it: every parameter and lever a key that can be overridden without a plus sign."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments import CONFIGS
from sim.law.levers import LEVERS
from sim.parameters import PARAMETERS

BASE = "plek_base"


def nested(flat: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """{"a.b": 1} as {"a": {"b": 1}}."""
    tree: dict[str, Any] = {}
    for path, value in flat:
        *parents, leaf = path.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[leaf] = value
    return tree


def parameter_tree() -> dict[str, Any]:
    """All parameters of sim with their values: {group: {name: value}}."""
    return nested((name, plain(parameter.value)) for name, parameter in PARAMETERS.items())


def lever_tree() -> dict[str, Any]:
    """All levers, none of them set."""
    return nested((name, None) for name in LEVERS)


def plain(value: Any) -> Any:
    """The value as OmegaConf can hold it: tuples and sets become lists, arrays and mappings plain."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, frozenset, set)):
        return [plain(item) for item in (sorted(value) if not isinstance(value, tuple) else value)]
    return value


def register(unset: Collection[str] = ()) -> None:
    """Put the base tree and an empty `default` variant per parameter group in Hydra's ConfigStore; harmless when repeated.

    unset: parameters without their value, so that one can tell whether a file or a word gives them one.
    """
    from hydra.core.config_store import ConfigStore  # Hydra is loaded by those who need it

    store = ConfigStore.instance()
    store.store(name=BASE, node=base_tree(unset), provider="plek")
    for group in parameter_tree():
        store.store(group=group, name="default", node={}, provider="plek")


def base_tree(unset: Collection[str] = ()) -> dict[str, Any]:
    """All parameters and levers; `unset` are parameters left without their value."""
    parameters = nested((name, None if name in unset else plain(parameter.value)) for name, parameter in PARAMETERS.items())
    return {**parameters, "regime": lever_tree(), "option": lever_tree()}


def groups(config_dir: Path | None = None) -> dict[str, list[str]]:
    """Names of the choices in every config group: {"regime": ["geen", ...], ...}, the user's own folder included."""
    found: dict[str, set[str]] = {group: {"default"} for group in parameter_tree()}
    for root in (CONFIGS, config_dir):
        for file in sorted(root.rglob("*.yaml")) if root is not None else ():
            parts = file.relative_to(root).with_suffix("").parts if root is not None else ()
            if len(parts) > 1:
                found.setdefault("/".join(parts[:-1]), set()).add(parts[-1])
    return {group: sorted(names) for group, names in found.items()}
