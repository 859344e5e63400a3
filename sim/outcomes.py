"""State -> typed tables: what a run gives. Column names are public; see MODEL.md, What is recorded."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim import regions
from sim.codes import (
    ACT,
    CARE_NEED,
    CAUSE,
    DOMAIN,
    EXEMPT_END,
    HOLDER,
    INVOKER,
    K_ARRANGEMENT,
    K_OUT,
    K_REGULAR,
    K_SPECIAL,
    K_TEMPORARY,
    KIND,
    OUTCOME,
    PLACE_END,
    PROFILE,
    REGISTER,
    SECTOR,
    SPELL_END,
)  # fmt: skip
from sim.scenario import Scenario
from sim.state import SERIES, State

ADDED = ("added_special", "added_sbo", "added_room", "added_arrangements", "added_slots")
"""What the law of a partnership has added to places; less is below zero."""

TABLES = ("spells", "day_sets", "pupils", "placements", "exemptions", "interventions", "series", "series_places", "areas", "counts", "trace")


@dataclass
class Outcomes:
    """The tables of one run as DataFrames, and `meta`: what measures need to know of the run."""

    spells: pd.DataFrame
    day_sets: pd.DataFrame
    pupils: pd.DataFrame
    placements: pd.DataFrame
    exemptions: pd.DataFrame
    interventions: pd.DataFrame
    series: pd.DataFrame
    series_places: pd.DataFrame
    areas: pd.DataFrame
    counts: pd.DataFrame
    trace: pd.DataFrame
    meta: dict[str, Any] = field(default_factory=dict)

    def tables(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self, name) for name in TABLES}


@cache
def _dtype(names: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(names))


def words(codes: Any, names: Any) -> pd.Categorical:
    """Codes as categories. The codes are the engine's own: checking them again costs more than making the table."""
    return pd.Categorical.from_codes(np.asarray(codes, np.int16), dtype=_dtype(tuple(names)), validate=False)


def collect(state: State, scenario: Scenario, replicate: int, labels: list[str], keep: str = "all") -> Outcomes:
    """All tables of a state, as of its present day. `keep` leaves heavy tables empty: `spells` the series, `summary` nothing but what
    the measures need."""
    plain = State(*(np.asarray(a) for a in state))
    first = {"scenario": scenario.name, "seed": scenario.seed, "replicate": replicate}
    spells = _spells(plain, labels)
    placements = _placements(plain)
    exemptions = _exemptions(plain)
    acts = _acts(plain)
    ids = np.unique(np.concatenate([spells["pupil"], placements["pupil"], exemptions["pupil"], acts["pupil"], acts["passed_pupil"]]))
    ids = ids[ids >= 0]
    tables = {
        "spells": spells, "day_sets": _day_sets(plain), "pupils": _pupils(plain, ids), "placements": placements,
        "exemptions": exemptions, "interventions": acts,
        "series": _series(plain) if keep == "all" else _series(plain).iloc[:0],
        "series_places": _series_places(plain) if keep == "all" else _series_places(plain, empty=True),
        "areas": _areas(plain), "counts": _counts(plain, spells), "trace": _trace(plain),
    }  # fmt: skip
    for table in tables.values():
        for column, value in reversed(first.items()):
            dtype = {"seed": np.int64, "replicate": np.int32}.get(column)
            table.insert(0, column, words(np.zeros(len(table)), [value]) if dtype is None else np.full(len(table), value, dtype))
    return Outcomes(**tables, meta=meta_of(plain, scenario, replicate))


def meta_of(plain: State, scenario: Scenario, replicate: int) -> dict[str, Any]:
    world = plain.world[0]
    return {
        "scenario": scenario.name, "seed": scenario.seed, "replicate": replicate, "branch_day": int(world["branch_day"]),
        "end_day": int(world["today"]), "burn_in_years": scenario.burn_in_days // 364, "years": (scenario.n_days - scenario.burn_in_days) // 364,
        "regular_pupils": int(plain.parts["pupils"].sum()), "events": int(world["n_events"]), "population": int((plain.pupils["where"] < 9).sum()),
    }  # fmt: skip


def part_codes(plain: State) -> list[str]:
    return [f"{'VO' if p['sector'] else 'PO'}{p['id'] // 10}" for p in plain.parts]


