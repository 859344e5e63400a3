"""`regime=./mine.yaml`: a file from anywhere as a regime of its own name, which Hydra itself can't do."""

import re
from pathlib import Path

import yaml

from experiments import CONFIGS
from experiments.errors import InputError

WORD = re.compile(r"[^,()\[\]\s'\"]+\.ya?ml")
GROUPS = ("regime", "option")
REGISTERED: dict[str, dict[str, dict[str, object]]] = {}
"""{group: {name: tree}} of the files that were named by their path."""


def resolve(overrides: list[str]) -> list[str]:
    """The overrides with every path to a YAML file under `regime=` or `option=` replaced by a name registered for it."""
    return [_resolve_one(override) for override in overrides]


def _resolve_one(override: str) -> str:
    key, equals, value = override.partition("=")
    if key.lstrip("+") not in GROUPS or not equals:
        return override
    group = key.lstrip("+")
    return f"{key}={WORD.sub(lambda found: register(group, Path(found[0])), value).replace(chr(39), '')}"


def register(group: str, path: Path) -> str:
    """Remember the file and give the name it got; a name that is shipped already gets `_file` behind it.

    The file may have a defaults list (`defaults: [doorzettingsmacht]`): names in it are choices of the same group.
    """
    tree = read(path)
    name = _own_name(group, path.stem)
    tree.setdefault("name", name)
    REGISTERED.setdefault(group, {})[name] = tree
    return name


def store() -> None:
    """Put the files that were registered in Hydra's ConfigStore."""
    from hydra.core.config_store import ConfigStore

    for group, files in REGISTERED.items():
        for name, tree in files.items():
            ConfigStore.instance().store(group=group, name=name, node=tree, provider="file")


def read(path: Path) -> dict[str, object]:
    """The file as a tree of keys; InputError with file and line where it is none."""
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read '{path}': {getattr(error, 'strerror', None) or error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"'{path}'{where} is not YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(tree, dict):
        raise InputError(f"'{path}' holds no keys: a regime is a set of levers")
    return tree


def _own_name(group: str, stem: str) -> str:
    name = re.sub(r"\W+", "_", stem)
    return f"{name}_file" if (CONFIGS / group / f"{name}.yaml").exists() else name
