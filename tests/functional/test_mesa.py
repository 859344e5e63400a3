"""The face of the model is Mesa's: agents one can read, verbs of agent sets, data collection, and a step that is one week."""

import mesa
import pandas as pd
import pytest
from mesa.datacollection import DataCollector

from experiments import compose
from sim import PlacementModel, Scenario
from sim.agents import AttendanceOffice, Board, Municipality, Partnership, SpecialSchool, YouthCareProvider

SMALL = {"region": {"name": "tiny", "scale": 0.1}, "horizon": {"burn_in_years": 1, "years": 1}, "seed": 3}


@pytest.fixture(scope="module")
def model() -> PlacementModel:
    model = PlacementModel(Scenario.from_dict(SMALL))
    model.datacollector = DataCollector(
        model_reporters={"home": lambda m: sum(p.where == "home" for p in m.pupils)}, agenttype_reporters={Partnership: {"trust": "trust"}}
    )
    for _ in range(60):
        model.step()
    return model


def test_institutions_are_registered_agents_of_every_kind(model: PlacementModel) -> None:
    assert isinstance(model, mesa.Model)
    for kind in (Partnership, Board, SpecialSchool, YouthCareProvider, Municipality, AttendanceOffice):
        assert len(model.agents_by_type[kind]) > 0, kind.__name__


def test_agent_sets_select_sort_and_aggregate_institutions(model: PlacementModel) -> None:
    schools = model.agents_by_type[SpecialSchool]
    full = schools.select(lambda school: school.occupied + school.reserved >= school.places)
    rest = schools.select(lambda school: school.occupied + school.reserved < school.places)
    assert len(full) + len(rest) == len(schools)
    assert schools.agg("occupied", sum) == sum(schools.get("occupied"))
    biggest = next(iter(schools.sort("places", ascending=False)))
    assert biggest.places == max(schools.get("places"))


def test_a_waitlist_holds_pupils_who_wait_for_special_education(model: PlacementModel) -> None:
    waiting = [pupil for school in model.agents_by_type[SpecialSchool] for pupil in school.waitlist]
    assert waiting, "somebody waits"
    assert {model.pupil(pupil).special_queue for pupil in waiting} == {"waiting"}


def test_a_step_is_a_week_and_data_is_collected(model: PlacementModel) -> None:
    assert model.day == 60 * 7
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 60
    assert frame["home"].iloc[-1] == sum(pupil.where == "home" for pupil in model.pupils)
    trust = model.datacollector.get_agenttype_vars_dataframe(Partnership)["trust"]
    assert trust.between(1, 5).all()


def test_stepping_gives_the_tables_of_running_straight_through() -> None:
    scenario = Scenario.from_dict(SMALL)
    stepped = PlacementModel(scenario)
    while stepped.running:
        stepped.step()
    straight = PlacementModel(scenario).run()
    for name, table in straight.tables().items():
        pd.testing.assert_frame_equal(stepped.outcomes().tables()[name], table)


def test_a_branch_leaves_its_model_as_it_was() -> None:
    model = PlacementModel(compose(["region=tiny", "horizon=test", "regime=landscape"]))
    model.advance(model.scenario.burn_in_days)
    before = model.snapshot()
    other = model.branch(compose(["region=tiny", "horizon=test", "regime=geen"]))
    other.run()
    assert all((a == b).all() for a, b in zip(before, model.state, strict=True))
    assert other.day > model.day


def test_a_view_of_a_pupil_is_one_view_and_a_stranger_is_an_error(model: PlacementModel) -> None:
    pupil = next(iter(model.pupils))
    assert model.pupil(pupil.unique_id) == pupil
    assert 0.0 <= pupil.parents.trust <= 1.0
    with pytest.raises(KeyError):
        model.pupil(-1)