def _spells(plain: State, labels: list[str]) -> pd.DataFrame:
    world = plain.world[0]
    rows = plain.spells[: int(world["n_spells"])]
    branch, today = int(world["branch_day"]), int(world["today"])
    rows = rows[(rows["end_day"] < 0) | (rows["end_day"] > branch)]
    order = np.lexsort((rows["spell_no"], rows["pupil"]))
    rows = rows[order]
    end = np.where(rows["end_day"] < 0, today, rows["end_day"])
    length = end - rows["start_day"]
    before = np.clip(branch - rows["start_day"], 0, length)
    out: dict[str, Any] = {
        "pupil": rows["pupil"], "partnership": words(rows["part"], part_codes(plain)), "area": plain.areas["id"][rows["area"]].astype(np.int16),
        "sector": words(rows["sector"], SECTOR), "regime": words(rows["label"], _unique(labels)), "spell_no": rows["spell_no"].astype(np.int16),
        "stay_no": rows["stay_no"].astype(np.int16), "age_weeks": rows["age_weeks"].astype(np.int16), "start_day": rows["start_day"],
        "end_day": rows["end_day"], "end_reason": words(rows["end_reason"], SPELL_END), "imposed": rows["imposed"].astype(bool),
        "fit": np.where(rows["fit"] < 0, np.nan, rows["fit"]).astype(np.float32),
        "school_days": (plain.school_days[end] - plain.school_days[rows["start_day"]]).astype(np.int32),
        "before_branch_days": before.astype(np.int32), "after_branch_days": (length - before).astype(np.int32),
        "start_register_day": np.where(rows["register_day"] >= end, -1, rows["register_day"]).astype(np.int32),
    }  # fmt: skip
    for k, name in enumerate(REGISTER):
        out[f"register_{name}_days"] = rows["registered"][:, k]
    out["register_exempt_days"] = rows["exempt_days"]
    for k, name in enumerate(CAUSE):
        out[f"days_{name}"] = rows["causes"][:, k]
    return pd.DataFrame(out)


def _unique(labels: list[str]) -> list[str]:
    """Categories must differ; a regime may be named as a label of the landscape."""
    seen: list[str] = []
    for label in labels:
        seen.append(label if label not in seen else f"{label} (wet)")
    return seen


def _day_sets(plain: State) -> pd.DataFrame:
    rows = plain.sets[: int(plain.world[0]["n_sets"])]
    key = np.lexsort((rows["blockers"], rows["spell_no"], rows["pupil"]))
    rows = rows[key]
    if len(rows):
        new = np.empty(len(rows), bool)
        new[0] = True
        new[1:] = (np.diff(rows["pupil"]) != 0) | (np.diff(rows["spell_no"]) != 0) | (np.diff(rows["blockers"]) != 0)
        first = np.flatnonzero(new)
        days = np.add.reduceat(rows["days"], first).astype(np.int32)
        rows = rows[first]
    else:
        days = rows["days"]
    return pd.DataFrame(
        {"pupil": rows["pupil"], "spell_no": rows["spell_no"].astype(np.int16), "blockers": rows["blockers"], "days": days}
    )


def _pupils(plain: State, ids: Any) -> pd.DataFrame:
    id_ = plain.pupils["id"]
    order = np.argsort(id_, kind="stable")
    at = order[np.searchsorted(id_[order], ids)]
    p = {name: plain.pupils[name][at] for name in ("area profile severity care_need trust attachment resolve ability supported").split()}
    return pd.DataFrame(
        {
            "pupil": ids, "area": plain.areas["id"][p["area"]].astype(np.int16), "profile": words(p["profile"], PROFILE),
            "severity": p["severity"].astype(np.float32), "care_need": words(p["care_need"], CARE_NEED), "trust": p["trust"].astype(np.float32),
            "attachment": p["attachment"].astype(np.float32), "resolve_weeks": p["resolve"].astype(np.int16),
            "ability": p["ability"].astype(np.float32), "supported": p["supported"].astype(bool),
        }
    )  # fmt: skip


def place_name(plain: State, kind: int, place: int) -> str:
    """Name of a place: a board, a special school, a pool of arrangements, a provider."""
    if place == -1:
        return ""
    if kind in (K_REGULAR, K_TEMPORARY) and place >= 0:
        return f"board-{int(plain.boards['id'][place])}"
    if kind in (K_SPECIAL, K_OUT) and 0 <= place < len(plain.schools):
        return f"school-{int(plain.schools['id'][place])}"
    if kind == K_ARRANGEMENT:
        return f"arrangement-{int(plain.parts['id'][place])}"
    return f"provider-{int(plain.providers['id'][-2 - place])}" if place <= -2 else f"list-{place}"


