"""Whether a sheet fits the region it is run with."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim import Scenario
from sim.country import imposed
from sim.country.population.institutions import draw_institutions


def check(trees: Iterable[Mapping[str, Any]]) -> None:
    """NumbersError for the first id that a tree's region doesn't hold."""
    seen: set[str] = set()
    for tree in trees:
        scenario = Scenario.from_dict({key: tree[key] for key in ("region", "country", "numbers", "seed") if key in tree})
        own = imposed.numbers_of(scenario["region"])
        if own is not None and scenario.burn_in_digest not in seen:
            seen.add(scenario.burn_in_digest)
            imposed.check(draw_institutions(scenario, 0), own, scenario["region"]["name"])
