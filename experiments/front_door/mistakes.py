"""What is wrong with a choice or a key, and what would be right."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches

from experiments.front_door import nodes
from experiments.front_door.settings import RUN_KEYS, PlanSettings, Precision


def suggestion(word: str, known: Sequence[str]) -> str:
    """ "; did you mean 'x'?" or, where nothing is near, the choices when they are few."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; there is {', '.join(known)}" if 0 < len(known) <= 20 else ""


def missing_choice(path: str, groups: Mapping[str, Sequence[str]]) -> str:
    """GROUP/NAME, of which there is no file."""
    group, _, name = path.rpartition("/")
    return f"no {group} '{name}'{suggestion(name, groups.get(group, ()))}" if group else f"no configuration '{name}'"


def unknown(path: str, groups: Mapping[str, Sequence[str]]) -> str:
    """A key or group that isn't there, with the nearest one that is."""
    if not path.isascii():
        return f"no key '{path}'"
    return _unknown_key(path) if "." in path else _unknown_group(path, groups)


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
        "country",
        "numbers",
        *sorted(RUN_KEYS),
    ]


def _unknown_group(name: str, groups: Mapping[str, Sequence[str]]) -> str:
    return f"no group or key '{name}'{suggestion(name, sorted({*groups, *(key for key in _known_keys() if '.' not in key)}))}"
