"""The difference between two laws over their clauses: exact sums, worked games, and runs read back from a manifest."""

from __future__ import annotations

import itertools
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import clauses, measures
from analysis.errors import AnalysisError
from analysis.figures.words import Words
from analysis.report.clauses import says, shown

NAMES = ("term", "front", "idle")
TEAMS = [frozenset(team) for size in range(4) for team in itertools.combinations(NAMES, size)]


def manifest(orders: list[list[str]] | None = None) -> dict[str, Any]:
    found = [{"name": name, "nl": name, "en": name, "levers": {"a.b": [0, 1]}} for name in NAMES]
    teams = [{"on": sorted(team), "scenario": label(team)} for team in TEAMS]
    return {"clauses": {"of": label(TEAMS[-1]), "against": "no", "clauses": found, "teams": teams, "orders": orders}}


def label(team: frozenset[str]) -> str:
    return "+".join(sorted(team)) or "no"


@given(st.lists(st.integers(-1000, 1000), min_size=8, max_size=8), st.lists(st.permutations(NAMES), max_size=5))
def test_parts_sum_to_the_difference_whatever_the_design(numbers: list[int], orders: list[list[str]]) -> None:
    values = dict(zip(TEAMS, map(np.float64, numbers), strict=True))
    laws = clauses.clauses(manifest([list(order) for order in orders]))
    assert laws is not None
    assert sum(clauses.shared(laws, values).values()) == pytest.approx(values[TEAMS[-1]] - values[TEAMS[0]], abs=1e-9)


def test_all_orders_give_what_all_combinations_give() -> None:
    values = {team: np.float64(10 * len(team) ** 2 + 7 * ("front" in team)) for team in TEAMS}
    every = clauses.clauses(manifest([list(order) for order in itertools.permutations(NAMES)]))
    whole = clauses.clauses(manifest())
    assert every is not None and whole is not None
    assert clauses.shared(every, values) == pytest.approx(clauses.shared(whole, values))


def results(made: ModuleType, shift: dict[str, float], **more: Any) -> Any:
    runs = made.runs(shift, replicates=3, n=150, years=3)
    about = made.meta(years=3)
    cells = measures.cells(runs, about)
    return SimpleNamespace(path="made", manifest=manifest(**more) | {"labels": {}}, cells=cells, areas=runs["areas"], meta=about)


def effect(team: frozenset[str]) -> float:
    """The term halves stays, the front of the queue takes a tenth more where there is a term, `idle` does nothing."""
    return 0.5 ** ("term" in team) * 0.9 ** ({"term", "front"} <= team)


def test_runs_are_shared_out_by_what_their_clauses_do(made: ModuleType) -> None:
    rows = clauses.table(results(made, {label(team): effect(team) for team in TEAMS}), n_boot=200).set_index("clause")
    assert rows.loc[list(NAMES), "change"].sum() == pytest.approx(rows.loc["all", "change"], abs=1e-9)
    assert rows.loc[list(NAMES), "share"].sum() == pytest.approx(1)
    assert rows.loc["term", "change"] < rows.loc["front", "change"] < 0
    assert rows.loc["idle", ["change", "low", "high", "alone", "last"]].to_list() == pytest.approx([0] * 5, abs=1e-9)
    assert rows.loc["front", "alone"] == pytest.approx(0, abs=1e-9), "without a term there is nothing to be in front of"
    assert rows.loc["front", "last"] < 0
    assert (rows["low"] <= rows["change"] + 1e-9).all() and (rows["change"] <= rows["high"] + 1e-9).all()


def test_laws_that_do_the_same_have_no_shares(made: ModuleType) -> None:
    rows = clauses.table(results(made, {label(team): 1.0 for team in TEAMS}), n_boot=50)
    assert rows["share"].isna().all() and (rows["change"] == 0).all()


def test_the_sentences_say_the_numbers_of_the_table(made: ModuleType) -> None:
    found = results(made, {label(team): effect(team) for team in TEAMS})
    laws, rows, words = clauses.clauses(found.manifest), clauses.table(found, n_boot=200), Words("en")
    assert laws is not None
    numbers = shown(laws, rows, words)
    said = [one.plain(words) for one in says(laws, numbers, words)]
    assert said[0].startswith("Of the \N{MINUS SIGN}") and said[0].endswith("are due to: term.")
    assert said[-1] == "0 (0 to 0): idle." or said[-1].startswith("0.0")
    assert numbers.frame["becomes"].iloc[0] == "b: 1"


def test_a_missing_run_is_an_error_not_a_guess(made: ModuleType) -> None:
    teams = [team for team in TEAMS if team != frozenset({"front"})]
    with pytest.raises(AnalysisError, match="exactly these on: front"):
        clauses.table(results(made, {label(team): 1.0 for team in teams}), n_boot=20)
    with pytest.raises(AnalysisError, match="exactly these clauses: front"):
        clauses.table(results(made, {label(team): 1.0 for team in teams}, orders=[["front", "term", "idle"]]), n_boot=20)
    with pytest.raises(AnalysisError, match="no run of experiment=clauses"):
        clauses.table(SimpleNamespace(path="made", manifest={}))  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="no such rate"):
        clauses.table(results(made, {label(team): 1.0 for team in TEAMS}), measure="days")
