"""A scenario: what one run is given. A value: frozen, hashable, checked once at the door.

The tree that Hydra composes (or a plain dict) is built strictly: unknown keys, wrong types, NaN, infinities, values out of bounds and levers
that contradict each other are refused with one line.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from sim.country.regions import check_region
from sim.errors import ScenarioError, did_you_mean
from sim.law import contradictions
from sim.law.levers import LEVERS, Lever
from sim.law.surveys import ANCHORINGS, LANDSCAPES
from sim.parameters import GROUPS, PARAMETERS, Parameter

TREE = ("name", "seed", "aa", "region", "country", "numbers", "landscape", "regime", "option", "anchoring", "horizon", "calendar", *GROUPS)
REGIME_WORDS = ("name", "label_nl", "label_en", "sentence_nl", "sentence_en", "sources", "base")
CALENDARS = ("school", "plain")


@dataclass(frozen=True)
class Scenario:
    """One run's input. `tree` is canonical JSON text, so that a scenario can be hashed, compared and pickled; use `to_dict()` to read it."""

    tree: str

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> "Scenario":
        """Build strictly from a plain tree; missing keys get defaults. Raises ScenarioError with one line."""
        _known(tree, TREE, "the scenario")
        full: dict[str, Any] = {}
        full["seed"] = _integer(tree.get("seed", 1), "seed", 0, 2**62)
        full["aa"] = _flag(tree.get("aa", False), "aa")
        region = _named(tree.get("region", "tiny"), "region")
        full["region"] = check_region(region | {key: tree[key] for key in ("country", "numbers") if tree.get(key) is not None})
        full["landscape"] = _landscape(_named(tree.get("landscape", "survey_2025"), "landscape"))
        full["anchoring"] = _word(_named(tree.get("anchoring", "statutory"), "anchoring").get("name"), "anchoring", ANCHORINGS)
        full["calendar"] = _word(tree.get("calendar", "school"), "calendar", CALENDARS)
        horizon = tree.get("horizon", {})
        _known(horizon, ("name", "burn_in_years", "years"), "horizon")
        full["horizon"] = {
            "burn_in_years": _integer(horizon.get("burn_in_years", 6), "horizon.burn_in_years", 0, 60),
            "years": _integer(horizon.get("years", 10), "horizon.years", 1, 60),
        }
        full["regime"] = _regime(_named(tree.get("regime", "landscape"), "regime"))
        option = tree.get("option")
        full["option"] = _regime(_named(option, "option")) if option else None
        for group in GROUPS:
            full[group] = _parameters(group, tree.get(group) or {})
        levers = dict(full["regime"]["levers"]) | (full["option"]["levers"] if full["option"] else {})
        contradictions.check(levers, full["anchoring"], _base_of(full))
        name = tree.get("name") or (full["option"] or full["regime"])["name"]
        full["name"] = str(name) + ("_aa" if full["aa"] and not str(name).endswith("_aa") else "")
        return cls(json.dumps(full, sort_keys=True, ensure_ascii=False))

    def to_dict(self) -> dict[str, Any]:
        """The canonical tree, complete; `Scenario.from_dict` of it gives an equal scenario."""
        full: dict[str, Any] = dict(self._full)
        for key in ("regime", "option"):
            if full[key]:
                words = {k: v for k, v in full[key].items() if k != "levers"}
                full[key] = words | nest(full[key]["levers"])
        return full

    def with_changes(self, **changes: Any) -> "Scenario":
        """A scenario with top-level keys replaced; groups of parameters are merged."""
        tree = self.to_dict()
        for key, value in changes.items():
            tree[key] = {**tree[key], **value} if isinstance(value, Mapping) and key in (*GROUPS, "horizon") else value
        if "name" not in changes and ("regime" in changes or "option" in changes):
            tree.pop("name")
        return Scenario.from_dict(tree)

    @cached_property
    def _full(self) -> dict[str, Any]:
        return dict(json.loads(self.tree))

    def __getstate__(self) -> dict[str, Any]:
        return {"tree": self.tree}

    @property
    def name(self) -> str:
        return str(self._full["name"])

    @property
    def seed(self) -> int:
        return int(self._full["seed"])

    @property
    def digest(self) -> str:
        """SHA-256 of what determines the results; names and labels apart."""
        full = {k: v for k, v in self._full.items() if k != "name"} | {"region": self._placeless_region}
        for key in ("regime", "option"):
            full[key] = full[key] and {"base": full[key]["base"], "levers": full[key]["levers"]}
        return _sha(full)

    @property
    def burn_in_digest(self) -> str:
        """SHA-256 of what determines the burnt-in country: equal digests share one burn-in."""
        full = self._full
        shared = {k: full[k] for k in ("seed", "landscape", "calendar", "population", "behaviour", "capacity", "funding")}
        shared["region"] = self._placeless_region
        return _sha(shared | {"burn_in_years": full["horizon"]["burn_in_years"]})

    @property
    def _placeless_region(self) -> dict[str, Any]:
        """The region with hashes only of a country and of numbers: where they lie decides nothing."""
        region = dict(self._full["region"])
        return region | {key: region[key]["hash"] for key in ("country", "numbers") if key in region}

    @property
    def burn_in_days(self) -> int:
        return int(self._full["horizon"]["burn_in_years"]) * 364

    @property
    def n_days(self) -> int:
        return self.burn_in_days + int(self._full["horizon"]["years"]) * 364

    @property
    def levers(self) -> dict[str, Any]:
        """Levers that the branch sets, by dotted name; an option's over its regime's."""
        full = self._full
        return dict(full["regime"]["levers"]) | (dict(full["option"]["levers"]) if full["option"] else {})

    @property
    def base(self) -> str:
        """`landscape`: unset levers stay as they are today; `geen`: they are off, also where only the option says so."""
        return _base_of(self._full)

    def group(self, name: str) -> dict[str, Any]:
        """One group of the canonical tree."""
        return dict(self._full[name])

    def __getitem__(self, key: str) -> Any:
        return self._full[key]


