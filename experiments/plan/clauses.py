"""Which clause does the work: two laws, and the laws between them that take some clauses from one and the rest from the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from experiments.errors import InputError
from experiments.front_door.composer import Composer
from experiments.front_door.mistakes import suggestion
from experiments.front_door.regime_files import resolve
from experiments.front_door.settings import PlanSettings, Settings
from experiments.plan.branches import Branch, with_aa
from experiments.plan.clause import BASE, Clause, Law, changed, differing, mixed, normal
from experiments.plan.points import named, short_hash
from sim import Scenario
from sim.law.levers import LEVERS

ALL_UP_TO = 8
ORDERS = 12
TODAY, NOTHING = "landscape", "geen"
Team = frozenset[str]


@dataclass(frozen=True)
class Design:
    """branches: today, the two laws, and every law between them that differs from all others. document: what the manifest says of it.

    words: what was typed, less the law it chose: each branch says its own.
    """

    branches: tuple[Branch, ...]
    document: Mapping[str, Any]
    words: tuple[str, ...]

    def laid(self, factors: Mapping[str, Any], plan: PlanSettings) -> tuple[list[Branch], dict[str, Any]]:
        """(branches of the plan, A/A runs included, and no factors). InputError where something else varies beside the clauses."""
        if factors or plan.scenarios or plan.regimes or plan.options:
            what = next(iter(factors), None) or "plan.scenarios, plan.regimes and plan.options"
            raise InputError(f"plan.design=clauses varies the clauses of two laws and nothing else; leave {what} out")
        return with_aa(list(self.branches), plan), {}


def design(settings: Settings, composer: Composer, fixed: Sequence[str], tree: Mapping[str, Any]) -> Design:
    """All combinations of the clauses in which the two laws differ, or of more than ALL_UP_TO those that sampled orders pass through.

    InputError where no other law is named, or the two differ in nothing."""
    words = [word for word in fixed if word.lstrip("+").partition("=")[0] not in ("regime", "option")]
    group, name = _chosen(tree)
    other_group, other = _known(settings.against, composer)
    sides = [_side(composer, words, *side) for side in ((group, name), (other_group, other))]
    one, two = (_law(side) for side in sides)
    clauses = differing(one, two)
    if not clauses:
        raise InputError(f"against={other}: it says the same as {name}; there is no clause to tell apart")
    orders = None if len(clauses) <= ALL_UP_TO else _orders(len(clauses), settings.plan.samples or ORDERS, int(tree.get("seed") or 0))
    ends = [Branch(other, _choice(other_group, other)), Branch(name, _choice(group, name))]
    branches = {branch.name: branch for branch in ([] if TODAY in (name, other) else [Branch(TODAY, ("regime=landscape",))]) + ends}
    held = {_digest(normal(two)): other, _digest(normal(one)): name}
    teams = {}
    for team in _teams([clause.name for clause in clauses], orders):
        law = mixed(one, two, team)
        label = held.setdefault(_digest(law), "+".join([other, *(clause.name for clause in clauses if clause.name in team)]))
        teams[team] = label
        if label not in branches:
            branches[label] = Branch(label, (f"regime={NOTHING}",), edits=_edits(law, one, two))
    document: dict[str, Any] = {
        "of": name, "against": other, "clauses": [_described(clause, one, two) for clause in clauses],
        "teams": [{"on": sorted(team), "scenario": label} for team, label in teams.items()],
        "orders": None if orders is None else [[clauses[k].name for k in places] for places in orders],
    }  # fmt: skip
    return Design(tuple(branches.values()), document, tuple(words))


def _chosen(tree: Mapping[str, Any]) -> tuple[str, str]:
    """(group, name) of the law that is looked into: an option where one is chosen, else the regime."""
    group = "option" if (tree.get("option") or {}).get("name") else "regime"
    return group, str(tree[group]["name"])


def _known(name: str | None, composer: Composer) -> tuple[str, str]:
    groups = composer.groups()
    if name is None:
        raise InputError("plan.design=clauses needs a second law: add against=NAME")
    chosen = resolve([f"regime={name}"])[0].partition("=")[2]
    for group in ("regime", "option"):
        if chosen != name or name in groups[group]:
            return group, chosen
    raise InputError(f"against={name}: no such regime or option{suggestion(name, sorted([*groups['regime'], *groups['option']]))}")


def _side(composer: Composer, words: Sequence[str], group: str, name: str) -> Scenario:
    return Scenario.from_dict(named(composer.tree([*_choice(group, name), *words]), name))


def _law(side: Scenario) -> Law:
    return Law(side.base, side.levers)


def _choice(group: str, name: str) -> tuple[str, ...]:
    """The words that choose a law; an option is laid over today."""
    return (f"regime={name}",) if group == "regime" else (f"regime={TODAY}", f"option={name}")


def _edits(law: Law, *sides: Law) -> tuple[tuple[str, Any], ...]:
    """The law as values of the tree that `geen` gives; a lever that either side sets and this one doesn't is unset."""
    said = {lever for side in (law, *sides) for lever in side.levers}
    return (("regime.base", law.base), *((f"regime.{lever}", law.levers.get(lever)) for lever in LEVERS if lever in said))


def _digest(law: Law) -> str:
    return short_hash([law.base, sorted(law.levers.items())])


def _described(clause: Clause, one: Law, other: Law) -> dict[str, Any]:
    values = {lever: [theirs, ours] for lever, (ours, theirs) in changed(clause, one, other).items()}
    values |= {BASE: [other.base, one.base]} if clause.name == BASE else {}
    return {"name": clause.name, "nl": clause.nl, "en": clause.en, "levers": values}


def _orders(n: int, samples: int, seed: int) -> list[list[int]]:
    """Orders in which clauses are written into the law, each followed by its reverse, which evens out who comes first."""
    import numpy as np  # which other plans do without

    luck = np.random.default_rng([seed, n])
    half = [luck.permutation(n).tolist() for _ in range(-(-samples // 2))]
    return [order for one in half for order in (one, one[::-1])]


def _teams(names: Sequence[str], orders: Sequence[Sequence[int]] | None) -> list[Team]:
    if orders is None:
        return [frozenset(team) for size in range(len(names) + 1) for team in combinations(names, size)]
    found = [frozenset(names[k] for k in order[:size]) for size in range(len(names) + 1) for order in orders]
    return list(dict.fromkeys(found))
