"""What is measured of a build: each part is one or more runs of its commands, and gives numbers by name."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from experiments.benchmark.builds import PROBE, Build

Numbers = dict[str, float]
REGIMES = (
    "landscape", "geen", "doorzettingskracht", "doorzettingsmacht", "macht_en_kracht", "puzzelplicht", "plaatsingsplicht", "doorbraakaanpak",
    "zorgplicht_maximaal",
)  # fmt: skip
TODAYS_PLAN = (
    "experiment=compare", "horizon.burn_in_years=6", "horizon.years=3", "ensemble=calibrated", "keep=spells", "report=true",
    "plan.regimes=[landscape,geen,doorzettingskracht,doorzettingsmacht]", "plan.aa=[landscape]",
)  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """How much each part does. region, burn_in, years: of the run taken apart; points: of the sweep; countries: of `make run` and the
    report; place: region of those two."""

    region: str = "one_area"
    burn_in: int = 2
    years: int = 3
    points: int = 200
    countries: int = 2
    place: str = "one_area"


FULL = Sizes("netherlands", 6, 10, 10_000, 10, "netherlands")


class Bench:
    """Both builds in one folder that goes away; what both are given is made once, by the other build."""

    def __init__(self, other: Build, folder: Path, sizes: Sizes) -> None:
        self.other, self.folder, self.sizes = other, folder, sizes
        self.events = 0.0
        self._made: set[str] = set()

    def once(self, name: str, words: list[str]) -> Path:
        """A path that the other build writes, at its first use."""
        path = self.folder / name
        if name not in self._made:
            self.other.run([word.replace("{}", str(path)) for word in words], self.folder)
            self._made.add(name)
        return path

    def fresh(self) -> Path:
        """An empty place for results."""
        path = self.folder / "out"
        shutil.rmtree(path, ignore_errors=True)
        return path


def run_by_part(bench: Bench, build: Build) -> Numbers:
    """A run of a country, by part, in CPU seconds; ns of the kernel by the other build's events, whatever this one counts."""
    sizes = bench.sizes
    tree = bench.once("tree.json", [str(PROBE), "tree", sizes.region, str(sizes.burn_in), str(sizes.years), "{}"])
    cost = build.run([str(PROBE), "parts", str(tree), "0"], bench.folder)
    found: Numbers = json.loads(cost.said.strip().splitlines()[-1])
    bench.events = bench.events or found["events"]
    kernel = found.get("burn-in", 0.0) + found.get("years", 0.0)
    numbers = {f"run: {name}": found[name] for name in ("whole", "population", "state", "branching", "burn-in", "years", "gathering", "merging")
               if name in found}  # fmt: skip
    return numbers | {
        "run: population and state": found.get("population", 0.0) + found.get("state", 0.0),
        "run: gathering and merging": found.get("gathering", 0.0) + found.get("merging", 0.0),
        "kernel, ns an event": 1e9 * kernel / bench.events, "peak memory of the run, MB": cost.peak,
    }  # fmt: skip


def helped(bench: Bench, build: Build) -> Numbers:
    """Everything that can be typed."""
    return {"plek --help": build.run(["experiments.run", "--help"], bench.folder).cpu}


def refused(bench: Bench, build: Build) -> Numbers:
    """A misspelt word."""
    return {"a refused command": build.run(["experiments.run", "regon=tiny"], bench.folder, status=2).cpu}


def tiny(bench: Bench, build: Build) -> Numbers:
    """The smallest run, from the first letter to the last file."""
    out = bench.fresh()
    return {"a run of tiny": build.run(["experiments.run", "region=tiny", f"out={out}"], bench.folder).cpu}


def points(bench: Bench, build: Build) -> Numbers:
    """A sweep on two cores, start of its workers included; by the clock, for waiting is what is to be saved."""
    out = bench.fresh()
    words = ["-m", "region=tiny", "horizon=short", "capacity.slack=interval(-0.1,0.2)", "hydra.sweeper.design=latin", "keep=summary", "workers=2"]
    cost = build.run(["experiments.run", *words, f"hydra.sweeper.samples={bench.sizes.points}", f"out={out}"], bench.folder)
    return {"points of tiny, CPU": cost.cpu, "points of tiny, by the clock": cost.seconds}


def todays_plan(bench: Bench, build: Build) -> Numbers:
    """What `make run` runs today, spelled out, report included."""
    out = bench.fresh()
    words = [*TODAYS_PLAN, f"region={bench.sizes.place}", f"replicates={bench.sizes.countries}", f"out={out}"]
    cost = build.run(["experiments.run", *words], bench.folder)
    return {"make run, CPU": cost.cpu, "make run, by the clock": cost.seconds}


def report(bench: Bench, build: Build) -> Numbers:
    """The report of ten regimes over some countries, from results that the other build wrote."""
    plan = [f"plan.regimes=[{','.join(REGIMES)}]", "plan.options=[s07_joint_power]", "ensemble=calibrated", "keep=spells", "report=false"]
    size = [f"region={bench.sizes.place}", f"replicates={bench.sizes.countries}", "horizon.years=3"]
    results = bench.once("results", ["experiments.run", *plan, *size, "out={}"])
    copy = bench.fresh()
    shutil.copytree(results, copy)
    return {"report of ten regimes": build.run(["analysis.report", str(copy)], bench.folder).cpu}


def compiled(bench: Bench, build: Build) -> Numbers:
    """The engine, compiled into an empty cache."""
    cache = bench.folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    return {"first compile": build.run([str(PROBE), "compile"], bench.folder, env={"PLEK_CACHE": str(cache)}).cpu}


PARTS: dict[str, Callable[[Bench, Build], Numbers]] = {
    "help": helped, "refused": refused, "tiny": tiny, "run": run_by_part, "points": points, "report": report, "plan": todays_plan,
    "compile": compiled,
}  # fmt: skip
QUICK = ("help", "refused", "tiny", "run", "points", "report")
