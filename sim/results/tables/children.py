"""Tables of children: their stays, placements, exemptions, what was done about them, and how many stays are alike."""

from typing import Any

import numpy as np
import pandas as pd

from sim.machine.codes import (
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
from sim.machine.state import State, taken
from sim.results.tables import Columns
from sim.results.tables.ordered import first_of_each, numbered, rows_of, sorted_by
from sim.results.tables.words import part_codes, words


def spells(plain: State, labels: list[str]) -> Columns:
    world = plain.world[0]
    rows = plain.spells[: int(world["n_spells"])]
    branch, today = int(world["branch_day"]), int(world["today"])
    late = np.flatnonzero((rows["end_day"] < 0) | (rows["end_day"] > branch))
    rows = taken(rows, late[sorted_by(rows["pupil"][late], rows["spell_no"][late])])
    end = np.where(rows["end_day"] < 0, today, rows["end_day"])
    length = end - rows["start_day"]
    before = np.clip(branch - rows["start_day"], 0, length)
    out: dict[str, Any] = {
        "pupil": rows["pupil"], "partnership": words(rows["partnership"], part_codes(plain)),
        "area": plain.areas["id"][rows["area"]].astype(np.int16),
        "sector": words(rows["sector"], SECTOR), "regime": words(rows["label"], labels), "spell_no": rows["spell_no"].astype(np.int16),
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
    return out


def day_sets(plain: State) -> Columns:
    rows = plain.blocker_sets[: int(plain.world[0]["n_blocker_sets"])]
    rows = taken(rows, sorted_by(rows["pupil"], rows["spell_no"], rows["blockers"]))
    first = first_of_each(rows["pupil"], rows["spell_no"], rows["blockers"])
    days = np.add.reduceat(rows["days"], first).astype(np.int32)
    rows = taken(rows, first)
    return {"pupil": rows["pupil"], "spell_no": rows["spell_no"].astype(np.int16), "blockers": rows["blockers"], "days": days}


def pupils(plain: State, ids: Any) -> Columns:
    at = rows_of(plain, ids)
    p = {name: plain.pupils[name][at] for name in ("area profile severity care_need trust attachment resolve ability supported").split()}
    return {
        "pupil": ids, "area": plain.areas["id"][p["area"]].astype(np.int16), "profile": words(p["profile"], PROFILE),
        "severity": p["severity"].astype(np.float32), "care_need": words(p["care_need"], CARE_NEED), "trust": p["trust"].astype(np.float32),
        "attachment": p["attachment"].astype(np.float32), "resolve_weeks": p["resolve"].astype(np.int16),
        "ability": p["ability"].astype(np.float32), "supported": p["supported"].astype(bool),
    }  # fmt: skip


def place_name(plain: State, kind: int, place: int) -> str:
    """Name of a place: a board, a special school, a pool of arrangements, a provider."""
    if place == -1:
        return ""
    if kind in (K_REGULAR, K_TEMPORARY) and place >= 0:
        return f"board-{int(plain.boards['id'][place])}"
    if kind in (K_SPECIAL, K_OUT) and 0 <= place < len(plain.schools):
        return f"school-{int(plain.schools['id'][place])}"
    if kind == K_ARRANGEMENT:
        return f"arrangement-{int(plain.partnerships['id'][place])}"
    return f"provider-{int(plain.providers['id'][-2 - place])}" if place <= -2 else f"list-{place}"


def _named_places(plain: State, kinds: Any, places: Any) -> pd.Categorical:
    low, below = int(places.min(initial=0)), int(kinds.min(initial=0))
    span = int(places.max(initial=0)) - low + 1
    pairs = (kinds.astype(np.int64) - below) * span + (places.astype(np.int64) - low)
    unique, inverse = numbered(pairs, (int(kinds.max(initial=0)) - below + 1) * span)
    names = [place_name(plain, int(u // span) + below, int(u % span) + low) for u in unique]
    categories = sorted(set(names))
    lookup = {n: k for k, n in enumerate(categories)}
    return pd.Categorical.from_codes(np.array([lookup[n] for n in names], np.int64)[inverse] if names else [], categories)


def placements(plain: State) -> Columns:
    rows = plain.placements[: int(plain.world[0]["n_placements"])]
    rows = taken(rows, sorted_by(rows["pupil"], rows["start_day"]))
    return {
        "pupil": rows["pupil"], "partnership": words(rows["partnership"], part_codes(plain)),
        "area": plain.areas["id"][rows["area"]].astype(np.int16), "sector": words(rows["sector"], SECTOR),
        "spell_no": rows["spell_no"].astype(np.int16), "kind": words(rows["kind"], KIND),
        "school": _named_places(plain, rows["kind"], rows["place"]), "start_agreed_day": rows["agreed_day"], "start_day": rows["start_day"],
        "end_day": rows["end_day"], "end_reason": words(rows["end_reason"], PLACE_END),
        "fit": np.where(rows["fit"] < 0, np.nan, rows["fit"]).astype(np.float32), "imposed": rows["imposed"].astype(bool),
        "over_capacity": rows["over_capacity"].astype(bool),
    }  # fmt: skip


def exemptions(plain: State) -> Columns:
    """Exemptions that had not ended at the branch."""
    rows = plain.exemptions[: int(plain.world[0]["n_exemptions"])]
    rows = taken(rows, sorted_by(rows["pupil"], rows["start_day"]))
    return {
        "pupil": rows["pupil"], "partnership": words(rows["partnership"], part_codes(plain)),
        "area": plain.areas["id"][rows["area"]].astype(np.int16), "sector": words(rows["sector"], SECTOR),
        "spell_no": rows["spell_no"].astype(np.int16), "start_day": rows["start_day"], "end_day": rows["end_day"],
        "end_reason": words(rows["end_reason"], EXEMPT_END),
    }  # fmt: skip


def interventions(plain: State) -> Columns:
    rows = plain.interventions[: int(plain.world[0]["n_interventions"])]
    rows = taken(rows, sorted_by(rows["day"]))
    return {
        "day": rows["day"], "partnership": words(rows["partnership"], part_codes(plain)), "kind": words(rows["kind"], ACT),
        "invoker": words(rows["invoker"], INVOKER), "decider": words(rows["decider"], HOLDER), "domain": words(rows["domain"], DOMAIN),
        "outcome": words(rows["outcome"], OUTCOME), "pupil": rows["pupil"], "school": _named_places(plain, rows["place_kind"], rows["place"]),
        "passed_pupil": rows["passed"], "added_days": np.maximum(rows["added_days"], -1),
    }  # fmt: skip


def counts(plain: State, spells: Columns) -> Columns:
    """Stays (rows of one stay_no together) as counts by group, days at home before the branch (entry) and in all (exit), and end."""
    at = rows_of(plain, spells["pupil"])
    first = first_of_each(spells["pupil"], spells["stay_no"])
    last = np.append(first[1:], len(at))[: len(first)] - 1
    # days at home: a short return in between does not count
    days = np.add.reduceat(spells["before_branch_days"] + spells["after_branch_days"], first)
    entry = np.add.reduceat(spells["before_branch_days"], first)
    every = (
        spells["area"][first], spells["sector"].codes[first], plain.pupils["profile"][at[first]], plain.pupils["care_need"][at[first]],
        entry, days, spells["end_reason"].codes[last],
    )  # fmt: skip
    shape = tuple(int(values.max(initial=0)) + 1 for values in every)
    alike, n = np.unique(np.ravel_multi_index(every, shape), return_counts=True)
    area, sector, profile, care_need, entry, days, end = np.unravel_index(alike, shape)
    return {
        "area": area.astype(np.int16), "sector": words(sector, SECTOR), "profile": words(profile, PROFILE),
        "care_need": words(care_need, CARE_NEED), "entry_day": entry.astype(np.int32), "exit_day": days.astype(np.int32),
        "end": words(end, SPELL_END), "n": n.astype(np.int32),
    }  # fmt: skip
