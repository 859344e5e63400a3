"""Two builds in one go: `python -m experiments.benchmark against=COMMIT` (or a folder with another checkout).

keys: parts (help,refused,tiny,run,points,report; also plan, compile; all), repeat (5), full (false: small sizes; true: those of the record),
record (a page to write); and sizes one by one: region, burn_in, years, points, countries, place.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from experiments.benchmark.builds import Build, against
from experiments.benchmark.measured import FULL, PARTS, QUICK, Bench, Sizes
from experiments.benchmark.ratios import Ratio, as_page, as_text, ratios
from experiments.errors import InputError
from experiments.words import read
from sim.errors import did_you_mean

SIZES = {field.name: type(getattr(Sizes(), field.name)) for field in fields(Sizes)}
KEYS = ("against", "parts", "repeat", "full", "record", *SIZES)


def compare(words: Sequence[str]) -> int:
    """Measure, print as it comes, write the page where one was asked for. Raises InputError before anything runs for what isn't understood."""
    keys = _keys(words)
    chosen = _parts(keys.get("parts", "all" if _full(keys) else ",".join(QUICK)))
    repeat, sizes = _whole("repeat", keys.get("repeat", "5")), _sizes(keys)
    with against(keys["against"]) as (other, this), tempfile.TemporaryDirectory() as folder:
        bench = Bench(other, Path(folder), sizes)
        found: list[Ratio] = []
        for part in chosen:
            own = ratios(_rounds(part, bench, (other, this), repeat))
            print(as_text(own, other.label) if not found else as_text(own, other.label).partition("\n")[2], end="", flush=True)
            found += own
    if "record" in keys:
        said = "; ".join(f"{name} {value}" for name, value in asdict(sizes).items())
        command = f"python -m experiments.benchmark {' '.join(words)}"
        Path(keys["record"]).write_text(as_page(found, other.label, command, f"Sizes: {said}."), encoding="utf-8")
    return 0


def _rounds(part: str, bench: Bench, builds: tuple[Build, Build], repeat: int) -> dict[str, list[tuple[float, float]]]:
    """Both builds in turn, so often; which is first changes from round to round."""
    measure = PARTS[part]
    if part != "compile":
        for build in builds:
            measure(bench, build)  # what is compiled or read from disk for the first time counts for nobody
    pairs: dict[str, list[tuple[float, float]]] = {}
    for number in range(repeat):
        order = builds if number % 2 == 0 else builds[::-1]
        numbers = {build.label: measure(bench, build) for build in order}
        other, this = (numbers[build.label] for build in builds)
        for name in other.keys() & this.keys():
            pairs.setdefault(name, []).append((other[name], this[name]))
    return {name: pairs[name] for name in other if name in pairs}


def _keys(words: Sequence[str]) -> dict[str, str]:
    return read("benchmark", words, dict.fromkeys(KEYS), __doc__)[1]


def _parts(typed: str) -> list[str]:
    chosen = list(PARTS) if typed == "all" else typed.split(",")
    for part in chosen:
        if part not in PARTS:
            raise InputError(f"parts: there is no '{part}'{did_you_mean(part, PARTS)} (parts: {', '.join(PARTS)}, or all)")
    return chosen


def _full(keys: dict[str, str]) -> bool:
    word = keys.get("full", "false")
    if word not in ("true", "false"):
        raise InputError(f"full must be true or false, not '{word}'")
    return word == "true"


def _sizes(keys: dict[str, str]) -> Sizes:
    given = {name: keys[name] if kind is str else _whole(name, keys[name]) for name, kind in SIZES.items() if name in keys}
    return replace(FULL if _full(keys) else Sizes(), **given)  # type: ignore[arg-type]


def _whole(key: str, word: str) -> int:
    if not word.isdigit() or int(word) < 1:
        raise InputError(f"{key} must be a whole number above 0, not '{word}'")
    return int(word)
