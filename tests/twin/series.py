"""The weekly series, counted from the agents."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.machine.codes import HOME, NOBODY, NOT_YET, WHERE
from sim.machine.state import SERIES

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def week_of_areas(model: "TwinModel") -> Any:
    """Pupils by area and where, children at home by what is done, then the partnerships; float32 of shape (areas, measures)."""
    table = np.zeros((len(model.areas), len(SERIES)), np.float32)
    for pupil in model.everyone.values():
        if pupil.where != NOT_YET:
            table[pupil.area.row, pupil.where] += 1
        if pupil.where == HOME:
            table[pupil.area.row, len(WHERE) + (0 if pupil.owner == NOBODY else pupil.case)] += 1
    first = len(WHERE) + 7
    for part in model.parts:
        a = part.area.row
        for k, value in enumerate((part.trust * part.weight, part.belief * part.weight, part.support * part.weight, part.reserve / 1000000.0)):
            table[a, first + k] = np.float32(float(table[a, first + k]) + value)
    return table


def week_of_places(model: "TwinModel") -> Any:
    """Places, occupied, waiting of schools, providers, pools of arrangements and boards; int32 of shape (institutions, 3)."""
    rows = [(k.places, len(k.held), len(k.waitlist)) for k in model.schools]
    rows += [(v.slots, len(v.users), len(v.waitlist)) for v in model.providers]
    rows += [(n.arrangement_places, len(n.held) + len(n.promised), len(n.arrangements)) for n in model.parts]
    rows += [(b.room, len(b.held), 0) for b in model.boards]
    return np.array(rows, np.int32)