def _named_places(plain: State, kinds: Any, places: Any) -> pd.Categorical:
    pairs = kinds.astype(np.int64) * 2**32 + (places.astype(np.int64) + 2**31)
    unique, inverse = np.unique(pairs, return_inverse=True)
    names = [place_name(plain, int(u // 2**32), int(u % 2**32) - 2**31) for u in unique]
    categories = sorted(set(names))
    lookup = {n: k for k, n in enumerate(categories)}
    return pd.Categorical.from_codes(np.array([lookup[n] for n in names], np.int64)[inverse] if names else [], categories)


def _placements(plain: State) -> pd.DataFrame:
    rows = plain.placements[: int(plain.world[0]["n_placements"])]
    rows = rows[np.lexsort((rows["start_day"], rows["pupil"]))]
    return pd.DataFrame(
        {
            "pupil": rows["pupil"], "partnership": words(rows["part"], part_codes(plain)),
            "area": plain.areas["id"][rows["area"]].astype(np.int16), "sector": words(rows["sector"], SECTOR),
            "spell_no": rows["spell_no"].astype(np.int16), "kind": words(rows["kind"], KIND),
            "school": _named_places(plain, rows["kind"], rows["place"]), "start_agreed_day": rows["agreed_day"], "start_day": rows["start_day"],
            "end_day": rows["end_day"], "end_reason": words(rows["end_reason"], PLACE_END),
            "fit": np.where(rows["fit"] < 0, np.nan, rows["fit"]).astype(np.float32), "imposed": rows["imposed"].astype(bool),
            "over_capacity": rows["over"].astype(bool),
        }
    )  # fmt: skip


def _exemptions(plain: State) -> pd.DataFrame:
    """Exemptions that had not ended at the branch."""
    rows = plain.exemptions[: int(plain.world[0]["n_exemptions"])]
    rows = rows[np.lexsort((rows["start_day"], rows["pupil"]))]
    return pd.DataFrame(
        {
            "pupil": rows["pupil"], "partnership": words(rows["part"], part_codes(plain)),
            "area": plain.areas["id"][rows["area"]].astype(np.int16), "sector": words(rows["sector"], SECTOR),
            "spell_no": rows["spell_no"].astype(np.int16), "start_day": rows["start_day"], "end_day": rows["end_day"],
            "end_reason": words(rows["end_reason"], EXEMPT_END),
        }
    )  # fmt: skip


def _acts(plain: State) -> pd.DataFrame:
    rows = plain.acts[: int(plain.world[0]["n_acts"])]
    rows = rows[np.argsort(rows["day"], kind="stable")]
    return pd.DataFrame(
        {
            "day": rows["day"], "partnership": words(rows["part"], part_codes(plain)), "kind": words(rows["kind"], ACT),
            "invoker": words(rows["invoker"], INVOKER), "decider": words(rows["decider"], HOLDER), "domain": words(rows["domain"], DOMAIN),
            "outcome": words(rows["outcome"], OUTCOME), "pupil": rows["pupil"], "school": _named_places(plain, rows["place_kind"], rows["place"]),
            "passed_pupil": rows["passed"], "added_days": np.maximum(rows["added_days"], -1),
        }
    )  # fmt: skip


def _series(plain: State) -> pd.DataFrame:
    """Weeks after the branch, areas, measures: long."""
    first, last = max(0, int(plain.world[0]["branch_day"])) // 7, int(plain.world[0]["today"]) // 7
    block = plain.series[first:last]
    weeks, areas, n = block.shape
    return pd.DataFrame(
        {
            "week": np.repeat(np.arange(first, last, dtype=np.int32), areas * n),
            "area": np.tile(np.repeat(plain.areas["id"].astype(np.int16), n), weeks),
            "measure": words(np.tile(np.arange(n), weeks * areas), SERIES), "value": block.reshape(-1),
        }
    )  # fmt: skip


def institution_names(plain: State) -> tuple[list[str], list[str]]:
    names = [f"school-{int(i)}" for i in plain.schools["id"]] + [f"provider-{int(i)}" for i in plain.providers["id"]]
    names += [f"arrangement-{int(i)}" for i in plain.parts["id"]] + [f"board-{int(i)}" for i in plain.boards["id"]]
    kinds = ["special"] * len(plain.schools) + ["provider"] * len(plain.providers)
    return names, kinds + ["arrangement"] * len(plain.parts) + ["board_room"] * len(plain.boards)


def _series_places(plain: State, *, empty: bool = False) -> pd.DataFrame:
    first, last = max(0, int(plain.world[0]["branch_day"])) // 7, int(plain.world[0]["today"]) // 7
    if empty:
        last = first
    names, kinds = institution_names(plain)
    block = plain.series_places[first:last]
    weeks, n, _ = block.shape
    kind_names = ["special", "provider", "arrangement", "board_room"]
    codes = np.array([kind_names.index(k) for k in kinds], np.int64)
    return pd.DataFrame(
        {
            "week": np.repeat(np.arange(first, last, dtype=np.int32), n), "institution": words(np.tile(np.arange(n), weeks), names),
            "kind": words(np.tile(codes, weeks), kind_names), "places": block[:, :, 0].reshape(-1), "occupied": block[:, :, 1].reshape(-1),
            "waiting": block[:, :, 2].reshape(-1),
        }
    )  # fmt: skip


def _areas(plain: State) -> pd.DataFrame:
    provinces = list(regions.PROVINCES.values())
    codes = np.array(part_codes(plain))
    n = len(plain.areas)
    pupils = np.zeros(n, np.int64)
    np.add.at(pupils, plain.parts["area"], plain.parts["pupils"])
    size = np.bincount(plain.pupils["area"][plain.pupils["where"] < 9], minlength=n)
    added = {name: np.zeros(n, np.int64) for name in ADDED}
    for name, count in added.items():
        np.add.at(count, plain.parts["area"], plain.parts[name])
    prices = supply_prices(plain.par[0])
    return pd.DataFrame(
        {
            "area": plain.areas["id"].astype(np.int16), "province": words(plain.areas["province"], provinces),
            "partnerships": [" ".join(codes[plain.parts["area"] == x]) for x in range(n)], "regular_pupils": pupils.astype(np.int32),
            "population_size": size.astype(np.int32),
            **{name: count.astype(np.int32) for name, count in added.items()},
            "supply_cost": sum(count * prices[name] for name, count in added.items()),
        }
        | _use_of_places(plain)
    )  # fmt: skip


PLACE_KINDS = ("special", "care", "arrangement", "room")


def _use_of_places(plain: State) -> dict[str, Any]:
    """Places, occupied and waiting by area, each the mean of the Mondays after the branch: `special_places`, `care_waiting` and so on."""
    first, last = max(0, int(plain.world[0]["branch_day"])) // 7, int(plain.world[0]["today"]) // 7
    means = plain.series_places[first:last].mean(axis=0, dtype=np.float64) if last > first else np.zeros(plain.series_places.shape[1:])
    area = [plain.schools["area"], plain.providers["area"], plain.parts["area"], plain.parts["area"][plain.boards["part"]]]
    cut = np.cumsum([0, *map(len, area)])
    n = len(plain.areas)
    return {
        f"{kind}_{what}": np.bincount(area[k], means[cut[k] : cut[k + 1], c], n).astype(np.float32)
        for k, kind in enumerate(PLACE_KINDS)
        for c, what in enumerate(("places", "occupied", "waiting"))
        if (kind, what) != ("room", "waiting")
    }


def supply_prices(par: Any) -> dict[str, int]:
    """Euros a year of one place of each kind that a minister adds. What is priced by the start is filled again as soon as it is free: a year
    holds 52 weeks over the mean length of starts."""
    return {
        "added_special": int(par["price_special"]), "added_sbo": int(par["price_sbo"]), "added_room": int(par["price_room"]),
        "added_arrangements": round(par["price_arrangement"] * 52 / par["arrangement_weeks"]),
        "added_slots": round(par["price_slot"] * 52 / par["treatment_weeks"]),
    }  # fmt: skip


def _counts(plain: State, spells: pd.DataFrame) -> pd.DataFrame:
    """Stays (rows of one stay_no together) as counts by group, days at home before the branch (entry) and in all (exit), and end."""
    columns = ["area", "sector", "profile", "care_need", "entry_day", "exit_day", "end"]
    if not len(spells):
        return pd.DataFrame({c: [] for c in [*columns, "n"]})
    order = np.argsort(plain.pupils["id"], kind="stable")
    at = order[np.searchsorted(plain.pupils["id"][order], spells["pupil"].to_numpy())]
    pupil, stay = spells["pupil"].to_numpy(), spells["stay_no"].to_numpy()
    new = np.empty(len(spells), bool)
    new[0] = True
    new[1:] = (np.diff(pupil) != 0) | (np.diff(stay) != 0)
    last = np.append(np.flatnonzero(new)[1:] - 1, len(spells) - 1)
    first = np.flatnonzero(new)
    # days at home: a short return in between does not count
    length = (spells["before_branch_days"] + spells["after_branch_days"]).to_numpy()
    days = np.add.reduceat(length, first)
    entry = np.add.reduceat(spells["before_branch_days"].to_numpy(), first)
    frame = pd.DataFrame(
        {
            "area": spells["area"].to_numpy()[first], "sector": spells["sector"].cat.codes.to_numpy()[first],
            "profile": plain.pupils["profile"][at[first]], "care_need": plain.pupils["care_need"][at[first]], "entry_day": entry,
            "exit_day": days, "end": spells["end_reason"].cat.codes.to_numpy()[last],
        }
    )  # fmt: skip
    out = frame.value_counts(sort=False).reset_index(name="n").sort_values(columns).reset_index(drop=True)
    for column, names in (("sector", SECTOR), ("profile", PROFILE), ("care_need", CARE_NEED), ("end", SPELL_END)):
        out[column] = words(out[column], names)
    return out.astype({"area": np.int16, "entry_day": np.int32, "exit_day": np.int32, "n": np.int32})


def _trace(plain: State) -> pd.DataFrame:
    from sim.tales import tell_tales

    return tell_tales(plain)


