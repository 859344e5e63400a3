"""What the engine costs, measured here and now: `python -m experiments.benchmark`; `... benchmark sweep` for the overhead per point; and
`... benchmark against=COMMIT` for this build beside another, with ratios (see against.py for its keys).

keys: region (netherlands), burn_in (6), years (10), twin (tiny), growth (true), repeat (3).
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module

from experiments.errors import InputError
from experiments.run import guarded
from experiments.words import read

DEFAULTS = {"region": "netherlands", "burn_in": "6", "years": "10", "twin": "tiny", "growth": "true", "repeat": "3"}
SIZES = ("one_area", "Noord-Brabant", "half", "netherlands")
COLUMNS = ("region", "pupils", "events", "seconds", "ns/event", "peak MB")


def main(words: Sequence[str] | None = None) -> int:
    """Print one table per question; exit status 2 for a word that isn't understood."""
    typed = list(sys.argv[1:] if words is None else words)
    if typed[:1] == ["sweep"]:
        from experiments.benchmark.sweep import compare

        return compare(typed[1:])
    if any(word.startswith("against=") for word in typed):
        from experiments.benchmark.against import compare as compare_builds

        return compare_builds(typed)
    if typed[:1] == ["one"]:
        print(json.dumps(one_region(typed[1], int(typed[2]), int(typed[3]), int(typed[4]))))
        return 0
    _, keys = read("benchmark", typed, DEFAULTS, __doc__)
    sizes = [keys["region"]] if keys["growth"] != "true" else [*dict.fromkeys([*SIZES, keys["region"]])]
    print(_row(COLUMNS))
    rows = {}
    for region in sizes:
        rows[region] = _in_fresh_process(region, keys)
        print(_row(tuple(rows[region][column] for column in COLUMNS)), flush=True)
    _twin(keys, rows[keys["region"]])
    return 0


def one_region(region: str, burn_in: int, years: int, repeat: int) -> dict[str, float | str]:
    """Median of so many runs of a country after one that compiles: events, seconds for burn-in and years, peak memory of this process."""
    from sim import Scenario, simulate

    scenario = Scenario.from_dict({"region": {"name": region}, "horizon": {"burn_in_years": burn_in, "years": years}})
    simulate(Scenario.from_dict({"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}}), keep="summary")
    seconds, meta = [], {}
    for replicate in range(repeat):
        begun = time.perf_counter()
        meta = simulate(scenario, replicate, keep="summary").meta
        seconds.append(time.perf_counter() - begun)
    median = sorted(seconds)[len(seconds) // 2]
    events = float(meta.get("events", "nan"))
    return {
        "region": region,
        "pupils": float(meta.get("population", "nan")),
        "events": events,
        "seconds": round(median, 3),
        "ns/event": round(1e9 * median / events, 1),
        "peak MB": round(_peak_megabytes()),
    }


def _in_fresh_process(region: str, keys: dict[str, str]) -> dict[str, float | str]:
    """Peak memory belongs to a process, so each size has its own."""
    command = [sys.executable, "-m", "experiments.benchmark", "one", region, keys["burn_in"], keys["years"], keys["repeat"]]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        raise InputError(f"region {region}: {found.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(found.stdout.splitlines()[-1]))


def _twin(keys: dict[str, str], kernel: dict[str, float | str]) -> None:
    """The slow twin of tests/twin on a region it can finish, and how many times the kernel is quicker per event."""
    try:
        twin = import_module("tests.twin").simulate
    except ImportError:
        print("\nthe twin is part of the tests; it is not here")
        return
    from sim import Scenario

    scenario = Scenario.from_dict({"region": {"name": keys["twin"]}, "horizon": {"burn_in_years": 1, "years": 2}})
    begun = time.perf_counter()
    events = float(_events(twin, scenario))
    nanoseconds = 1e9 * (time.perf_counter() - begun) / events
    print(
        f"\ntwin (one Mesa agent per pupil) on {keys['twin']}, 3 years: {events:,.0f} events, {nanoseconds:,.0f} ns/event, "
        f"{nanoseconds / float(kernel['ns/event']):,.0f} times the kernel on {kernel['region']}"
    )


def _events(twin: Callable[..., object], scenario: object) -> float:
    return float(twin(scenario, 0).meta["events"])  # type: ignore[attr-defined]


def _peak_megabytes() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def _row(cells: Sequence[object]) -> str:
    return "".join(f"{cell:>16,.10g}" if isinstance(cell, float) else f"{cell!s:>16}" for cell in cells)


if __name__ == "__main__":
    sys.exit(guarded(main))
