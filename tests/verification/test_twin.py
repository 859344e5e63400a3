"""The engine against its oracle: plain Mesa agents, activated day by day, give the same tables to the bit."""

from typing import Any

import numpy as np
import pytest

from sim import PlacementModel, Scenario, simulate
from sim.machine.clocks import NAMES
from sim.machine.codes import EXEMPT, HOME, LEFT, NEVER
from tests.property.country import merged
from tests.twin import TwinModel
from tests.twin.base import CLOCKS
from tests.twin.cases import BUSY, IDEALS, MISFITS, REFUSING, REGIMES
from tests.twin.compared import assert_same

SMALL: dict[str, Any] = {"region": {"name": "tiny", "scale": 0.05}, "horizon": {"burn_in_years": 1, "years": 2}}
TINY: dict[str, Any] = {"region": "tiny", "horizon": {"burn_in_years": 1, "years": 2}}
ONE_AREA: dict[str, Any] = {"region": "one_area", "horizon": {"burn_in_years": 1, "years": 2}}
# areas of one province: children move and are placed between them
NEIGHBOURS: dict[str, Any] = {"region": {"name": "neighbours", "areas": [54, 55, 56, 57, 58], "scale": 0.03}, "horizon": SMALL["horizon"]}


def regime(name: str, *, base: str = "geen") -> dict[str, Any]:
    return {"regime": {"name": name, "base": base, **REGIMES[name]}}


@pytest.mark.parametrize("name", REGIMES)
def test_every_lever_in_a_busy_region(name: str) -> None:
    country = merged(merged(SMALL, BUSY), MISFITS if name == "plaatsing_misfit" else {})
    twin = assert_same(merged(country, regime(name)))
    assert len(twin.spells) > 40 and len(twin.interventions) > 20


@pytest.mark.parametrize("ideal", IDEALS)
def test_ideals(ideal: str) -> None:
    assert_same(merged(merged(SMALL, BUSY), {"name": ideal, "ideal": {ideal: True}}))


def test_refusals_moves_and_failing_treatments() -> None:
    twin = assert_same(merged(merged(SMALL, BUSY), REFUSING))
    assert (twin.spells["days_refused"] > 0).any()


def test_a_law_over_the_landscape_that_comes_later() -> None:
    assert_same(merged(merged(SMALL, BUSY), regime("later", base="landscape")))


def test_the_irrelevant_extra_child() -> None:
    assert_same(merged(SMALL, {"aa": True}))


def test_neighbouring_areas() -> None:
    twin = assert_same(merged(merged(NEIGHBOURS, BUSY), regime("macht")))
    assert twin.placements["kind"].isin(["out_of_region"]).any()


def test_tiny_in_today_s_landscape() -> None:
    assert_same(TINY)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["macht_voor_in_de_rij", "pact", "plaatsing_boven_capaciteit"])
def test_one_area(name: str) -> None:
    twin = assert_same(merged(merged(ONE_AREA, BUSY), regime(name)), replicate=1)
    if name == "macht_voor_in_de_rij":
        assert (twin.interventions["kind"] == "queue_move").any()


@pytest.mark.parametrize("name", ["macht", "pact"])
def test_what_institutions_count_is_who_is_there(name: str) -> None:
    """Not only the tables: week by week the engine's counts are the twin's, which are counted from the agents."""
    scenario = Scenario.from_dict(merged(merged(SMALL, BUSY), regime(name)))
    engine, twin = PlacementModel(scenario), TwinModel(scenario)
    while twin.day < twin.n_days:
        engine.advance(7)
        for _ in range(7):
            twin.step()
        assert counts_of_engine(engine) == counts_of_twin(twin), f"day {twin.day}"
        assert clocks_of_engine(engine) == clocks_of_twin(twin), f"day {twin.day}"


def counts_of_engine(model: PlacementModel) -> dict[str, list[tuple[Any, ...]]]:
    s = model.state
    fields = {
        "schools": "places occupied reserved", "boards": "occupied reserved temporary_used memory", "providers": "slots occupied",
        "municipalities": "open_cases bound",
        "partnerships": "arrangements_used arrangement_hours_used n_special n_sbo reserve cases_spent trust belief",
    }  # fmt: skip
    return {name: [tuple(row) for row in np.asarray(getattr(s, name))[columns.split()].tolist()] for name, columns in fields.items()}


def counts_of_twin(model: TwinModel) -> dict[str, list[tuple[Any, ...]]]:
    def used(part: Any) -> tuple[int, int]:
        arrangements = [*part.held, *part.promised]
        return len(arrangements), sum(x.hours for x in arrangements)

    return {
        "schools": [(k.places, len(k.held), len(k.promised)) for k in model.schools],
        "boards": [(len(b.held), len(b.promised), len(b.guests), b.memory) for b in model.boards],
        "providers": [(v.slots, len(v.users)) for v in model.providers],
        "municipalities": [(len(m.on_list()), int(m.bound)) for m in model.munis],
        "partnerships": [(*used(n), *n.paid_places(), n.reserve, n.cases_spent, n.trust, n.belief) for n in model.parts],
    }


STATE = "where case waits care owner stance plan sector".split()


def clocks_of_engine(model: PlacementModel) -> dict[int, tuple[int, ...]]:
    """State tuple and clocks (those beyond the run as one) of everybody who is here."""
    p = np.asarray(model.state.pupils)
    here = p[(p["where"] < EXEMPT + 1)]
    end = model.scenario.n_days
    rows = zip(*(here[f].tolist() for f in ["id", *STATE]), *(np.minimum(here[f"clock_{c}"], end).tolist() for c in CLOCKS), strict=True)
    return {row[0]: row[1:] for row in rows}


def test_both_have_the_same_clocks_in_the_same_order() -> None:
    assert tuple(CLOCKS) == NAMES


def clocks_of_twin(model: TwinModel) -> dict[int, tuple[int, ...]]:
    return {
        p.id: (*(getattr(p, f) for f in STATE), *(min(p.clocks.get(c, NEVER), model.n_days) for c in CLOCKS))
        for p in model.everyone.values()
        if p.where < LEFT
    }


def test_the_twin_sees_a_difference() -> None:
    """An oracle that cannot disagree proves nothing: one day more at home changes the tables."""
    scenario = Scenario.from_dict(SMALL)
    engine, model = simulate(scenario), TwinModel(scenario)
    while model.day < model.n_days:
        model.step()
        if model.day == 500:
            child = next(p for p in model.pupils_here if p.where == HOME)
            child.clocks["case"] = child.clocks.get("case", 500) + 1
    from tests.twin.tables_out import outcomes_of

    assert not outcomes_of(model).spells.equals(engine.spells)
