"""What a proposal may begin from: the named regimes and options, each a set of levers over today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from experiments import CONFIGS
from experiments.lab.controls import controls
from sim.law.levers import Value

GROUPS = ("regime", "option")
FIRST = "doorzettingsmacht"
NOT_OFFERED = ("landscape", "s00_today")  # today is what everything is laid beside


@dataclass(frozen=True)
class Start:
    """base: what a lever that is not set is; `landscape`, as each partnership has it today, or `geen`, off."""

    name: str
    group: str
    base: str
    labels: Mapping[str, str]
    sentences: Mapping[str, str]
    sources: tuple[str, ...]
    levers: Mapping[str, Value] = field(repr=False)


@cache
def starts() -> dict[str, Start]:
    """All of them by name, regimes first."""
    files = [(group, file) for group in GROUPS for file in sorted((CONFIGS / group).glob("*.yaml")) if file.stem not in NOT_OFFERED]
    return {file.stem: _start(group, file.stem, yaml.safe_load(file.read_text("utf-8"))) for group, file in files}


def _start(group: str, name: str, tree: Mapping[str, Any]) -> Start:
    known = controls()
    levers = {key: _value(value) for key, value in _leaves(tree, "") if key in known}
    labels, sentences = ({lang: str(tree[f"{word}_{lang}"]) for lang in ("nl", "en")} for word in ("label", "sentence"))
    return Start(name, group, str(tree.get("base", "landscape")), labels, sentences, tuple(tree.get("sources", ())), levers)


def _leaves(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in tree.items():
        found += _leaves(value, f"{prefix}{key}.") if isinstance(value, Mapping) else [(f"{prefix}{key}", value)]
    return found


def _value(value: Any) -> Value:
    return tuple(sorted(value)) if isinstance(value, list) else value
