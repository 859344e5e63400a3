"""Two builds measured in turn: ratios of each pair of runs, with their spread, as a table in words or in a page."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

Pairs = Mapping[str, Sequence[tuple[float, float]]]
"""Name of what was measured -> (other build, this one) of each round."""


@dataclass(frozen=True)
class Ratio:
    """other, this: medians over the rounds. least, middle: the smallest and the median of the rounds' own ratios, other over this."""

    name: str
    other: float
    this: float
    least: float
    middle: float
    rounds: int


def ratios(pairs: Pairs) -> list[Ratio]:
    """A ratio of each name, from its rounds; the two of a round ran one right after the other, so that a busy hour spoils both alike."""
    found = []
    for name, rounds in pairs.items():
        each = [other / this if this > 0 else float("inf") for other, this in rounds]
        others, these = zip(*rounds, strict=True)
        found.append(Ratio(name, median(others), median(these), min(each), median(each), len(rounds)))
    return found


def number(value: float) -> str:
    """Three digits that matter, or whole where there are more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def as_text(found: Sequence[Ratio], label: str) -> str:
    """A table for the terminal; seconds of CPU where the name says nothing else."""
    head = f"{'seconds of CPU, if not said otherwise':40}{label:>12}{'this':>12}{'ratio: min':>12}{'median':>9}{'rounds':>8}\n"
    rows = (f"{r.name:40}{number(r.other):>12}{number(r.this):>12}{r.least:>12.2f}{r.middle:>9.2f}{r.rounds:>8}\n" for r in found)
    return head + "".join(rows)


def machine() -> str:
    """Processor, cores, system and Python, in one line."""
    import os

    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.partition(":")[2].strip() for line in information.read_text().splitlines() if line.startswith("model name")]
        processor = names[0] if names else processor
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def as_page(found: Sequence[Ratio], label: str, command: str, sizes: str) -> str:
    """The page of the documentation that keeps the last record."""
    rows = "".join(f"| {r.name} | {number(r.other)} | {number(r.this)} | {r.least:.2f} | {r.middle:.2f} | {r.rounds} |\n" for r in found)
    return (
        "# What it costs, old and new\n\n"
        f"The last record of the benchmark, written by it. Commit {label} against the sources of {date.today().isoformat()}, run in turn on one\n"
        f"machine: {machine()}.\n\n"
        f"    {command}\n\n"
        f"{sizes}\n\n"
        "Seconds are of CPU, user and system, where nothing else is said. A ratio is of the two runs of one round, the other build over this\n"
        "one: above 1 this one is quicker or smaller. Nanoseconds an event are by the other build's events, for both.\n\n"
        f"| what | {label} | this | ratio, min | ratio, median | rounds |\n| --- | ---: | ---: | ---: | ---: | ---: |\n{rows}"
    )
