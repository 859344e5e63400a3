"""What will be run, decided before anything runs: points, tasks, chunks, and a file one can look at."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import count
from typing import Any

from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.front_door.factors import Factor, factor, split
from experiments.front_door.regime_files import resolve
from experiments.front_door.settings import Settings, from_tree
from experiments.plan import clauses, design, flips, held, listed
from experiments.plan.branches import branches_of
from experiments.plan.ensemble import Ensemble, load
from experiments.plan.expand import Bases, points
from experiments.plan.points import Chunk, Point, Task, Tree, edited, named, short_hash
from sim import Scenario, code_digest

FILES_AIMED_AT = 256
MOST_TASKS_A_CHUNK = 64
TREES_SHOWN = 32


@dataclass(frozen=True)
class Plan:
    """Points in order and how they are cut into files. The cut depends on the plan alone, never on the machine.

    overrides: what was composed. typed: the words of the command line, Hydra's own included, that repeat it.
    ensemble: the countries that replicates take in turn; None where all replicates are one country with other luck.
    clauses: the two laws and what lies between them, where the plan is a design of clauses.
    """

    settings: Settings
    points: tuple[Point, ...]
    bases: Mapping[int, Tree]
    factors: tuple[Factor, ...]
    overrides: tuple[str, ...]
    typed: tuple[str, ...] = ()
    ensemble: Ensemble | None = None
    clauses: Mapping[str, Any] | None = None

    def tasks(self, replicates: range) -> list[Task]:
        """Points that share their burnt-in country, together, replicate by replicate."""
        groups: dict[tuple[str, frozenset[str]], list[Point]] = {}
        for point in self.points:
            groups.setdefault((point.burn_in_digest, point.own), []).append(point)
        parts = [tuple(group) for group in groups.values()]
        members = [() if self.ensemble is None else self.ensemble.member(replicate) for replicate in replicates]
        return [Task(part, replicate, member) for replicate, member in zip(replicates, members, strict=True) for part in parts]

    def members(self, replicates: int) -> list[int]:
        """Rows of the ensemble that so many replicates take, from 0; none where every point sets all of its parameters by name."""
        if self.ensemble is None or all(point.own.issuperset(self.ensemble.parameters) for point in self.points):
            return []
        return list(range(min(replicates, len(self.ensemble.members))))

    @property
    def chunk_size(self) -> int:
        """Tasks per chunk: few enough files for a folder, small enough to lose little."""
        if self.settings.plan.chunk is not None:
            return self.settings.plan.chunk
        n = len(self.tasks(range(self.settings.replicates)))
        return min(MOST_TASKS_A_CHUNK, -(-n // FILES_AIMED_AT))

    def rounds(self) -> Iterator[range]:
        """Replicates, round by round: one round, or as many as precision asks for (the caller stops)."""
        precision, n = self.settings.precision, self.settings.replicates
        yield range(n)
        while precision.measure is not None and n < precision.max_replicates:
            more = min(n + precision.batch, precision.max_replicates)
            yield range(n, more)
            n = more

    def chunks(self, replicates: range, first: int = 0) -> list[Chunk]:
        """The chunks of one round, numbered from `first`."""
        tasks, size = self.tasks(replicates), self.chunk_size
        cut = (tuple(tasks[i : i + size]) for i in range(0, len(tasks), size))
        return [Chunk(number, part, self._bases_of(part)) for number, part in zip(count(first), cut, strict=False)]

    def _bases_of(self, tasks: Sequence[Task]) -> dict[int, Tree]:
        return {point.base: self.bases[point.base] for task in tasks for point in task.points}

    @cached_property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The pandas type of each factor's column in `points`, the same in every chunk."""
        keys = list(dict.fromkeys(key for point in self.points for key, _ in point.factors))
        return tuple((key, _kind([dict(point.factors).get(key) for point in self.points])) for key in keys)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The kinds, and a column of floats for each parameter of the ensemble that is no factor."""
        factors = dict(self.kinds)
        return (*self.kinds, *((key, "float64") for key in (self.ensemble.parameters if self.ensemble else ()) if key not in factors))

    @cached_property
    def document(self) -> dict[str, Any]:
        """The plan as the file `plan.json` holds it; equal documents give equal bytes in every table."""
        settings = self.settings
        return {
            "code": code_digest(),
            "points": len(self.points),
            "replicates": settings.replicates,
            "keep": settings.keep,
            "trace": settings.trace,
            "precision": asdict(settings.precision) if settings.precision.measure else None,
            "chunk": self.chunk_size,
            "ensemble": self.ensemble and {
                "name": self.ensemble.name,
                "sha256": self.ensemble.sha256,
                "set_by_name": sorted(frozenset().union(*(point.own for point in self.points))),
            },
            "design": settings.plan.design,
            "samples": settings.plan.samples,
            "factors": {item.key: _shown(item.values) for item in self.factors},
            "scenarios": {
                point.name: Scenario.from_dict(named(edited(self.bases[point.base], point.edits), point.name)).to_dict()
                for point in self.points[:TREES_SHOWN]
            },
            "scenarios_digest": short_hash([(point.name, point.digest, sorted(point.own)) for point in self.points]),
        } | ({"clauses": self.clauses} if self.clauses else {})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document: the name of the default results folder."""
        return hashlib.sha256(json.dumps(self.document, sort_keys=True).encode()).hexdigest()


