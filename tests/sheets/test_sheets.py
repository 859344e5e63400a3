"""A sheet left as it was changes nothing; one number changes what it should and nobody else's luck; a spoiled sheet is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from experiments.run import front_door, guarded
from experiments.sheets.__main__ import main
from sim import Scenario
from sim.country.numbers import COLUMNS, QUANTITIES, numbers
from sim.country.population import draw_population
from sim.country.setup import build_state
from sim.errors import NumbersError, ScenarioError

PARTNERSHIP = "PO3008"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet as it is handed out."""
    out = tmp_path_factory.mktemp("sheet") / "mine.xlsx"
    assert front_door(["sheet", "region=PO3008,VO3008", f"out={out}"]) == 0
    return out


def fill(blank: Path, out: Path, **cells: Any) -> Path:
    """A copy with `kind__id__quantity=value` filled in; the first row of its kind where the id is `first`."""
    book = openpyxl.load_workbook(blank)
    for name, value in cells.items():
        kind, id_, quantity = name.split("__")
        rows = [row for row in book[kind].iter_rows(min_row=2) if row[2].value == quantity and (id_ == "first" or row[0].value == id_)]
        rows[0][COLUMNS.index("yours")].value = value
    book.save(out)
    return out


def state(path: Path | None, region: str = "one_area") -> dict[str, np.ndarray]:
    """The state before day 0: every pupil, school and lever."""
    scenario = Scenario.from_dict({"region": region, "numbers": str(path) if path else None, "horizon": {"burn_in_years": 1, "years": 1}})
    built = build_state(scenario, draw_population(scenario, 0), scenario.n_days)
    names = "pupils schools providers municipalities partnerships boards areas levers".split()
    return {name: np.asarray(getattr(built, name)) for name in names}


def differing(one: np.ndarray, other: np.ndarray) -> dict[str, list[int]]:
    """field -> rows that differ."""
    found = {name: np.flatnonzero((one[name] != other[name]).reshape(len(one), -1).any(axis=1)) for name in one.dtype.names or ()}
    return {name: rows.tolist() for name, rows in found.items() if len(rows)}


@pytest.fixture(scope="module")
def plain() -> dict[str, np.ndarray]:
    return state(None)


