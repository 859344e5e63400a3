"""`regime=./mine.yaml`: a file from anywhere as a regime of its own name, which Hydra itself can't do."""

import json
import re
import unicodedata
from itertools import count
from pathlib import Path

import yaml

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door.typed import readable, unquoted

FILE = re.compile(r"""(?P<path>'(?:\\.|[^'\\])*\.ya?ml'|"(?:\\.|[^"\\])*\.ya?ml"|[^,()\[\]'"]+\.ya?ml)(?=\s*(?:[,)\]]|$))""")
GROUPS = ("regime", "option")
REGISTERED: dict[str, dict[str, dict[str, object]]] = {}
"""{group: {name: tree}} of the files that were named by their path."""
_known: dict[tuple[str, str], Path] = {}
_stored: list[tuple[str, str]] = []


def resolve(overrides: list[str]) -> list[str]:
    """The overrides as Hydra reads them: paths to YAML files under `regime=` or `option=` are names registered for them, texts are quoted."""
    return [_resolve_one(override) for override in overrides]


def _resolve_one(override: str) -> str:
    key, equals, value = override.partition("=")
    group = key.lstrip("+")
    if group not in GROUPS or not equals or "ml" not in value:
        return readable(override)
    if _is_file(value):
        return f"{key}={register(group, Path(value))}"
    return readable(f"{key}={FILE.sub(lambda found: register(group, Path(unquoted(found['path']))), value)}")


def _is_file(text: str) -> bool:
    try:
        return text.endswith((".yaml", ".yml")) and Path(text).expanduser().is_file()
    except OSError:
        return False


def register(group: str, path: Path) -> str:
    """Remember the file and give the name it got; a name that is shipped already gets `_file` behind it.

    The file may have a defaults list (`defaults: [doorzettingsmacht]`): names in it are choices of the same group.
    """
    path = path.expanduser()
    tree = read(path)
    name = _own_name(group, path)
    tree.setdefault("name", name)
    REGISTERED.setdefault(group, {})[name] = tree
    return name


def forget() -> None:
    """Begin a request: files of an earlier one in this process are unknown again. Hydra would lay a file of the same name in the user's folder
    over them without a word."""
    REGISTERED.clear()


def store() -> None:
    """Put the files that were registered, and no others, in Hydra's ConfigStore."""
    from hydra.core.config_store import ConfigStore

    known = ConfigStore.instance()
    for group, name in _stored:
        known.repo.get(group, {}).pop(f"{name}.yaml", None)
    _stored[:] = [(group, name) for group, files in REGISTERED.items() for name in files]
    for group, name in _stored:
        known.store(group=group, name=name, node=REGISTERED[group][name], provider="file")


def read(path: Path) -> dict[str, object]:
    """The file as a tree of keys; InputError with file and line where it is none, or where a key is there twice."""
    try:
        tree = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Strict)
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not UTF-8 text (byte {error.start + 1}): save it as UTF-8") from error
    except (OSError, ValueError) as error:
        raise InputError(f"can't read '{path}': {getattr(error, 'strerror', None) or error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"'{path}'{where} is not YAML: {getattr(error, 'problem', None) or str(error).splitlines()[0]}") from error
    except (RecursionError, TypeError) as error:
        raise InputError(f"'{path}' is not YAML that holds keys: {'too deep' if isinstance(error, RecursionError) else error}") from error
    if not isinstance(tree, dict):
        raise InputError(f"'{path}' holds no keys: a regime is a set of levers")
    try:
        json.dumps(tree, default=str)
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"'{path}' is not a set of levers: {str(error).splitlines()[0]}") from error
    return tree


class _Strict(yaml.SafeLoader):
    """YAML in which a key may stand once: of two, the last would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key '{key.value}' is there twice", key.start_mark)
            seen.add(str(key.value))
        return dict(super().construct_mapping(node, deep=deep))


def _own_name(group: str, path: Path) -> str:
    """A name that Hydra can read, from the file's; no other file's, and no shipped one's."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    name = re.sub(r"\W+", "_", plain).strip("_") or "own"
    if (CONFIGS / group / f"{name}.yaml").exists() or not name[0].isalpha() or name.lower() in ("null", "true", "false", "nan", "inf", "default"):
        name = f"{name}_file" if name[0].isalpha() else f"file_{name}"
    place = path.resolve()
    names = (name if number == 1 else f"{name}_{number}" for number in count(1))
    free = next(one for one in names if _known.get((group, one), place) == place)
    _known[group, free] = place
    return free
