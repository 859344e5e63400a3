"""Law 12, row by row: who is passed waits as many days longer as its rows say. A list served on known days, with and without moves."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import PlacementModel
from sim.machine.codes import OFFER
from tests.property.stripped import GEEN, only_of_its_kind, stripped
from tests.property.test_waitlists import MOVES

OFTEN = {"p_invoke": 0.1}
EVERY = (3, 41, 5, 29, 2, 60)
"""Days between places that fall free, over and over; in the end there is one for everybody."""


def open_place(model: PlacementModel, school: int, more: int = 1) -> None:
    """The school has more places from today, and its list is looked at."""
    schools, world = np.asarray(model.state.schools), np.asarray(model.state.world)
    queues, k = np.asarray(model.state.queues), schools[school]
    schools["places"][school] += more
    schools["funded"][school] += more
    free = max(0, int(k["places"]) - int(k["occupied"]) - int(k["reserved"]))
    np.asarray(model.state.areas)["free_special"][k["area"], k["level"], k["profile"]] = free
    if not queues["dirty"][school]:
        queues["dirty"][school] = 1
        np.asarray(model.state.dirty)[world["n_dirty"][0]] = school
        world["n_dirty"] += 1


def served(regime: dict[str, Any]) -> tuple[pd.Series, pd.DataFrame]:
    """Day of the first offer of the school with the longest list, by pupil, and the children passed in that list."""
    scenario = stripped(regime, behaviour=OFTEN)
    model = PlacementModel(scenario)
    model.advance(scenario.burn_in_days)
    lists = np.asarray(model.state.queues["length"])
    school = max(only_of_its_kind(model).tolist(), key=lambda k: lists[k])
    days, found = iter(EVERY * 1000), {}
    due = model.day + next(days)
    while model.day < scenario.n_days:
        if model.day == due:
            open_place(model, school)
            due += next(days)
        if model.day == scenario.n_days - 8:
            open_place(model, school, 10000)
        model.advance(1)
        p = np.asarray(model.state.pupils)
        for i in np.flatnonzero((p["case"] == OFFER) & (p["offer_place"] == school)):
            found.setdefault(int(p["id"][i]), model.day - 1)
    rows = model.outcomes().interventions
    name = f"school-{int(np.asarray(model.state.schools)['id'][school])}"
    return pd.Series(found), rows[(rows.kind == "queue_move") & (rows.school == name)]


@pytest.fixture(scope="module")
def both() -> tuple[pd.Series, pd.DataFrame]:
    """Days longer until the offer because of moves, by pupil who is served; and their rows."""
    (before, _), (after, rows) = served(GEEN), served(MOVES)
    assert set(before.index) == set(after.index), "the same children are served"
    assert set(rows.passed_pupil[rows.added_days < 0]).isdisjoint(after.index), "the others left the list"
    return after - before, rows[rows.added_days >= 0]


def test_a_passed_child_waits_as_much_longer_as_its_rows_say(both: tuple[pd.Series, pd.DataFrame]) -> None:
    longer, rows = both
    lost = rows.groupby("passed_pupil").added_days.agg(["sum", "size"])
    assert (lost["sum"] > 0).sum() > 20
    assert (lost["size"] > 1).any(), "somebody is passed more than once"
    only_passed = lost["sum"][~lost.index.isin(rows.pupil)]
    assert (only_passed == longer[only_passed.index]).all()


def test_moved_children_gain_what_passed_children_lose(both: tuple[pd.Series, pd.DataFrame]) -> None:
    """What a moved child has lost, passed in its turn, is in the sum as well."""
    longer, rows = both
    movers = [pupil for pupil in rows.pupil.unique() if pupil in longer.index]
    gained = rows.added_days[rows.passed_pupil.isin(movers)].sum() - longer[movers].sum()
    assert rows.added_days.sum() == gained > 0
    assert longer.sum() == 0