def test_a_sheet_names_what_the_model_takes_with_unit_and_source(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    assert book.sheetnames == ["read_me", *QUANTITIES]
    for kind, own in QUANTITIES.items():
        rows = list(book[kind].iter_rows(values_only=True))
        assert rows[0] == COLUMNS
        assert {row[2] for row in rows[1:]} == set(own)
        assert all(row[3] and row[4] in ("set", "compared") and row[6] for row in rows[1:])
    known = [row for row in book["partnerships"].iter_rows(min_row=2, values_only=True) if row[5] is not None]
    assert [(row[0], row[2], row[5], row[7]) for row in known] == [("PO3008", "pupils", 23455, 23455), ("VO3008", "pupils", 13370, 13370)]


def test_a_sheet_left_as_it_was_gives_the_very_same_tables(blank: Path, plain: dict[str, np.ndarray]) -> None:
    for name, table in state(blank).items():
        assert (table == plain[name]).all(), name


def test_csv_says_the_same_as_the_workbook(blank: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert main(["region=PO3008,VO3008", f"out={folder}"]) == 0
    assert numbers(folder).hash == numbers(blank).hash
    for path in folder.glob("*.csv"):  # as Excel with Dutch settings saves it
        path.write_text(path.read_text(encoding="utf-8").replace(", ", " ").replace(",", ";"), encoding="utf-8-sig")
    assert numbers(folder).hash == numbers(blank).hash


POWER = {"holder_edu", "mandate", "domain", "invokers", "decision_days", "frames"}
ONE_PLACE: dict[str, tuple[dict[str, Any], str, set[str]]] = {
    "places of a school": ({"special_schools__first__places": 333}, "schools", {"places", "funded"}),
    "slots of a provider": ({"providers__first__slots": 77}, "providers", {"slots", "funded"}),
    "days of a municipality": ({"municipalities__first__decision_days": 3}, "municipalities", {"decision_days"}),
    "meetings": ({"partnerships__PO3008__meetings": 2.5}, "partnerships", {"monthly"}),
    "reserve": ({"partnerships__PO3008__reserve": 123456}, "partnerships", {"reserve"}),
    "arrangements": ({"partnerships__VO3008__arrangement_places": 31}, "partnerships", {"arrangement_places"}),
    "no holder": ({"partnerships__PO3008__holder": "none"}, "levers", POWER),
    "a committee": ({"partnerships__PO3008__holder": "committee"}, "levers", POWER),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_PLACE)
def test_one_changed_place_changes_what_it_should_and_nothing_else(name: str, blank: Path, plain: dict[str, np.ndarray], tmp_path: Path) -> None:
    cells, table, fields = ONE_PLACE[name]
    found = state(fill(blank, tmp_path / "mine.xlsx", **cells))
    changed = differing(plain[table], found[table])
    assert set(changed) <= fields
    assert all(len(rows) == 1 for rows in changed.values())
    aside = {"schools": {"areas": {"free_special"}}, "levers": {"partnerships": {"belief"}}}.get(table, {})
    for other in set(plain) - {table}:
        assert set(differing(plain[other], found[other])) <= aside.get(other, set()), other
    if name != "no holder":
        assert changed


def test_room_of_a_partnership_is_spread_over_its_own_boards(blank: Path, plain: dict[str, np.ndarray], tmp_path: Path) -> None:
    found = state(fill(blank, tmp_path / "mine.xlsx", partnerships__PO3008__regular_room=500))
    own = plain["boards"]["partnership"] == 0
    assert found["boards"]["room"][own].sum() == 500
    assert (found["boards"]["room"][~own] == plain["boards"]["room"][~own]).all()
    assert (found["pupils"] == plain["pupils"]).all()


def test_more_pupils_leave_the_children_there_were_as_they_were(blank: Path, plain: dict[str, np.ndarray], tmp_path: Path) -> None:
    found = state(fill(blank, tmp_path / "mine.xlsx", partnerships__PO3008__pupils=24000))
    assert found["partnerships"]["pupils"].tolist() == [24000, 13370]
    both, one, other = np.intersect1d(plain["pupils"]["id"], found["pupils"]["id"], return_indices=True)
    assert len(both) == len(plain["pupils"]) < len(found["pupils"])
    assert (plain["pupils"]["key"][one] == found["pupils"]["key"][other]).all()  # their luck
    for name in ("severity", "trust", "ability", "birth"):  # a few at the border of a cohort come in as newcomers, or no longer
        assert (plain["pupils"][name][one] == found["pupils"][name][other]).mean() > 0.99, name


def test_what_is_compared_is_never_imposed(blank: Path, plain: dict[str, np.ndarray], tmp_path: Path) -> None:
    path = fill(blank, tmp_path / "mine.xlsx", partnerships__PO3008__at_home=50, special_schools__first__waiting=7)
    assert numbers(path).hash != numbers(blank).hash
    assert all((table == plain[name]).all() for name, table in state(path).items())


def test_digests_know_the_numbers_and_not_where_they_lie(blank: Path, tmp_path: Path) -> None:
    one, other = (fill(blank, tmp_path / name, partnerships__PO3008__reserve=5173) for name in ("a.xlsx", "b.xlsx"))
    trees = [Scenario.from_dict({"region": "one_area", "numbers": str(path)}) for path in (one, other, blank)]
    assert trees[0].burn_in_digest == trees[1].burn_in_digest != trees[2].burn_in_digest
    assert "5173" not in trees[0].tree
    fill(one, one, partnerships__PO3008__reserve=6000)
    with pytest.raises(ScenarioError, match="have changed since"):
        Scenario.from_dict(trees[0].to_dict())


def put(kind: str, row: int, column: str, value: Any) -> Callable[[Any], None]:
    def act(book: Any) -> None:
        book[kind].cell(row, COLUMNS.index(column) + 1).value = value

    return act


def twice(book: Any) -> None:
    book["partnerships"].append([cell.value for cell in book["partnerships"][3]])


def two(*acts: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda book: [act(book) for act in acts] and None


P, S = "partnerships", "special_schools"
SPOILED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "text in a number": (put(P, 2, "yours", "veel"), "row 2, column yours: 'veel' where a whole number from 60"),
    "a number as text": (put(P, 2, "yours", "23.455"), "'23.455' where a whole number"),
    "negative": (put(P, 3, "yours", -4), "column yours: -4 where"),
    "a fraction of a place": (put(P, 3, "yours", 4.5), "column yours: 4.5 where a whole number"),
    "far too large": (put(P, 2, "yours", 10**9), "where a whole number from 60 to 200,000"),
    "a date": (put(P, 2, "yours", datetime(2025, 10, 1)), "'2025-10-01 00:00:00' where"),
    "a truth": (put(P, 2, "yours", True), "'True' where"),
    "a formula": (put(P, 2, "yours", "=A1+1"), "a formula (=A1+1); put in its value"),
    "an error of Excel": (put(P, 2, "yours", "#N/A"), "'#N/A' where"),
    "merged cells": (lambda book: book[P].merge_cells("H2:H4"), "cells H2:H4 are merged"),
    "a doubled row": (twice, "arrangement_places of PO3008 stands there already"),
    "a foreign code": (put(P, 2, "id", "PO2601"), "no PO2601 in region=one_area"),
    "an unknown code": (put(P, 2, "id", "PO9999"), "no PO9999 in region=one_area"),
    "a school of elsewhere": (two(put(S, 2, "id", "school-1"), put(S, 2, "yours", 50)), "no school-1 in region=one_area"),
    "no code": (put(P, 2, "id", None), "column id: 'None' is no id"),
    "a code that became a number": (put(P, 2, "id", 3008), "column id: '3008' is no id"),
    "a quantity unknown": (put(P, 2, "quantity", "pupil"), "'pupil' is none; did you mean"),
    "no quantity": (put(P, 2, "quantity", None), "column quantity: '' is none"),
    "a column renamed": (put(P, 1, "yours", "mine"), "row 1: no column 'yours'"),
    "a column gone": (lambda book: book[P].delete_cols(1), "row 1: no column 'id'"),
    "a column twice": (put(P, 1, "known", "yours"), "row 1: no column 'known'"),
    "no headings": (lambda book: book[P].delete_rows(1), "row 1: no column 'id'"),
    "an empty sheet": (lambda book: book[P].delete_rows(1, 100), "row 1: no column 'id'"),
    "a sheet renamed": (lambda book: setattr(book[P], "title", "partnership"), "sheet 'partnership': not a sheet of this kind; did you mean"),
    "a sheet too many": (lambda book: book.create_sheet("Blad1"), "sheet 'Blad1': not a sheet of this kind"),
    "a holder unknown": (put(P, 9, "yours", "minister"), "'minister' where none, director"),
    "a holder by number": (put(P, 9, "yours", 1), "'1' where none, director"),
    "an agreement unknown": (put(P, 11, "yours", "yes"), "'yes' where none, part, all"),
    "more pupils than places": (two(put(S, 2, "yours", 40), put(S, 3, "yours", 50)), "50 pupils in school-36600, which has 40 places"),
    "waiting at a school with free places": (
        two(put(S, 2, "yours", 90), put(S, 3, "yours", 50), put(S, 4, "yours", 6)), "6 wait for school-36600, which has 40 free places"),
    "hours without arrangements": (two(put(P, 3, "yours", 0), put(P, 4, "yours", 20)), "20 hours for 0 arrangements of PO3008"),
    "zero slots": (put("providers", 2, "yours", 0), "0 where a whole number from 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_sheet_is_refused_in_one_sentence(name: str, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil, said = SPOILED[name]
    book = openpyxl.load_workbook(blank)
    spoil(book)
    path = tmp_path / "mine.xlsx"
    book.save(path)
    out = tmp_path / "out"
    assert guarded(lambda: front_door(["region=one_area", f"numbers={path}", "horizon=test", f"out={out}"])) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == [path]


def test_at_least_thirty_are_spoiled() -> None:
    assert len(SPOILED) >= 30


def test_another_order_of_sheets_and_rows_says_the_same(blank: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(blank)
    book.move_sheet("providers", -3)
    rows = [[cell.value for cell in row] for row in book[P].iter_rows(min_row=2)]
    book[P].delete_rows(2, 100)
    for row in reversed(rows):
        book[P].append(row)
    book.save(tmp_path / "mine.xlsx")
    assert numbers(tmp_path / "mine.xlsx").hash == numbers(blank).hash


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a workbook", "not a workbook that can be read"), (b"", "not a workbook that can be read"), (None, "No such file")],
)
def test_what_is_no_workbook_is_refused(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NumbersError, match=said):
        Scenario.from_dict({"region": "one_area", "numbers": str(path)})


def test_a_fraction_of_a_region_takes_no_numbers(blank: Path) -> None:
    with pytest.raises(ScenarioError, match="a fraction of a region"):
        Scenario.from_dict({"region": "tiny", "numbers": str(blank)})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["region=PO3008"], "say whose sheet"),
        (["region=PO9999", "out=x.xlsx"], "no such partnership"),
        (["regio=PO3008", "out=x.xlsx"], "there is region, out and country"),
    ],
)
def test_a_sheet_of_nobody_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err
