"""The engine is compiled once per version of its sources: here, before several processes would each do it at the same time."""

from collections.abc import Callable

from experiments.errors import StoreError
from experiments.execution import lock
from sim import Scenario
from sim.machine.cache import WHOLE
from sim.machine.jit import INTERPRETED
from sim.machine.locator import cache_folder, cache_note


def compile_once(say: Callable[[str], None]) -> None:
    """Run the smallest country unless a whole compiled engine is kept for this Python and processor; other processes wait meanwhile.

    StoreError where it can't be kept.
    """
    if INTERPRETED:
        return
    folder = cache_folder()
    if cache_note():
        say(cache_note())
    if (folder / WHOLE).exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock.waited_for(folder / "lock"):
            if not (folder / WHOLE).exists():
                say("compiling the engine: once for this version, a minute or two")
                _compile()
                (folder / WHOLE).touch()
    except OSError as error:
        reason = error.strerror or str(error).splitlines()[0]
        raise StoreError(f"can't keep the compiled engine in '{folder}': {reason}; PLEK_CACHE=FOLDER names another place") from error


def _compile() -> None:
    from sim import simulate

    simulate(Scenario.from_dict({"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}}), keep="summary")
