"""Made-up tables in the model's format: any number of runs, consistent by construction, drawn from a generator with a fixed seed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.basis import CAUSES, ENDS, KINDS, YEAR
from analysis.measures.blockers import BLOCKERS

KEY = ["scenario", "seed", "replicate"]
PROFILES = ("learning", "work_attitude", "externalising", "internalising", "gifted", "physical")
CARE = ("none", "concurrent", "first")
PROVINCES = ("Drenthe", "Utrecht", "Zeeland")


def meta(years: int = 10, burn_in: int = 2, **more: Any) -> dict[str, Any]:
    return {"branch_day": burn_in * YEAR, "end_day": (burn_in + years) * YEAR, "years": years, "burn_in_years": burn_in} | more


def run(
    scenario: str, replicate: int, *, n: int = 400, n_areas: int = 6, years: int = 10, shift: float = 1.0, seed: int = 7
) -> dict[str, pd.DataFrame]:
    """Tables of one run with n rows of stays. `shift` scales how long stays last; equal (seed, replicate) gives equal luck and past."""
    draw = np.random.default_rng((seed, replicate))
    about = meta(years)
    branch, end = about["branch_day"], about["end_day"]
    areas = _areas(draw, n_areas)
    pupil = np.sort(draw.choice(np.arange(10_000, 10_000 + 3 * n), size=n)).astype(np.int64)
    ids, codes = np.unique(pupil, return_inverse=True)
    pupils = _pupils(draw, ids, n_areas)
    start = draw.integers(branch - 200, end - 30, size=n)
    length = np.maximum((draw.exponential(150, size=n)).astype(int), 1)
    later = start >= branch
    length = np.where(later, np.maximum((length * shift).astype(int), 1), np.maximum(length, branch - start + 5))
    number = pd.Series(pupil).groupby(pupil).cumcount().to_numpy()
    order = np.lexsort((start, pupil))
    start, length = start[order], length[order]
    follow = np.append(pupil[1:] == pupil[:-1], False)
    room = np.append(start[1:] - start[:-1], 0)
    length = np.where(follow, np.minimum(length, np.maximum(room - 1, 1)), length)
    stop = start + length
    still = stop > end
    stop = np.where(still, end, stop)
    reason = np.where(still, "open", draw.choice(ENDS, size=n, p=[0.25, 0.25, 0.1, 0.05, 0.05, 0.1, 0.1, 0.1]))
    spells = pd.DataFrame(
        {
            "pupil": pupil,
            "partnership": np.char.add("PO", (3000 + pupils["area"].to_numpy()[codes]).astype(str)),
            "area": pupils["area"].to_numpy()[codes],
            "sector": np.where(draw.random(n) < 0.5, "po", "vo"),
            "regime": scenario,
            "spell_no": number,
            "stay_no": number,
            "age_weeks": draw.integers(5 * 52, 15 * 52, size=n),
            "start_day": start,
            "end_day": np.where(still, -1, stop),
            "end_reason": reason,
            "imposed": draw.random(n) < 0.2,
            "fit": draw.random(n),
            "school_days": ((stop - start) * 200) // YEAR,
            "before_branch_days": np.maximum(np.minimum(stop, branch) - start, 0),
            "after_branch_days": np.maximum(stop - np.maximum(start, branch), 0),
        }
    )
    kind = draw.integers(0, 4, size=n)
    for place, status in enumerate(("lrv", "av", "authorised")):
        spells[f"register_{status}_days"] = np.where(kind == place, np.maximum(stop - start - 10, 0), 0)
    spells["register_exempt_days"] = np.where(reason == "exempt", np.minimum(draw.integers(1, 400, size=n), end - stop), 0)
    spells["start_register_day"] = np.where((kind < 3) & (stop - start > 10), start + 10, -1)
    spells = spells.join(_causes(draw, stop - start))
    given = spells[spells["register_exempt_days"] > 0]
    exemptions = given[["pupil", "partnership", "area", "sector", "spell_no"]].assign(
        start_day=given["end_day"], end_day=given["end_day"] + given["register_exempt_days"], end_reason="returned"
    )
    tables = {
        "pupils": pupils,
        "spells": spells,
        "exemptions": exemptions.reset_index(drop=True),
        "areas": areas,
        "day_sets": _sets(draw, spells),
        "placements": _placements(draw, spells, end),
    }
    tables["interventions"] = _interventions(draw, spells, scenario)
    key = {"scenario": scenario, "seed": seed, "replicate": replicate}
    return {name: _keyed(frame, key) for name, frame in tables.items()}


def sealed(folder: Path, manifest: dict[str, Any]) -> Path:
    """The folder with a manifest that names its tables, as a run leaves it."""
    files = sorted(folder.glob("*.parquet"))
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    (folder / "manifest.json").write_text(json.dumps({**manifest, "hashes": hashes}), encoding="utf-8")
    return folder


def runs(scenarios: dict[str, float], replicates: int = 3, **more: Any) -> dict[str, pd.DataFrame]:
    """Stacked tables of every scenario (name -> shift) and replicate."""
    parts = [run(name, replicate, shift=shift, **more) for name, shift in scenarios.items() for replicate in range(replicates)]
    return {table: pd.concat([part[table] for part in parts], ignore_index=True) for table in parts[0]}


def _keyed(frame: pd.DataFrame, key: dict[str, Any]) -> pd.DataFrame:
    return frame.assign(**key)[[*KEY, *frame.columns]].astype({"seed": "int64", "replicate": "int32"})


def _areas(draw: np.random.Generator, number: int) -> pd.DataFrame:
    area = np.arange(number)
    provinces = [PROVINCES[place % len(PROVINCES)] for place in area]
    codes = [f"PO{3000 + place},VO{3000 + place}" for place in area]
    pupils = draw.integers(5_000, 40_000, size=number)
    return pd.DataFrame(
        {
            "area": area,
            "province": provinces,
            "partnerships": codes,
            "regular_pupils": pupils,
            "population_size": pupils // 5,
            "supply_cost": np.zeros(number, dtype=int),
        }
    )


def _pupils(draw: np.random.Generator, ids: np.ndarray, n_areas: int) -> pd.DataFrame:
    n = len(ids)
    return pd.DataFrame(
        {
            "pupil": ids,
            "area": draw.integers(0, n_areas, size=n),
            "profile": draw.choice(PROFILES, size=n),
            "severity": draw.random(n),
            "care_need": draw.choice(CARE, size=n),
            "trust": draw.random(n),
            "attachment": draw.random(n),
            "resolve_weeks": draw.integers(2, 50, size=n),
            "ability": draw.random(n),
            "supported": draw.random(n) < 0.1,
        }
    )


def _causes(draw: np.random.Generator, length: np.ndarray) -> pd.DataFrame:
    cuts = np.sort(draw.random((len(length), len(CAUSES) - 1)), axis=1) * length[:, None]
    edges = np.column_stack([np.zeros(len(length)), np.floor(cuts), length]).astype(int)
    return pd.DataFrame(np.diff(edges, axis=1), columns=[f"days_{cause}" for cause in CAUSES])


def _sets(draw: np.random.Generator, spells: pd.DataFrame) -> pd.DataFrame:
    days = spells["after_branch_days"].to_numpy()
    first = draw.integers(0, days + 1)
    rows = pd.concat(
        [
            spells[["pupil", "spell_no"]].assign(blockers=draw.integers(0, 1 << len(BLOCKERS), size=len(days)), days=part)
            for part in (first, days - first)
        ]
    )
    return rows[rows["days"] > 0].reset_index(drop=True)


def _placements(draw: np.random.Generator, spells: pd.DataFrame, end: int) -> pd.DataFrame:
    placed = spells[spells["end_reason"].str.startswith("placed_")].reset_index(drop=True)
    n = len(placed)
    stop = placed["end_day"].to_numpy() + np.maximum(draw.exponential(900, size=n).astype(int), 1)
    return pd.DataFrame(
        {
            "pupil": placed["pupil"],
            "partnership": placed["partnership"],
            "area": placed["area"],
            "sector": placed["sector"],
            "spell_no": placed["spell_no"],
            "kind": [reason.removeprefix("placed_") for reason in placed["end_reason"]],
            "school": np.char.add("S", draw.integers(0, 40, size=n).astype(str)),
            "start_agreed_day": placed["end_day"] - draw.integers(0, 20, size=n),
            "start_day": placed["end_day"],
            "end_day": np.where(stop > end, -1, stop),
            "end_reason": np.where(stop > end, "open", draw.choice(["dropped_out", "completed", "transition"], size=n)),
            "fit": draw.random(n),
            "imposed": placed["imposed"],
            "over_capacity": False,
        }
    )


def _interventions(draw: np.random.Generator, spells: pd.DataFrame, scenario: str) -> pd.DataFrame:
    rows = spells.sample(frac=0.0 if scenario.startswith("landscape") else 0.15, random_state=np.random.default_rng(1))
    n = len(rows)
    return pd.DataFrame(
        {
            "day": rows["start_day"].to_numpy() + 5,
            "partnership": rows["partnership"].to_numpy(),
            "kind": np.resize(np.array(["authority", "queue_move"]), n),
            "invoker": "parents",
            "decider": "director",
            "domain": "education",
            "outcome": np.resize(np.array(["offer", "no_place"]), n),
            "pupil": rows["pupil"].to_numpy(),
            "school": np.char.add("S", draw.integers(0, 40, size=n).astype(str)).astype(object),
            "passed_pupil": np.full(n, -1),
            "added_days": np.zeros(n, dtype=int),
        }
    )


assert set(KINDS) == {end.removeprefix("placed_") for end in ENDS if end.startswith("placed_")}
