"""The engine is compiled once per version of its sources: here, before several processes would each do it at the same time."""

from collections.abc import Callable

from sim import Scenario
from sim.machine.locator import cache_folder


def compile_once(say: Callable[[str], None]) -> None:
    """Run the smallest country when no compiled engine is kept yet; nothing otherwise."""
    if any(cache_folder().glob("*.nbi")):
        return
    say("compiling the engine: once for this version, a minute or two")
    from sim import simulate

    simulate(Scenario.from_dict({"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}}), keep="summary")
