"""What an option costs, by item and payer: counted rows at their prices, sums that add up, and no price of a day that isn't told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import euro
from analysis.errors import AnalysisError
from analysis.measures.basis import YEAR
from sim.parameters import PARAMETERS, defaults

REPLICATES = 3
TREE = {"funding": {"price_special": 10_000, "price_arrangement": 20_000, "price_far": 30_000, "price_over": 5_000, "price_room": 1_000,
                    "price_slot": 26_000}, "behaviour": {"treatment_weeks": 52.0}}  # fmt: skip


def results(days: float = -500.0, meetings: int = 4) -> Any:
    """Two years; `law` has 3 more special places, 8 more arrangements, and `meetings` more rounds in each replicate."""
    areas, cells, rows = [], [], []
    for name in ("landscape", "law"):
        law = name == "law"
        for r in range(REPLICATES):
            places = dict.fromkeys(("special_occupied", "room_occupied", "care_occupied", "supply_cost"), 0.0)
            areas.append({"scenario": name, "replicate": r, "area": 0} | places | {"special_occupied": 100.0 + 3 * law})
            home = 4000 + 10 * r + (2 * (days + r) if law else 0)
            cells.append({"scenario": name, "replicate": r, "n_arrangement": 20 + 8 * law, "n_out_of_region": 1, "home_run": home})
            rows += [{"scenario": name, "replicate": r, "kind": "round", "day": YEAR + k} for k in range(10 + meetings * law)]
            rows += [{"scenario": name, "replicate": r, "kind": "round", "day": 1}] * 50
    frames = {"interventions": pd.DataFrame(rows)}

    def read(table: str, columns: list[str], since: tuple[str, int] | None = None) -> pd.DataFrame:
        frame = frames[table][columns]
        return frame if since is None else frame[frame[since[0]] >= since[1]]

    return SimpleNamespace(
        path=Path("made"), has=lambda table: True, read=read, areas=pd.DataFrame(areas), cells=pd.DataFrame(cells),
        meta={"branch_day": YEAR, "end_day": 3 * YEAR}, manifest={"scenarios": {"landscape": TREE}},
    )  # fmt: skip


def test_each_item_is_its_count_at_its_price_a_year() -> None:
    rows = euro.table(results()).set_index("item")
    assert rows.loc["special_places", ["count", "middle"]].to_list() == pytest.approx([3, 0.03])
    assert rows.loc["arrangements", ["count", "middle", "low", "high"]].to_list() == pytest.approx([4, 0.08, 0.04, 0.16])
    assert rows.loc["meetings", ["count", "middle", "low", "high"]].to_list() == pytest.approx([2, 0.002, 0.0008, 0.005]), "none before the law"
    assert rows.loc["elsewhere", "middle"] == 0


def test_payers_and_all_are_sums() -> None:
    rows = euro.table(results())
    apart = [item.name for item in euro.items() if item.counted.get("apart")]
    single = rows[~rows["item"].str.startswith("payer_") & ~rows["item"].isin([*apart, "all"])]
    assert apart == ["added"]
    for payer, own in single.groupby("payer"):
        assert rows.set_index("item").loc[f"payer_{payer}", "middle"] == pytest.approx(own["middle"].sum())
    assert rows.set_index("item").loc["all", ["low", "middle", "high"]].to_list() == pytest.approx(single[["low", "middle", "high"]].sum().to_list())


def test_less_of_something_saves_least_at_its_lowest_price() -> None:
    row = euro.table(results(meetings=-4)).set_index("item").loc["meetings"]
    assert row["low"] < row["middle"] < row["high"] < 0


def test_a_day_has_a_price_only_where_fewer_days_are_told() -> None:
    row = euro.table(results()).set_index("item").loc["all"]
    assert row["per_day"] == pytest.approx(1e6 * row["middle"] / 499)
    assert row["per_day_low"] < row["per_day"] < row["per_day_high"]
    for days in (0.0, 500.0):
        assert euro.table(results(days=days))["per_day"].isna().all()


def test_prices_are_parameters_and_every_one_has_a_range_and_says_where_it_is_from() -> None:
    for item in euro.items():
        low, middle, high = item.prices({group: defaults(group) for group in ("funding", "behaviour")})
        assert 0 < low < middle < high, item.name
        assert item.source.strip() and item.payer in ("partnership", "board", "municipality", "state", "parties")
        assert "price" not in item.counted or f"funding.{item.counted['price']}" in PARAMETERS


def test_what_can_not_be_priced_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no such scenario"):
        euro.table(results(), minus="geen")
    bare = results()
    bare.has = lambda table: table != "interventions"
    with pytest.raises(AnalysisError, match="keep=spells"):
        euro.table(bare)
    assert np.isfinite(euro.table(results())["middle"]).all()
