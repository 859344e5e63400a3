"""From branches and factors to points, each composed at most once and strictly built."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments import design
from experiments.branches import Branch
from experiments.composer import Composer
from experiments.errors import InputError
from experiments.overrides import Factor
from experiments.points import Point, Tree, edited, named, short_hash, whole_keys
from experiments.settings import Settings
from sim import Scenario


class Bases:
    """Composed trees, one per distinct combination of configuration files."""

    def __init__(self, composer: Composer, fixed: list[str]) -> None:
        self.composer, self.fixed = composer, fixed
        self.trees: dict[int, Tree] = {}
        self._index: dict[tuple[str, ...], int] = {}

    def index(self, overrides: tuple[str, ...]) -> int:
        if overrides not in self._index:
            self._index[overrides] = len(self.trees)
            self.trees[self._index[overrides]] = self.composer.tree([*overrides, *self.fixed_after(overrides)])
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
    whole = whole_keys()
    found: dict[str, Point] = {}
    for sampled in design.points(factors, settings.plan, seed, whole):
        for row in rows if rows is not None else ({},):
            setting = {**sampled, **row}
            for branch in branches:
                point = _point(bases, branch, setting, groups)
                same = found.setdefault(point.name, point)
                if same is not point and same.digest != point.digest:
                    raise InputError(f"two different scenarios are both called '{point.name}'")
    return tuple(found.values())


def _point(bases: Bases, branch: Branch, setting: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> Point:
    chosen = tuple(f"{key}={value}" for key, value in setting.items() if key in groups)
    base = bases.index((*branch.overrides, *chosen))
    edits = tuple((key, value) for key, value in setting.items() if key not in groups)
    if branch.aa:
        edits = (*edits, ("aa", True))
    tree = edited(bases.trees[base], edits)
    scenario = Scenario.from_dict(named(tree, branch.name))
    label = branch.name or scenario.name
    name = label if not setting else short_hash([label, scenario.digest])
    return Point(
        name,
        label,
        short_hash(sorted(setting.items())),
        base,
        edits,
        tuple(setting.items()),
        scenario.digest,
        scenario.burn_in_digest,
        scenario.seed,
    )
