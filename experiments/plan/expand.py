"""From branches and factors to points, each composed at most once and strictly built."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.front_door.factors import Factor
from experiments.front_door.settings import Settings
from experiments.plan import design
from experiments.plan.branches import Branch
from experiments.plan.points import Point, Tree, canonical, edited, named, real_keys, short_hash, whole_keys
from sim import Scenario


class Bases:
    """Composed trees, one per distinct combination of configuration files."""

    def __init__(self, composer: Composer, fixed: list[str], parameters: Collection[str] = ()) -> None:
        """parameters: those of the ensemble; `own` holds which of them each tree's files and words set themselves."""
        self.composer, self.fixed, self.parameters = composer, fixed, parameters
        self.trees: dict[int, Tree] = {}
        self.own: dict[int, frozenset[str]] = {}
        self._index: dict[tuple[str, ...], int] = {}

    def index(self, overrides: tuple[str, ...]) -> int:
        if overrides not in self._index:
            number = self._index[overrides] = len(self.trees)
            words = [*overrides, *self.fixed_after(overrides)]
            self.trees[number] = self.composer.tree(words)
            self.own[number] = self.composer.set_by_name(words, self.parameters)
        return self._index[overrides]

    def fixed_after(self, overrides: tuple[str, ...]) -> list[str]:
        """What was typed, less the choices that the branch makes itself."""
        chosen = {override.partition("=")[0] for override in overrides}
        return [override for override in self.fixed if override.partition("=")[0] not in chosen]


def points(
    bases: Bases,
    branches: Sequence[Branch],
    factors: Sequence[Factor],
    rows: list[dict[str, Any]] | None,
    settings: Settings,
    groups: Mapping[str, Sequence[str]],
    seed: int,
) -> tuple[Point, ...]:
    """Settings outermost, branches innermost: points that share a burnt-in country lie together."""
    whole, real = whole_keys(), real_keys()
    found: dict[str, Point] = {}
    for sampled in design.points(factors, settings.plan, seed, whole):
        for row in rows if rows is not None else ({},):
            setting = {key: canonical(key, value, whole, real) for key, value in {**sampled, **row}.items()}
            weak = frozenset(row if settings.plan.design in ("corners", "flips") else ())
            for branch in branches:
                point = _point(bases, branch, setting, groups, weak)
                same = found.setdefault(point.name, point)
                if same is not point and same.digest != point.digest:
                    raise InputError(f"two different scenarios are both called '{point.name}'")
    return tuple(found.values())


def _point(bases: Bases, branch: Branch, setting: Mapping[str, Any], groups: Mapping[str, Sequence[str]], weak: frozenset[str]) -> Point:
    """weak: keys of the setting that give way where the branch sets them itself, as a member of an ensemble does."""
    chosen = tuple(f"{key}={value}" for key, value in setting.items() if key in groups)
    base = bases.index((*branch.overrides, *chosen))
    own = bases.own[base]
    factors = tuple((key, value) for key, value in setting.items() if key not in weak & own)
    edits = (*branch.edits, *((key, value) for key, value in factors if key not in groups))
    if bases.parameters:
        own = own.union(key for key, _ in edits if key in bases.parameters)
    if branch.aa:
        edits = (*edits, ("aa", True))
    tree = edited(bases.trees[base], edits)
    scenario = Scenario.from_dict(named(tree, branch.name))
    label = branch.name or scenario.name
    pair = short_hash(sorted(setting.items()))
    name = label if not setting else short_hash([label, scenario.digest, pair])
    return Point(
        name,
        label,
        pair,
        base,
        edits,
        factors,
        scenario.digest,
        scenario.burn_in_digest,
        scenario.seed,
        own,
    )
