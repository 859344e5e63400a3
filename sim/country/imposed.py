"""Numbers of one's own, put in the place of what was drawn."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.country.numbers import IMPOSED, Numbers, numbers
from sim.errors import NumbersError, ScenarioError
from sim.machine.state import Table

Institutions = dict[str, Table]
KINDS = {"partnerships": "partnerships", "special_schools": "schools", "providers": "providers", "municipalities": "municipalities"}
WORDS = {"special_schools": "school", "providers": "provider", "municipalities": "municipality"}
"""The words that tables of results call them by, before their number."""
FIELDS = {
    ("partnerships", "arrangement_places"): "arrangement_places", ("partnerships", "arrangement_hours"): "arrangement_hours",
    ("partnerships", "meetings"): "monthly", ("partnerships", "income"): "income", ("partnerships", "reserve"): "reserve",
    ("providers", "slots"): "slots", ("municipalities", "decision_days"): "decision_days", ("special_schools", "pupils"): "to_seat",
    ("special_schools", "places"): "places",
}  # fmt: skip


def numbers_of(region: Mapping[str, Any]) -> Numbers | None:
    """The numbers of a canonical region; None where it has none. ScenarioError when the file has changed since."""
    given = region.get("numbers")
    if not given:
        return None
    found = numbers(given["file"])
    if found.hash != given["hash"]:
        raise ScenarioError(f"numbers={given['file']}: its numbers have changed since this scenario was made")
    return found


def ids(inst: Institutions) -> dict[str, list[str]]:
    """kind -> what a sheet calls each row of the institutions."""
    codes = [f"{'VO' if own['sector'] else 'PO'}{own['id'] // 10}" for own in inst["partnerships"]]
    named = {kind: [f"{word}-{own}" for own in inst[KINDS[kind]]["id"]] for kind, word in WORDS.items()}
    return {"partnerships": codes} | named


def with_pupils(table: Table, own: Numbers | None) -> Table:
    """Rows of the ledger with the pupils that are one's own; the rows given where there are none."""
    given = own.of("partnerships", "pupils") if own else {}
    if not given:
        return table
    found = table.copy()
    codes = [f"{'VO' if row['sector'] else 'PO'}{row['number']}" for row in table]
    for code, value in given.items():
        if code in codes:
            found["regular_pupils"][codes.index(code)] = round(value)
    return found


def impose(inst: Institutions, own: Numbers | None) -> None:
    """Change the institutions in place. Ids that these areas don't hold are left to the areas that do (`check` refuses those of nowhere)."""
    named = ids(inst)
    for filled in own.filled if own else ():
        if (filled.kind, filled.quantity) not in IMPOSED or filled.id not in named[filled.kind]:
            continue
        row = named[filled.kind].index(filled.id)
        if filled.quantity == "regular_room":
            _spread(inst["boards"], row, round(filled.value))
        elif (filled.kind, filled.quantity) in FIELDS:
            table, name = inst[KINDS[filled.kind]], FIELDS[filled.kind, filled.quantity]
            table[name][row] = filled.value if table.dtype[name].kind == "f" else round(filled.value)
            if filled.quantity in ("places", "slots"):
                table["funded"][row] = round(filled.value)
    schools = inst["schools"]
    if own:
        schools["to_seat"] = np.minimum(schools["to_seat"], schools["places"])


def _spread(boards: Table, partnership: int, total: int) -> None:
    """Room of one's own over the boards as the drawn room was, or by pupils where none was drawn."""
    rows = np.flatnonzero(boards["partnership"] == partnership)
    weights = boards["room"][rows] if boards["room"][rows].sum() else boards["pupils"][rows]
    if int(boards["room"][rows].sum()) == total:
        return
    ends = np.round(np.cumsum(weights) * (total / weights.sum())).astype(int)
    boards["room"][rows] = np.diff(ends, prepend=0)


def check(inst: Institutions, own: Numbers, place: str) -> None:
    """NumbersError for an id that the run's areas don't hold, with what would be right."""
    named = ids(inst)
    for filled in own.filled:
        if filled.id not in named[filled.kind]:
            raise NumbersError(f"{filled.where}, column id: no {filled.id} in region={place}; make the sheet for the region that is run")
