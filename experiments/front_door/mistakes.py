"""Hydra's refusals in one line each: what, where, and what would be right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches

from hydra.errors import MissingConfigException, OverrideParseException

from experiments.front_door import nodes
from experiments.front_door.settings import RUN_KEYS, PlanSettings, Precision


def one_line(error: BaseException, groups: Mapping[str, Sequence[str]], overrides: Sequence[str] = ()) -> str:
    """The message for a user; `groups` are the config groups with their choices, `overrides` what was typed."""
    if isinstance(error, MissingConfigException):
        return _missing_choice(str(error.missing_cfg_file or ""), groups) or _flat(error)
    if isinstance(error, OverrideParseException):
        return f"can't read '{error.override}': {_flat(error).split('See https')[0].strip()}"
    text = _flat(error)
    unknown = re.search(r"Could not (?:override|delete|append to config)[^']*'([^']+)'", text)
    if unknown:
        name = unknown[1].split("@")[0]
        return _unknown_key(name) if "." in name else _unknown_group(name, groups)
    ambiguous = re.search(r"Ambiguous value for argument '([^']+)'", text) or re.search(r"Sweep parameters '([^']+)' requires", text)
    if ambiguous:
        return f"'{ambiguous[1]}' has several values: add -m to run them all, or write a list as key=[a,b]"
    return text


def suggestion(word: str, known: Sequence[str]) -> str:
    """ "; did you mean 'x'?" or, where nothing is near, the choices when they are few."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; there is {', '.join(known)}" if 0 < len(known) <= 20 else ""


def _missing_choice(path: str, groups: Mapping[str, Sequence[str]]) -> str:
    group, _, name = path.rpartition("/")
    return f"no {group} '{name}'{suggestion(name, groups.get(group, ()))}" if group else f"no configuration '{name}'"


def _unknown_key(path: str) -> str:
    """A key that isn't in the tree, with the nearest one under the same parent or anywhere."""
    parent, _, leaf = path.rpartition(".")
    known = _known_keys()
    if path in known:
        return f"{path} is a group of keys; to add one on the command line put a plus sign before it: +{path}=..."
    siblings = sorted({key[len(parent) + 1 :].split(".")[0] for key in known if key.startswith(f"{parent}.")})
    near = get_close_matches(leaf, siblings, n=1, cutoff=0.5)
    if near:
        return f"no key '{leaf}' under {parent}; did you mean '{near[0]}'?"
    elsewhere = [key for key in known if key.rsplit(".", 1)[-1] == leaf] or get_close_matches(path, known, n=1, cutoff=0.7)
    return f"no key '{path}'" + (f"; did you mean '{elsewhere[0]}'?" if elsewhere else "")


def _known_keys() -> list[str]:
    levers = [f"regime.{name}" for name in nodes.LEVERS]
    run = [f"{group}.{item.name}" for group, kind in (("plan", PlanSettings), ("precision", Precision)) for item in fields(kind)]
    return [
        *nodes.PARAMETERS,
        *levers,
        *run,
        "horizon.burn_in_years",
        "horizon.years",
        "region.name",
        "seed",
        "calendar",
        *sorted(RUN_KEYS),
    ]


def _unknown_group(name: str, groups: Mapping[str, Sequence[str]]) -> str:
    return f"no group or key '{name}'{suggestion(name, sorted({*groups, *(key for key in _known_keys() if '.' not in key)}))}"


def _flat(error: BaseException) -> str:
    text = str(error) or str(error.__cause__ or type(error).__name__)
    noise = ("Config search path", "full_key", "object_type")
    lines = [line.strip() for line in text.splitlines()]
    return " ".join([line for line in lines if line and not line.startswith(noise)][:3])