def build(overrides: Sequence[str], composer: Composer, options: Mapping[str, Any] | None = None, typed: tuple[str, ...] = ()) -> Plan:
    """Compose, expand, and strictly build every point once. InputError or ScenarioError for anything that can't be run."""
    groups = composer.groups()
    fixed, swept = split(resolve(list(overrides)), groups)
    tree = composer.tree(fixed)
    settings = from_tree({**tree, "plan": {**(tree.get("plan") or {}), **(options or {})}})
    seed = _seed(tree)
    held.check_experiment(fixed, composer, groups)
    factors = held.left_open({key: factor(key, values, groups) for key, values in settings.plan.factors.items()}, fixed)
    factors.update({item.key: item for item in swept})
    between = clauses.design(settings, composer, fixed, tree) if settings.plan.design == "clauses" else None
    branches, factors = between.laid(factors, settings.plan) if between else branches_of(settings.plan, factors, groups)
    ensemble = load(composer.beside("ensemble", settings.ensemble)) if settings.ensemble else None
    parameters = ensemble.parameters if ensemble else ()
    varied = {*parameters, *flips.names()} if settings.plan.design == "flips" else parameters
    rows = listed.rows(settings.plan, ensemble, {*composer.set_by_name(fixed, varied), *factors})
    held.check(fixed, options or {}, settings, [] if between else branches, factors, rows)
    n = len(branches) * design.size(list(factors.values()), settings.plan) * (len(rows) if rows is not None else 1)
    if n * settings.replicates > settings.max_points:
        raise InputError(
            f"this plan has {n * settings.replicates:,} runs ({n:,} points x {settings.replicates} replicates), more than "
            f"max_points={settings.max_points}; add max_points={n * settings.replicates} if that is meant"
        )
    bases = Bases(composer, list(between.words) if between else fixed, parameters)
    found = points(bases, branches, list(factors.values()), rows, settings, groups, seed)
    if between is None:
        held.check_options(fixed, found, bases.trees)
    document = between.document if between else None
    return Plan(settings, found, bases.trees, tuple(factors.values()), tuple(overrides), typed or tuple(overrides), ensemble, document)


def _seed(tree: Tree) -> int:
    """The seed of designs is the scenario's own, checked as strictly."""
    return Scenario.from_dict({"seed": tree["seed"]}).seed if tree.get("seed") is not None else 0


def _kind(values: Sequence[Any]) -> str:
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, bool) for value in present):
        return "boolean"
    if present and all(isinstance(value, int) and not isinstance(value, bool) for value in present):
        return "Int64"
    if present and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present):
        return "float64"
    return "str"


def _shown(values: Any) -> Any:
    if isinstance(values, (tuple, list)):
        return list(values)
    return str(values)
