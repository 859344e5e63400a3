"""What became of placements: drop-out per kind and for imposed ones, and the survey's question where pupils ended up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import survival
from analysis.measures.basis import KINDS, YEAR, Meta, Tables, column, is_in, keyed, split, stops, table

BANDS = ("lasting", "out_within_1_year", "out_in_1_to_2_years", "out_later", "unknown")


def drop_out(tables: Tables, meta: Meta, years: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """Share of placements that drop out within 1 and 2 years, by kind and for imposed ones: share, less is better.

    Cumulative incidence (Aalen-Johansen) of dropping out among placements that started after the branch; other ends compete, what is open
    is
    censored. Columns: kind (`all` is every lasting kind), imposed (`yes`, `no`, `all`), n, within_<years>y. Says nothing of how many were
    placed: few and easy placements hold.
    """
    frames = [keyed(key, _drop_out(table(own, "placements"), meta, years)) for key, own in split(tables, meta)]
    return pd.concat(frames, ignore_index=True)


def _drop_out(placements: pd.DataFrame, meta: Meta, years: tuple[int, ...]) -> pd.DataFrame:
    start = column(placements, "start_day").astype(np.int64)
    stop = stops(column(placements, "end_day"), meta["end_day"])
    fresh, imposed = start >= meta["branch_day"], column(placements, "imposed").astype(bool)
    cause = np.where(is_in(placements["end_reason"], ("open",)), 0, np.where(is_in(placements["end_reason"], ("dropped_out",)), 1, 2))
    groups = {"all": ~is_in(placements["kind"], ("temporary",))} | {kind: is_in(placements["kind"], (kind,)) for kind in KINDS}
    rows = []
    for kind, of_kind in groups.items():
        for name, own in (("all", np.ones(len(start), dtype=bool)), ("yes", imposed), ("no", ~imposed)):
            here = fresh & of_kind & own
            risk = survival.risk_table(np.zeros(here.sum(), dtype=np.int64), (stop - start)[here], cause[here], n_ends=2)
            incidence = survival.incidence(risk)[0]
            rows.append((kind, name, int(here.sum()), *(_before(incidence, year * YEAR, int(here.sum())) for year in years)))
    return pd.DataFrame(rows, columns=["kind", "imposed", "n", *(f"within_{year}y" for year in years)])


def _before(incidence: NDArray[np.float64], days: int, n: int) -> float:
    """Incidence strictly before `days`; NaN without placements. Past the last day seen it stays at its last value, a lower bound."""
    return float(incidence[min(days, len(incidence)) - 1]) if n else float("nan")


def ended_up(tables: Tables, meta: Meta, *, after: str = "authority") -> pd.DataFrame:
    """Where placed pupils ended up, in the survey's answers: pupils and share, more lasting is better. Columns: band, n, share.

    after: `authority` keeps the first placement that follows a used authority (the survey's question), `all` every placement after the
    branch.
    lasting: still there after two years, or ended otherwise than by dropping out; out within 1 year, after 1 to 2, later; unknown: open and
    followed
    for less than two years. Bands: evidence outcome_band_short, outcome_band_medium, outcome_band_long.
    """
    return pd.concat([keyed(key, _ended_up(own, meta, after)) for key, own in split(tables, meta)], ignore_index=True)


def _ended_up(tables: Tables, meta: Meta, after: str) -> pd.DataFrame:
    placements = table(tables, "placements")
    placements = placements[column(placements, "start_day") >= meta["branch_day"]]
    if after == "authority":
        placements = _after_authority(placements, table(tables, "interventions"))
    counts = np.bincount(_bands(placements, meta), minlength=len(BANDS))
    return pd.DataFrame({"band": BANDS, "n": counts, "share": counts / max(counts.sum(), 1)})


def _bands(placements: pd.DataFrame, meta: Meta) -> NDArray[np.int64]:
    length = stops(column(placements, "end_day"), meta["end_day"]) - column(placements, "start_day")
    out = is_in(placements["end_reason"], ("dropped_out",))
    is_open = is_in(placements["end_reason"], ("open",))
    short = np.where(length < YEAR, 1, np.where(length < 2 * YEAR, 2, 3))
    return np.where(out, short, np.where(is_open & (length < 2 * YEAR), 4, 0)).astype(np.int64)


def _after_authority(placements: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    uses = interventions[is_in(interventions["kind"], ("authority",))][["pupil", "day"]].sort_values("day", kind="stable")
    sorted_rows = placements.astype({"start_day": "int64"}).sort_values("start_day", kind="stable")
    both = pd.merge_asof(
        uses.astype({"day": "int64", "pupil": "int64"}),
        sorted_rows.astype({"pupil": "int64"}),
        left_on="day",
        right_on="start_day",
        by="pupil",
        direction="forward",
    )
    return both.dropna(subset=["start_day"]).drop_duplicates(["pupil", "start_day"])
