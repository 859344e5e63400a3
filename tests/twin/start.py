"""The drawn population as agents: records become attributes; pupils of special schools take their seats."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.machine.codes import BY_BOARD, K_SPECIAL, REGULAR, SPECIAL
from sim.machine.state import State, Table
from tests.twin.tokens import Place

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

SEATED_FIT = 0.8


def records(table: Table) -> list[dict[str, Any]]:
    """Rows as dicts of plain numbers; keys of draws stay 64-bit unsigned."""
    columns = {f: table[f] if f == "key" else table[f].tolist() for f in table.dtype.names or ()}
    return [{f: column[k] for f, column in columns.items()} for k in range(len(table))]


def namespace(record: Any) -> SimpleNamespace:
    return SimpleNamespace(**{f: record[f].item() for f in record.dtype.names})


def levers_of(table: Table) -> list[SimpleNamespace]:
    """Levers by partnership."""
    return [namespace(row) for row in table]


def seat_pupils(model: "TwinModel", rows: "np.ndarray[Any, Any]", drawn: State) -> None:
    """Who is here on day 0: in a regular place, or in a special school."""
    for row in rows.tolist():
        pupil = model.create(row)
        pupil.owner, pupil.enrolled, pupil.where = BY_BOARD, 1, REGULAR
        seat = int(drawn.pupils["place"][row])
        if drawn.pupils["where"][row] != SPECIAL:
            continue
        pupil.where = SPECIAL
        school = model.schools[seat]
        place = Place(pupil, K_SPECIAL, school, seat, pupil.part, pupil.area.row, pupil.sector, -1, -1, 0, SEATED_FIT, 0, 0)
        pupil.place = place
        school.held.add(place)
        model.placements.append(place)