def _base_of(full: Mapping[str, Any]) -> str:
    return "geen" if full["option"] and full["option"]["base"] == "geen" else str(full["regime"]["base"])


def nest(flat: Mapping[str, Any]) -> dict[str, Any]:
    """{'a.b': 1} -> {'a': {'b': 1}}."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *path, leaf = name.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[leaf] = value
    return tree


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """{'a': {'b': 1}} -> {'a.b': 1}."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{name}.")
        else:
            flat[name] = value
    return flat


def _sha(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _known(tree: Any, allowed: tuple[str, ...], where: str) -> None:
    if not isinstance(tree, Mapping):
        raise ScenarioError(f"{where} must be a set of keys, not {tree!r}")
    for key in tree:
        if key not in allowed:
            raise ScenarioError(f'no key "{key}" under {where}{did_you_mean(str(key), allowed)}')


def _named(value: Any, where: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, Mapping):
        return dict(value)
    raise ScenarioError(f"{where} must be a name or a set of keys, not {value!r}")


def _word(value: Any, where: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ScenarioError(f"{where}={value!r} is not one of {', '.join(choices)}{did_you_mean(str(value), choices)}")
    return str(value)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ScenarioError(f"{where} must be true or false, not {value!r}")
    return value


def _integer(value: Any, where: str, low: float, high: float) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value in (math.inf, -math.inf) or value != int(value):
        raise ScenarioError(f"{where} must be a whole number, not {value!r}")
    return int(_bounded(int(value), where, low, high))


def _bounded(value: float, where: str, low: float, high: float) -> float:
    if value != value or value in (math.inf, -math.inf):
        raise ScenarioError(f"{where} must be a finite number, not {value!r}")
    if not low <= value <= high:
        shown = f"{value:g}" if abs(value) < 1e300 else "a number of hundreds of digits"
        raise ScenarioError(f"{where}={shown} is outside {low:g} to {high:g}")
    return value


def _number(value: Any, where: str, default: Any, low: float, high: float) -> Any:
    if isinstance(default, bool):
        return _flag(value, where)
    if isinstance(default, int):
        return _integer(value, where, low, high)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScenarioError(f"{where} must be a number, not {value!r}")
    real = float(value) if abs(value) < 10**300 or not isinstance(value, int) else math.inf
    return _bounded(real, where, low, high) + 0.0  # zero has no sign


@cache
def _of_group(group: str) -> dict[str, Parameter]:
    return {p.field: p for p in PARAMETERS.values() if p.group == group}


def _parameters(group: str, given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        _known(given, (), group)
    try:
        return dict(_checked(group, tuple((key, type(value), value) for key, value in given.items())))
    except TypeError:  # a value that can't be hashed is no number either
        return _check(group, given)


@lru_cache(maxsize=256)
def _checked(group: str, given: tuple[tuple[Any, type, Any], ...]) -> dict[str, Any]:
    """A sweep moves a few values; groups that stay as they are are checked once. The type is part of the key, for True equals 1."""
    return _check(group, {key: value for key, _, value in given})


def _check(group: str, given: Mapping[str, Any]) -> dict[str, Any]:
    own = _of_group(group)
    _known({k: v for k, v in given.items() if k != "name"}, tuple(own), group)
    return {f: _number(given.get(f, p.value), p.name, p.value, p.low, p.high) for f, p in own.items()}


def _landscape(given: dict[str, Any]) -> dict[str, Any]:
    name = _word(given.get("name"), "landscape", tuple(LANDSCAPES))
    known = LANDSCAPES[name]
    _known(given, ("name", *known), "landscape")
    shares = {k: _number(given.get(k, v), f"landscape.{k}", v, *((-5, 5) if k == "selection" else (0, 1))) for k, v in known.items()}
    for whole in (("macht", "both", "kracht"), ("bound_all", "bound_part")):
        if sum(shares[k] for k in whole) > 1.0 + 1e-9:
            raise ScenarioError(f"landscape.{' + landscape.'.join(whole)} is more than 1")
    return {"name": name} | shares


def _regime(given: dict[str, Any]) -> dict[str, Any]:
    words = {k: given.get(k) for k in REGIME_WORDS}
    name = words["name"]
    if not isinstance(name, str) or not name:
        raise ScenarioError("a regime needs a name")
    words["base"] = _word(words["base"] or "landscape", "regime.base", ("landscape", "geen"))
    flat = flatten({k: v for k, v in given.items() if k not in REGIME_WORDS})
    levers = {}
    for key, value in flat.items():
        if key not in LEVERS:
            raise ScenarioError(f'no lever "{key}" in regime {name}{did_you_mean(key, LEVERS)}')
        if value is not None:
            levers[key] = _lever(LEVERS[key], value)
    return {k: v for k, v in words.items() if v is not None} | {"levers": levers}


def _lever(lever: Lever, value: Any) -> Any:
    where = f"regime.{lever.name}"
    if isinstance(lever.off, tuple):
        items = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else None
        if items is None:
            raise ScenarioError(f"{where} must be a list of {', '.join(lever.choices)}, not {value!r}")
        return sorted({_word(item, where, lever.choices) for item in items})
    if isinstance(lever.off, str):
        return _word(value, where, lever.choices)
    return _number(value, where, lever.off, lever.low, lever.high)
