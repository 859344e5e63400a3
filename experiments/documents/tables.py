"""Each table of sim/MODEL.md as text, from the code and the files it describes. Words that no code holds are in `words`."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from analysis.measures import MEASURES
from analysis.measures.blockers import KINDS
from experiments.documents.words import BLOCKERS, CAUSES, GROUPS, LAWS
from sim.law.levers import LEVERS, Lever
from sim.law.surveys import LANDSCAPES
from sim.machine import chance
from sim.machine.clocks import CLOCKS
from sim.machine.codes import BLOCKER, CAUSE
from sim.parameters import PARAMETERS, Parameter
from sim.scenario import REGIME_WORDS, flatten

DRAW = re.compile(r"\bchance\.([A-Z_]+)\b")
LAW = re.compile(r"\blaws? (\d+(?:(?:, | and | to )\d+)*)", flags=re.I)


def grid(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(header)} |", f"| {' | '.join('---' for _ in header)} |"]
    lines += [f"| {' | '.join(str(cell).replace('|', '/').replace(chr(10), ' ') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def plain(value: Any) -> str:
    """A value as a reader would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def bounds(low: float, high: float) -> str:
    return f"{low:g} to {high:g}"


def parameters(root: Path) -> str:
    """All parameters, group by group."""
    assumed = sum(p.source == "assumed" for p in PARAMETERS.values())
    blocks = [f"{len(PARAMETERS)} parameters; {assumed} are assumed, the others start from a fact of the ledger (`source`)."]
    for group, sentence in GROUPS.items():
        own = [p for p in PARAMETERS.values() if p.group == group]
        rows = [(f"`{p.name}`", plain(p.value), p.unit, _range(p), _source(p), p.meaning) for p in own]
        blocks.append(f"**{group}** ({len(own)}). {sentence}\n\n{grid(('name', 'value', 'unit', 'bounds', 'source', 'meaning'), rows)}")
    return "\n\n".join(blocks)


def _range(parameter: Parameter) -> str:
    return "yes, no" if isinstance(parameter.value, bool) else bounds(parameter.low, parameter.high)


def _source(parameter: Parameter) -> str:
    return parameter.source if parameter.source == "assumed" else f"`{parameter.source}`"


def levers(root: Path) -> str:
    """All levers."""
    rows = [(f"`{v.name}`", plain(v.off), _choices(v), v.unit, v.source, v.meaning) for v in LEVERS.values()]
    return grid(("lever", "off", "may be", "unit", "source", "meaning"), rows)


def _choices(lever: Lever) -> str:
    if lever.choices:
        return ", ".join(lever.choices)
    return "yes, no" if isinstance(lever.off, bool) else bounds(lever.low, lever.high)


def purposes(root: Path) -> str:
    """Purposes of draws, their index, and where they are drawn."""
    index: dict[str, str] = {}
    for names, text in re.findall(r"^\| ([A-Z][A-Z_, ]+)(?: and [a-z ]+| \([a-z]+\))? \| (.+) \|$", chance.__doc__ or "", flags=re.M):
        index |= dict.fromkeys(names.split(", "), text)
    files: dict[str, set[str]] = {}
    for path in sorted((root / "sim").rglob("*.py")):
        for name in DRAW.findall(path.read_text(encoding="utf-8")):
            files.setdefault(name, set()).add(path.relative_to(root / "sim").as_posix())
    files["LOT"] = {"machine/chance.py", *files.get("LOT", ())}
    rows = [(f"`{p}`", index.get(p, "number of the trait"), ", ".join(sorted(files.get(p, ["nowhere"])))) for p in chance.PURPOSES]
    return grid(("purpose", "index", "drawn in (sim/)"), rows)


def clocks(root: Path) -> str:
    """The clocks of a pupil in the order in which they go off on one day."""
    return grid(("", "clock", "column", "what happens"), [(n, c.name, f"`clock_{c.name}`", c.happens) for n, c in enumerate(CLOCKS, 1)])


def causes(root: Path) -> str:
    return grid(("column", "what was going on"), [(f"`days_{c}`", CAUSES[c]) for c in CAUSE])


def blockers(root: Path) -> str:
    kind = {name: k for k, names in KINDS.items() for name in names}
    return grid(("bit", "blocker", "class", "means"), [(1 << n, f"`{b}`", kind[b], BLOCKERS[b]) for n, b in enumerate(BLOCKER)])


def regimes(root: Path) -> str:
    return _files(root, "regime")


def options(root: Path) -> str:
    return _files(root, "option")


def _files(root: Path, group: str) -> str:
    rows = []
    for path in sorted((root / "configs" / group).glob("*.yaml")):
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        own = flatten({k: v for k, v in tree.items() if k not in REGIME_WORDS})
        sets = "; ".join(f"`{k}={plain(v)}`" for k, v in own.items()) or "nothing"
        rows.append((f"`{path.stem}`", tree["label_nl"], tree["sentence_en"], tree["base"], sets, ", ".join(map(str, tree["sources"]))))
    return grid(("file", "label", "in a sentence", "base", "sets", "sources"), rows)


def landscapes(root: Path) -> str:
    keys = list(next(iter(LANDSCAPES.values())))
    return grid(("landscape", *keys), [(f"`{n}`", *(f"{v[k]:.3g}" for k in keys)) for n, v in LANDSCAPES.items()])


def measures(root: Path) -> str:
    """The measures; those with a horizon once."""
    better = {-1: "less", 0: "neither", 1: "more"}
    rows = [
        (f"`{m.name}`", m.en, m.unit, better[m.direction], m.hides_en)
        for m in MEASURES.values()
        if not re.search(r"_(1y|3y|run)$", m.name) or f"{m.name.rpartition('_')[0]}_10y" not in MEASURES
    ]
    return grid(("measure", "label", "unit", "better", "what it hides"), rows)


def coverage(root: Path) -> str:
    """Mechanisms, where each is and what shows it, or why it is left out."""
    with (root / "sim" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    return grid([name.replace("_", " ") for name in header], rows)


def laws(root: Path) -> str:
    """The laws and the tests whose first line names them."""
    tests: dict[int, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        said = LAW.findall(path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0])
        for number in sorted({n for words in said for n in _numbers(words)}):
            tests.setdefault(number, []).append(f"[{path.relative_to(root).as_posix()}](../{path.relative_to(root).as_posix()})")
    return grid(("", "law", "tests"), [(n, LAWS[n], ", ".join(tests.get(n, ["none yet"]))) for n in LAWS])


def _numbers(words: str) -> list[int]:
    found = [int(n) for n in re.findall(r"\d+", words)]
    return list(range(found[0], found[-1] + 1)) if " to " in words else found


TABLES: dict[str, Callable[[Path], str]] = {
    "parameters": parameters, "levers": levers, "purposes": purposes, "clocks": clocks, "causes": causes, "blockers": blockers,
    "regimes": regimes, "options": options, "landscapes": landscapes, "measures": measures, "coverage": coverage, "laws": laws,
}  # fmt: skip
