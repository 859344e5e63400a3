"""plek's model: where a child's school place is decided. See MODEL.md."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.machine.sources import code_digest
    from sim.model import PlacementModel
    from sim.results.outcomes import Outcomes
    from sim.run import each_branch, simulate, simulate_branches
    from sim.scenario import Scenario

__all__ = ["Outcomes", "PlacementModel", "Scenario", "code_digest", "each_branch", "simulate", "simulate_branches"]

_WHERE = {
    "Scenario": "sim.scenario", "code_digest": "sim.machine.sources", "PlacementModel": "sim.model", "Outcomes": "sim.results.outcomes",
    "each_branch": "sim.run", "simulate": "sim.run", "simulate_branches": "sim.run",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Everything is imported at first use: what is refused at the door need not wait for the engine."""
    if name not in _WHERE:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_WHERE[name]), name)
