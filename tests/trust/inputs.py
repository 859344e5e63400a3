"""A thousand wrong inputs, made from what plek declares: each is refused with status 2 (1 for a folder), in one line that names what is wrong.

    python -m tests.trust.inputs FOLDER number=1000      try them, print the record

Input k is the same everywhere. Nothing may be written, and no traceback or fault of plek's own may be seen.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from experiments.front_door import nodes
from experiments.front_door.settings import DESIGNS, EXECUTORS, KEEPS
from experiments.run import FAULT, front_door, guarded
from sim.law.levers import LEVERS, Lever
from sim.parameters import PARAMETERS, Parameter

TINY = ("region=tiny", "horizon=test")
COUNTS = (
    "replicates",
    "workers",
    "threads",
    "max_points",
    "plan.samples",
    "plan.levels",
    "plan.chunk",
    "precision.batch",
    "precision.max_replicates",
)
TRUE_OR_FALSE = ("dry_run", "retry_failed", "report", "aa")
Draw = random.Random


@dataclass(frozen=True)
class Wrong:
    """words: what is typed. names: what the line must name, one of them. files: what lies in the folder. status: of the refusal."""

    kind: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    status: tuple[int, ...] = (2,)


def bent(name: str, draw: Draw) -> str:
    """The name with a slip of the finger: a letter lost, doubled, swapped or another."""
    place = draw.randrange(len(name.rpartition(".")[0]) + bool("." in name), len(name))
    letter = draw.choice("qxzj")
    slips = (name[:place] + name[place + 1 :], name[:place] + letter + name[place:], name[:place] + letter + name[place + 1 :])
    return next((slip for slip in draw.sample(slips, 3) if slip != name and slip[-1:] not in (".", "")), name + "q")


def _number(draw: Draw, low: float, high: float, whole: bool) -> str:
    """A value that no number between these bounds is."""
    over = high + max(1.0, abs(high)) * draw.uniform(0.01, 3)
    under = low - max(1.0, abs(low)) * draw.uniform(0.01, 3)
    values = [f"{over:.6g}", f"{under:.6g}", "nan", "inf", "-inf", "1e400", "x", "true", "[1,2]", "{a:1}", "'0.1'", "0.1.2", "9" * 60]
    if whole:
        values += ["0.5", "1.25"]
        values[0], values[1] = str(math.floor(over) + 1), str(math.ceil(under) - 1)
    return draw.choice(values)


def parameter(draw: Draw) -> Wrong:
    found: Parameter = draw.choice(list(PARAMETERS.values()))
    if isinstance(found.value, bool):
        return Wrong("parameter", (f"{found.name}={draw.choice(['2', 'maybe', '0.5', 'null', '[true]'])}", *TINY), (found.name,))
    return Wrong("parameter", (f"{found.name}={_number(draw, found.low, found.high, isinstance(found.value, int))}", *TINY), (found.name,))


def lever(draw: Draw) -> Wrong:
    found: Lever = draw.choice(list(LEVERS.values()))
    if isinstance(found.off, bool):
        value = draw.choice(["2", "maybe", "0.5", "[true]"])
    elif isinstance(found.off, str):
        value = draw.choice([bent(draw.choice(found.choices), draw), "1", "[none]", "true"])
    elif isinstance(found.off, tuple):
        value = draw.choice([f"[{bent(draw.choice(found.choices), draw)}]", "[1]", "3", bent(draw.choice(found.choices), draw)])
    else:
        value = _number(draw, found.low, found.high, isinstance(found.off, int))
    return Wrong("lever", (f"regime.{found.name}={value}", *TINY), (f"regime.{found.name}", found.name))


def key(draw: Draw) -> Wrong:
    known = [*PARAMETERS, *(f"regime.{name}" for name in LEVERS), "horizon.years", "plan.design", "precision.measure", "replicates", "seed"]
    name = bent(draw.choice(known), draw)
    while name in known:
        name = bent(name, draw)
    sign = draw.choice(["", "", "", "+", "~"])
    word = f"{sign}{name}" if sign == "~" else f"{sign}{name}=1"
    return Wrong("key", (word, *TINY), (name, name.rpartition(".")[2]))


def choice(draw: Draw) -> Wrong:
    groups = {group: names for group, names in nodes.groups().items() if "/" not in group}
    group = draw.choice(sorted(groups))
    name = bent(draw.choice(groups[group]), draw)
    while name in groups[group]:
        name += "q"
    words = draw.choice([(f"{group}={name}",), ("-m", f"{group}={name},{groups[group][0]}"), ("-m", f"{group}=glob(x{name}*)")])
    return Wrong("choice", (*words, *(word for word in TINY if not word.startswith(group))), (name, group))


def setting(draw: Draw) -> Wrong:
    made: list[Callable[[], tuple[str, str]]] = [
        lambda: (draw.choice(COUNTS), draw.choice(["0", "-1", "1.5", "x", "nan", "true", "[1]", "-9999999999"])),
        lambda: (draw.choice(TRUE_OR_FALSE), draw.choice(["2", "maybe", "x", "[true]", "0.5"])),
        lambda: ("keep", bent(draw.choice(KEEPS), draw)),
        lambda: ("executor", bent(draw.choice(EXECUTORS), draw)),
        lambda: ("plan.design", bent(draw.choice(DESIGNS), draw)),
        lambda: ("lang", draw.choice(["de", "NL", "1", "nederlands"])),
        lambda: ("shard", draw.choice(["0/3", "4/3", "1/0", "a/b", "1", "-1/2", "1/2/3"])),
        lambda: ("trace", draw.choice(["shortest", "-4", "1.5", "[x]", "true", "[[1]]"])),
        lambda: ("seed", draw.choice(["-1", "nan", "1.5", "x", "1e30", "[1]", "true", "inf"])),
        lambda: ("horizon.years", draw.choice(["0", "61", "-1", "1.5", "nan", "x"])),
        lambda: ("horizon.burn_in_years", draw.choice(["-1", "61", "0.5", "inf", "[]"])),
        lambda: ("calendar", draw.choice(["schools", "1", "gregorian"])),
        lambda: ("plan.factors", draw.choice(["3", "[a]", "x"])),
        lambda: ("plan.scenarios", draw.choice(["3", "{a:b}", "{a:[x]}", "{a:[out=b]}"])),
        lambda: ("plan.aa", draw.choice(["[geen]", "[x]", "3"])),
        lambda: ("precision.half_width", draw.choice(["0", "-1", "nan", "x", "3"])),
        lambda: ("region.scale", draw.choice(["0", "-1", "nan", "x", "1000"])),
        lambda: ("ensemble", draw.choice(["calibratd", "3", "{a:1}"])),
    ]
    name, value = draw.choice(made)()
    return Wrong("setting", (f"{name}={value}", *TINY), (name, name.rpartition(".")[2], value))


def grammar(draw: Draw) -> Wrong:
    name = draw.choice(list(PARAMETERS))
    word = draw.choice([
        name, f"={name}", f"{name}==1", f"{name}=[1", f"{name}=1]", f"{name}={{a", f"{name}='1", f'{name}="1', f"{name}=f(1)", f"--{name}",
        f"{name}=",
        f"{name}=a b", f"{name}=$(x)", f"{name}=${{x}}", f"{name}=${{oc.env:NOT_THERE}}", f"{name} = 1", f"{name}=\t", f"{name}=1,2", f"{name};1",
        f"{name.upper()}=1", f"{name.replace('.', '/')}=1", f"{name}.more=1", "x" * draw.choice([300, 5000]), f"{name}=" + "x" * 3000,
        f"capacity.{draw.choice('äéßж你')}lack=1", f"{name}=één", f"{name}=\x01", f"{name}=\x7f", "é", "-q", "--config-name=x", f"{name}=1e",
        f"{name}=0x10",
    ])  # fmt: skip
    return Wrong("grammar", (word, *TINY), ("",))


def sweep(draw: Draw) -> Wrong:
    name = draw.choice([name for name, parameter in PARAMETERS.items() if isinstance(parameter.value, float)])
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    design = "hydra.sweeper.design"
    words, names = draw.choice([
        ((f"{name}=interval({low},{high})",), (name,)),
        ((f"{name}=interval({high},{low})", f"{design}=latin", "hydra.sweeper.samples=4"), (name,)),
        ((f"{name}=interval({low},{high})", f"{design}=latin"), ("samples", "latin")),
        ((f"{name}=interval({low},{high})", f"{design}=sobol", f"hydra.sweeper.samples={draw.choice([3, 5, 12])}"), ("samples",)),
        ((f"{name}=interval({low},{high})", f"{design}=morris", "hydra.sweeper.samples=4", "hydra.sweeper.levels=3"), ("levels",)),
        ((f"{name}=interval({low},{high})", f"{design}=latin", "hydra.sweeper.samples=200000"), ("max_points",)),
        ((f"{name}=interval({low},{high + abs(high) + 9})", f"{design}=latin", "hydra.sweeper.samples=64"), (name,)),
        ((f"{name}=interval({low},nan)", f"{design}=latin", "hydra.sweeper.samples=4"), (name,)),
        ((f"{name}=range(0,10,0)",), ("range", name)), ((f"{name}=range(1,1)",), (name,)), ((f"{name}={low},{high + abs(high) + 9}",), (name,)),
        ((f"{name}=x,y",), (name,)), (("replicates=1,2",), ("replicates",)), (("keep=all,summary",), ("keep",)), ((f"{name}=glob(*)",), (name,)),
        (("seed=range(0,10000000)",), ("max_points",)), ((f"~{name}",), (name,)),
        (("hydra.sweeper.samples=4", "regime=landscape,geen"), ("samples",)), ((f"hydra.sweeper.{draw.choice(['sample', 'x'])}=4",),
        ("hydra.sweeper",)),
        (("hydra.sweeper.samples=x", f"{name}=interval({low},{high})"), ("samples",)), (("hydra.sweeper.csv=none.csv", f"{design}=csv"),
        ("none.csv",)),
    ])  # fmt: skip
    return Wrong("sweep", ("-m", *words, *TINY), names)


def contradiction(draw: Draw) -> Wrong:
    words, names = draw.choice([
        (("experiment=compare", f"regime={draw.choice(['geen', 'puzzelplicht'])}"), ("regime=",)),
        (("experiment=statutory_options", "option=s09_puzzelplicht"), ("option=",)),
        (("option=s09_puzzelplicht", "regime.duty.puzzle.term_weeks=4"), ("option.duty.puzzle.term_weeks",)),
        (("plan.design=corners",), ("ensemble",)), (("plan.design=csv", "plan.csv=gone.csv"), ("gone.csv",)),
        (("plan.design=corners", "ensemble=calibrated", "plan.csv=x.csv"), ("csv",)), (("plan.samples=3",), ("samples",)),
        (("precision.measure=days_home_1y",), ("precision",)), (("precision.batch=2",), ("precision",)),
        (("precision.measure=days_home_1y", "precision.between=[geen,landscape]", "precision.half_width=1", "shard=1/2"), ("shard",)),
        (("executor=inline", "workers=2"), ("workers",)), (("address=tcp://x:1",), ("address",)), (("replicates=100001",), ("max_points",)),
        (("landscape.macht=0.9", "landscape.kracht=0.9"), ("landscape",)), (("option.consultation.term_weeks=3",), ("option",)),
        (("hydra.run.dir=x",), ("hydra.run.dir",)), (("hydra/launcher=joblib",), ("hydra", "joblib")),         (("plan.regimes=[gene]",), ("gene",)),
        (("plan.options=['glob(x*)']",), ("option", "x*")),
        (("plan.factors={replicates:[1,2]}",), ("replicates", "plan.factors")),
        (("plan.factors={capacity.slakc:[1,2]}",), ("capacity.slakc", "plan.factors")),
        (("plan.factors={capacity.slack:'interval(0,0.1)'}",), ("capacity.slack", "plan.factors")),
        (("regime=./gone.yaml",), ("gone.yaml",)), (("--config-dir", "gone"), ("gone", "--config-dir")), (("name=x", "plan.regimes=[geen]"),
        ("name",)),
    ])  # fmt: skip
    return Wrong("contradiction", (*words, *TINY), names)


def file(draw: Draw) -> Wrong:
    keys = draw.sample(list(PARAMETERS), 2)
    name = draw.choice(list(LEVERS))
    csvs = [
        b"", b"\n", b"\xff\xfe\x00", f"{keys[0]};{keys[1]}\n1;2\n".encode(), f"{keys[0]},{keys[0]}\n1,2\n".encode(), f"{keys[0]}\n1,2\n".encode(),
        f"{bent(keys[0], draw)}\n0.1\n".encode(), f"{keys[0]}\nx\n".encode(), f"{keys[0]}\nnan\n".encode(), f"{keys[0]}\n".encode(), b"out\nx\n",
        f"{keys[0]}\n1e9\n".encode(), f"Å{keys[0]}\n1\n".encode("latin-1"), f'{keys[0]}\n"1\n'.encode(),
        f"{keys[0]}\n1\x00\n".encode(), os.urandom(0) + bytes(range(256)),
    ]  # fmt: skip
    yamls = [
        b"", b"3", b"- a\n", b"a: [\n", b"\xff", b"base: geen\nbase: landscape\n", b"base: nothing\n", b"consultation: 3\n", b"a: &a [*a]\n",
        b"!!python/object:x {}\n",
        f"{bent(name, draw).replace('.', ': {', 1)}: 1}}\n".encode(), b"\tx: 1\n", b"x: \xe9\n", b"{{{{\n",
        b"consultation:\n  term_weeks: [1]\n", b"key: @x\n",
        b"consultation:\n  term_weeks: 999\n", b"base: geen\nconsultation:\n  term_weeks: nan\n", b"1: 2\n", b"defaults: [gene]\n", b"? [a]\n: b\n",
    ]  # fmt: skip
    members = [
        b"", b"member,weight\n0,1\n", b"member,weight,capacity.slakc\n0,1,0\n", b"member,weight,capacity.slack\n0,0,0\n",
        b"member,weight,capacity.slack\n",
        b"member;weight;capacity.slack\n0;1;0\n", b"member,weight,capacity.slack\n0,1,0\n1,2,0\n", b"member,weight,capacity.slack\n0,1,99\n",
        b"\xff\xfe",
        b"member,weight,capacity.slack\n0,1,nan\n", b"member,weight,capacity.slack\n0,x,0\n", b"member,weight,capacity.slack\n0,1\n",
    ]  # fmt: skip
    jsons = [
        b"",
        b"[]",
        b"{",
        b'{"axes": 3}',
        b'{"axes": [{}]}',
        b'{"centre": {"x": 1}}',
        b"\xff",
        b'{"centre": 3}',
        b'{"axes": [1], "axes": []}',
        b'{"axes": [{"name": "a"}]}',
    ]
    good = b"member,weight,capacity.slack\n0,1,0\n"
    kind = draw.choice(["csv", "regime", "option", "ensemble", "json", "out", "config-dir", "out-table"])
    if kind == "csv":
        return Wrong("file", ("plan.design=csv", "plan.csv=points.csv", *TINY), ("",), (("points.csv", draw.choice(csvs)),))
    if kind in ("regime", "option"):
        return Wrong("file", (f"{kind}=./own.yaml", *TINY), ("",), (("own.yaml", draw.choice(yamls)),))
    if kind in ("ensemble", "json"):
        content = (draw.choice(members), b"{}") if kind == "ensemble" else (good, draw.choice(jsons))
        files = (("c/ensemble/own.yaml", b"{}"), ("c/ensemble/own.csv", content[0]), ("c/ensemble/own.json", content[1]))
        return Wrong("file", ("--config-dir", "c", "ensemble=own", *TINY), ("own", "ensemble"), files)
    if kind == "config-dir":
        return Wrong("file", ("--config-dir", "c", "regime=own", *TINY), ("",), (("c/regime/own.yaml", draw.choice(yamls)),))
    if kind == "out-table":
        return Wrong("file", ("out=there", *TINY), ("there",), (("there/spells.parquet", b"x"),))
    place, what = draw.choice(
        [("a", b"x"), ("a/plan.json", b"{"), ("a/plan.json", b"[]"), ("a/plan.json", b"\xff"), ("a/plan.json", b'{"points": 3}')]
    )
    return Wrong("file", ("out=a", *TINY), ("a",), ((place, what),), (1, 2))


def size(draw: Draw) -> Wrong:
    words = draw.choice([
        (f"out={'x' * draw.choice([256, 300, 5000])}",), (f"out={'x/' * draw.choice([2100, 6000])}",), (f"seed={'9' * draw.choice([30, 4000])}",),
        ("replicates=" + "9" * 40,), ("trace=[" + ",".join(["1.5"] * 2000) + "]",), ("plan.regimes=[" + ",".join(["gene"] * 3000) + "]",),
        (f"name={'n' * 400}", "out=/dev/null/x"), ("plan.chunk=0",), ("horizon.years=" + "1" * 50,), ("capacity.slack=" + "0" * 300 + "9" * 20,),
    ])  # fmt: skip
    return Wrong("size", (*words, *TINY), ("",), status=(1, 2))


KINDS: tuple[tuple[Callable[[Draw], Wrong], int], ...] = (
    (parameter, 5), (lever, 4), (key, 4), (choice, 3), (setting, 4), (grammar, 3), (sweep, 3), (contradiction, 3), (file, 4), (size, 1),
)  # fmt: skip


@cache
def wrong(number: int) -> Wrong:
    """Wrong input k, the same everywhere."""
    draw = random.Random(f"plek input {number}")
    makers, weights = zip(*KINDS, strict=True)
    return draw.choices(makers, weights)[0](draw)


@dataclass(frozen=True)
class Answer:
    """What came of it. trouble: empty where it was refused as it should be."""

    number: int
    status: int
    line: str
    trouble: str


def judged(number: int, status: int, said: str, left: list[str]) -> Answer:
    """Was it refused as it should be? left: what was written."""
    asked = wrong(number)
    lines = [line for line in said.splitlines() if line.strip()]
    line = lines[-1] if lines else ""
    troubles = {
        "accepted": status == 0,
        f"status {status}": status not in asked.status,
        "traceback": "Traceback" in said,
        "a fault of its own": FAULT in said,
        f"{len(lines)} lines": len(lines) != 1,
        "names nothing of it": not any(name in line for name in asked.names),
        f"wrote {left[:3]}": bool(left),
    }
    return Answer(number, status, line, "; ".join(what for what, is_so in troubles.items() if is_so))


@contextlib.contextmanager
def scene(number: int, folder: Path) -> Iterator[Callable[[], list[str]]]:
    """The working folder of this input with its files; gives a function that says what was added."""
    place = folder / f"input-{number:05d}"
    place.mkdir(parents=True)
    for name, content in wrong(number).files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    before = {path: path.read_bytes() if path.is_file() else b"" for path in place.rglob("*")}
    here = Path.cwd()
    os.chdir(place)
    try:
        yield lambda: sorted(
            str(path.relative_to(place)) for path in place.rglob("*") if before.get(path) != (path.read_bytes() if path.is_file() else b"")
        )
    finally:
        os.chdir(here)


def accepted(*_: Any, **__: Any) -> None:
    """Where a run would begin."""
    raise SystemExit(0)


def in_process(number: int, folder: Path) -> Answer:
    """Give the words to the front door, here."""
    said = io.StringIO()
    with scene(number, folder) as written, contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        with mock.patch("experiments.execution.conduct.conduct", accepted):
            try:
                status = guarded(lambda: front_door(wrong(number).words))
            except SystemExit as left:
                status = int(left.code or 0)
        return judged(number, status, said.getvalue(), written())


def told(answers: list[Answer]) -> str:
    """The record in words."""
    counted = Counter(wrong(answer.number).kind for answer in answers)
    bad = [answer for answer in answers if answer.trouble]
    lines = [
        f"{len(answers)} wrong inputs ({', '.join(f'{kind} {n}' for kind, n in sorted(counted.items()))}): {len(bad)} not refused as they should be"
    ]
    lines += [f"  {answer.number} {' '.join(wrong(answer.number).words)[:160]!r}: {answer.trouble}: {answer.line[:200]}" for answer in bad]
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """The command."""
    keys = dict(word.split("=", 1) for word in words[1:])
    first, number = int(keys.get("first", 0)), int(keys.get("number", 1000))
    answers = [in_process(one, Path(words[0]).resolve()) for one in range(first, first + number)]
    print(told(answers))
    return int(any(answer.trouble for answer in answers))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
