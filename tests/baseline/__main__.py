"""Compare digests, or make them anew: see the package."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.baseline.cases import LARGE, QUICK
from tests.baseline.digests import HERE, VARYING, Kept, case_digests, column_digest, columns_of, load, run, save

FILES = {"digests": QUICK, "digests-large": LARGE}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.baseline", description="Have numbers moved?")
    parser.add_argument("cases", nargs="*", help="default: all quick ones")
    parser.add_argument("--large", action="store_true", help="the long cases too")
    parser.add_argument("--than", metavar="FOLDER", help="name the columns that differ from another checkout")
    parser.add_argument("--remake", action="store_true", help="write digests anew")
    parser.add_argument("--columns", metavar="FILE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    names = asked.cases or [*QUICK, *(LARGE if asked.large else ())]
    if asked.columns:
        Path(asked.columns).write_text(json.dumps({name: by_column(name) for name in names}), encoding="utf-8")
        return 0
    if asked.remake:
        remake(names)
        return 0
    moved = than(names, Path(asked.than).resolve()) if asked.than else moved_in(names)
    print("\n".join(moved) or f"nothing moved in {len(names)} cases")
    return int(bool(moved))


def moved_in(names: list[str]) -> list[str]:
    """A line for each table whose digest is not the committed one."""
    known, lines = load("columns"), []
    for file, cases in FILES.items():
        kept = load(file)
        for name in [name for name in names if name in cases]:
            lines += differences(name, kept.get(name, {}), case_digests(run(cases[name]), known))
    return lines


def differences(case: str, before: dict[str, str], now: dict[str, str]) -> list[str]:
    """A line for each table that differs."""
    tables = sorted({*before, *now})
    return [f"{case}: {table} was {before.get(table)}, is {now.get(table)}" for table in tables if before.get(table) != now.get(table)]


def remake(names: list[str]) -> None:
    """Digests of these cases; columns are those of all that ran."""
    known = load("columns") if (HERE / "columns.json").is_file() else {}
    for file, cases in FILES.items():
        kept: Kept = load(file) if (HERE / f"{file}.json").is_file() else {}
        for name in [name for name in cases if name in names]:
            tables = run(cases[name])
            for table in tables.keys() - set(VARYING):
                known[table] = known.get(table, {}) | columns_of(tables[table])
            kept[name] = case_digests(tables, known)
        save(file, {name: kept[name] for name in cases if name in kept})
    save("columns", dict(sorted(known.items())))


def by_column(name: str) -> dict[str, str]:
    """{table.column: digest} of a case."""
    tables = run((QUICK | LARGE)[name])
    return {f"{table}.{column}": column_digest(own[column]) for table, own in tables.items() for column in own.column_names}


def than(names: list[str], folder: Path) -> list[str]:
    """A line for each column that differs between this checkout and another."""
    here, there = (_columns_in(tree, names) for tree in (Path.cwd(), folder))
    return [line for name in names for line in _differing(name, here[name], there[name])]


def _differing(name: str, here: dict[str, str], there: dict[str, str]) -> list[str]:
    said = {(True, True): "differs", (True, False): "is only here", (False, True): "is only there"}
    columns = [column for column in sorted({*here, *there}) if here.get(column) != there.get(column)]
    return [f"{name}: {column} {said[column in here, column in there]}" for column in columns]


def _columns_in(tree: Path, names: list[str]) -> dict[str, dict[str, str]]:
    """by_column of each case, run by the plek of a checkout, but with the cases of this one."""
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(scratch, "tests")
        shutil.copytree(HERE, own / "baseline")
        (own / "__init__.py").touch()
        out = Path(scratch, "columns.json")
        env = os.environ | {"PYTHONPATH": os.pathsep.join([scratch, str(tree)])}
        subprocess.run([sys.executable, "-m", "tests.baseline", *names, "--columns", str(out)], cwd=scratch, env=env, check=True)
        found: dict[str, dict[str, str]] = json.loads(out.read_text(encoding="utf-8"))
        return found


if __name__ == "__main__":
    sys.exit(main())
