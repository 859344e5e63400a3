"""Small countries in which the laws are tried: every regime and option file on one burnt-in area, and stripped worlds."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import yaml

from experiments import CONFIGS
from sim import Outcomes, Scenario, simulate_branches

FILES = sorted((*CONFIGS.glob("regime/*.yaml"), *CONFIGS.glob("option/*.yaml")))
"""Every file is tried; a new one needs no registering."""
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]
COUNTRY: dict[str, Any] = {"region": {"name": "tiny", "scale": 0.35}, "horizon": {"burn_in_years": 3, "years": 3}}
SHADOWLESS = {"belief_start": 0.0, "belief_paper": 0.0}

Tree = dict[str, Any]


def merged(tree: Mapping[str, Any], changes: Mapping[str, Any]) -> Tree:
    """`tree` with `changes` laid over it, group by group."""
    out = dict(tree)
    for key, value in changes.items():
        out[key] = merged(out[key], value) if isinstance(value, Mapping) and isinstance(out.get(key), Mapping) else value
    return out


def levers_of(name: str) -> Tree:
    """The file's own tree."""
    found: Tree = yaml.safe_load(FILES[NAMES.index(name)].read_text(encoding="utf-8"))
    return found


def with_levers(name: str, levers: Mapping[str, Any], country: Mapping[str, Any]) -> Scenario:
    """The country under a file's levers changed by `levers`; an option lies over today's landscape."""
    group = name.partition("/")[0]
    return Scenario.from_dict(merged(country, {group: merged(levers_of(name), levers), "name": name.partition("/")[2]}))


def without_power(name: str, country: Mapping[str, Any]) -> Scenario:
    """The country under a file's levers, but with nobody who holds a power."""
    nobody = {"authority": {"holder": {"education": "none", "care": "none"}, "domain": "none"}}
    group, _, own = name.partition("/")
    return Scenario.from_dict(merged(country, {group: {**levers_of(name), **nobody}, "name": own}))


def under(regime: str | Mapping[str, Any], country: Mapping[str, Any] = COUNTRY) -> Scenario:
    """The country under a regime of its own making."""
    return Scenario.from_dict(merged(country, {"regime": regime}))


@cache
def every_outcome() -> dict[str, Outcomes]:
    """One run of every file from the same burnt-in country, and the reference `landscape`."""
    names = list(NAMES)
    return dict(zip(names, simulate_branches([with_levers(n, {}, COUNTRY) for n in names]), strict=True))


def plain(table: pd.DataFrame, *but: str) -> pd.DataFrame:
    """A table without the columns that name its run (and `but`), categories as words, so that equal means equal to the bit."""
    kept = table.drop(columns=["scenario", *but])
    for column in kept.columns:
        if isinstance(kept[column].dtype, pd.CategoricalDtype):
            kept[column] = kept[column].astype(object)
    return kept


def differences(a: Outcomes, b: Outcomes, *, labels: bool = True, but: tuple[str, ...] = ()) -> list[str]:
    """Names of the tables that differ by any bit, with the first column that does. `labels` False leaves the regime's label out."""
    found = []
    for name, table in a.tables().items():
        if name in but:
            continue
        drop = ("regime",) if not labels and name == "spells" else ()
        x, y = plain(table, *drop), plain(b.tables()[name], *drop)
        if len(x) != len(y):
            found.append(f"{name}: {len(x)} and {len(y)} rows")
        elif not x.equals(y):
            found.append(f"{name}: {next(c for c in x.columns if not x[c].equals(y[c]))}")
    return found
