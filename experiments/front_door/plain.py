"""Composes what is typed in plain words, without Hydra: what starts quickly is refused quickly too. Whatever it isn't sure of is Hydra's.

Plain words are `key=value` with a number, true, false, null, a name, a path, or a list of these; no sweep, no quotes, no plus sign.
A test composes every choice both ways: the trees are the same.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import mistakes, nodes, regime_files

Tree = dict[str, Any]
PRIMARY = CONFIGS / "config.yaml"
_ITEM = r"(?:-?(?:0|[1-9]\d*)(?:\.\d+)?|(?:\.{0,2}/)?[A-Za-z_][A-Za-z0-9_./-]*)"
_WORD = re.compile(rf"([a-z_]\w*(?:\.\w+)*)=({_ITEM}|\[(?:{_ITEM}(?:,{_ITEM})*)?\])", re.ASCII)
_SPECIAL = {"true": True, "false": False, "null": None}


class _NotSure(Exception):
    """Something that only Hydra knows what to do with."""


def is_plain(word: str) -> bool:
    """Whether Hydra's grammar has nothing to add to this word."""
    try:
        _parsed(word)
    except _NotSure:
        return False
    return True


def compose(words: Sequence[str], groups: Mapping[str, Sequence[str]], unset: Collection[str] = ()) -> Tree | None:
    """The whole tree, scenario and run part, as Hydra composes it from `configs/`; None where only Hydra can tell.

    groups: all choices. unset: parameters left without their value. InputError for a choice or a key that doesn't exist.
    """
    try:
        return _composed([_parsed(word) for word in words], groups, unset)
    except _NotSure:
        return None


def _parsed(word: str) -> tuple[str, Any]:
    found = _WORD.fullmatch(word)
    if found is None:
        raise _NotSure
    key, text = found.groups()
    if key.startswith("hydra."):
        raise _NotSure
    if text.startswith("["):
        return key, [_value(item) for item in text[1:-1].split(",") if item]
    return key, _value(text)


def _value(text: str) -> Any:
    if text in _SPECIAL:
        return _SPECIAL[text]
    if text.lower() in (*_SPECIAL, "nan", "inf"):
        raise _NotSure
    if text[0] == "-" or text[0].isdigit():
        return float(text) if "." in text else int(text)
    return text


def _composed(typed: Sequence[tuple[str, Any]], groups: Mapping[str, Sequence[str]], unset: Collection[str]) -> Tree:
    primary = _file(PRIMARY)
    typed_choices = _choices([(key, value) for key, value in typed if key in groups], groups)
    experiment, chosen = _experiment(typed_choices.get("experiment"))
    choices = {**_default_choices(primary.pop("defaults")), **chosen, **typed_choices}
    tree: Tree = nodes.base_tree(unset)
    for group, name in choices.items():
        if name is not None and group != "experiment":
            _merge(tree, {group: _config(group, name)})
    primary.pop("hydra", None)
    _merge(tree, primary)
    _merge(tree, experiment)
    for key, value in typed:
        if key not in groups:
            _set(tree, key, value)
    return finished(tree, choices)


def _choices(typed: Sequence[tuple[str, Any]], groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is chosen per group; InputError for a name that isn't there."""
    chosen: dict[str, str] = {}
    for group, name in typed:
        if group in chosen or not isinstance(name, str) or "/" in name or name.endswith((".yaml", ".yml")):
            raise _NotSure
        if name not in groups[group] and name not in regime_files.REGISTERED.get(group, {}):
            raise InputError(mistakes.missing_choice(f"{group}/{name}", groups))
        chosen[group] = name
    return chosen


def _default_choices(defaults: Sequence[Any]) -> dict[str, str | None]:
    """The choices of the primary file's defaults list; Hydra's own groups are not ours."""
    pairs = [item for item in defaults if isinstance(item, dict)]
    return {str(key): value for item in pairs for key, value in item.items() if not str(key).startswith("override ")}


def _experiment(name: str | None) -> tuple[Tree, dict[str, str]]:
    """(what an experiment's file sets, which choices it makes)."""
    if name is None:
        return {}, {}
    path = CONFIGS / "experiment" / f"{name}.yaml"
    if not path.read_text(encoding="utf-8").startswith("# @package _global_\n"):
        raise _NotSure
    tree = _file(path)
    chosen: dict[str, str] = {}
    for item in tree.pop("defaults", []):
        for key, value in item.items() if isinstance(item, dict) else ():
            if not str(key).startswith("override /") or "/" in str(key).removeprefix("override /"):
                raise _NotSure
            chosen[str(key).removeprefix("override /")] = value
    return tree, chosen


def _config(group: str, name: str) -> Tree:
    """What a choice of a group sets."""
    registered = regime_files.REGISTERED.get(group, {})
    path = CONFIGS / group / f"{name}.yaml"
    tree = dict(registered[name]) if name in registered else _file(path) if path.is_file() or name != "default" else {}
    if "defaults" in tree:
        raise _NotSure
    return tree


def _file(path: Any) -> Tree:
    text = path.read_text(encoding="utf-8")
    if "${" in text or "???" in text:
        raise _NotSure
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


def _merge(tree: Tree, more: Mapping[str, Any]) -> None:
    """Lay keys over the tree: groups of keys are merged, anything else is replaced."""
    for key, value in more.items():
        if isinstance(value, Mapping):
            node = tree.get(key)
            tree[key] = node = dict(node) if isinstance(node, dict) else {}
            _merge(node, value)
        else:
            tree[key] = value


def _set(tree: Tree, path: str, value: Any) -> None:
    *parents, leaf = path.split(".")
    node: Any = tree
    for parent in parents:
        node = node.get(parent) if isinstance(node, dict) else None
        if node is not None and not isinstance(node, dict):
            raise _NotSure
    if not isinstance(node, dict) or leaf not in node:
        raise InputError(mistakes.unknown(path, nodes.groups()))
    if isinstance(node[leaf], dict):
        raise _NotSure
    node[leaf] = value


def finished(tree: Tree, choices: Mapping[str, Any]) -> Tree:
    """The tree with names that fit the choices.

    A regime or option is called as it was chosen: a copied file in which the name was left as it stood doesn't pass for the original.
    Of an ensemble only the choice is in the tree (null for `none`): it is tables, which lie beside its file.
    """
    for group in regime_files.GROUPS:
        if choices.get(group) is not None and isinstance(tree.get(group), dict):
            tree[group]["name"] = choices[group]
    tree["ensemble"] = None if choices.get("ensemble") == "none" else choices.get("ensemble")
    return tree
