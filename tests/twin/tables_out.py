"""The twin's rows as the record arrays that sim.results.outcomes reads: the tables are built by the same code."""

from typing import Any

import numpy as np

from sim.machine.codes import NOT_YET
from sim.machine.state import BLOCKER_SET, EXEMPTION, INTERVENTION, PLACEMENT, SPELL, State
from sim.results.outcomes import Outcomes, gather, merge
from tests.twin.model import TwinModel


def outcomes_of(model: TwinModel) -> Outcomes:
    """Tables after the last day."""
    drawn = model.drawn
    pupils = drawn.pupils.copy()
    for row, pupil in model.everyone.items():
        pupils["where"][row], pupils["area"][row] = pupil.where, pupil.area.row
    absent = np.ones(len(pupils), bool)
    absent[list(model.everyone)] = False
    pupils["where"][absent] = NOT_YET
    parts_now = drawn.partnerships.copy()
    for part in model.parts:
        for field, more in part.added.items():
            parts_now[field][part.row] = more
    spells, placements, exemptions = _spells(model), _placements(model), _exemptions(model)
    acts = np.zeros(len(model.acts), INTERVENTION)
    for k, act in enumerate(model.acts):
        for field, value in act.items():
            acts[k][field] = value
    sets = np.array([(*key, days) for key, days in model.sets.items()], BLOCKER_SET)
    world = drawn.world.copy()
    world["today"], world["branch_day"], world["n_events"] = model.day, model.branch_day, model.events
    for field, rows in (
        ("n_spells", spells),
        ("n_placements", placements),
        ("n_exemptions", exemptions),
        ("n_interventions", acts),
        ("n_blocker_sets", sets),
    ):
        world[field] = len(rows)
    parts: dict[str, Any] = drawn._asdict() | {
        "pupils": pupils, "partnerships": parts_now, "spells": spells, "placements": placements, "exemptions": exemptions,
        "interventions": acts, "blocker_sets": sets, "world": world,
        "series": np.stack(model.series), "series_places": np.stack(model.series_places),
    }  # fmt: skip
    return merge([gather(State(**parts), model.labels)], model.scenario, model.replicate)


def _spells(model: TwinModel) -> Any:
    rows = np.zeros(len(model.stays), SPELL)
    for row, stay in zip(rows, model.stays, strict=True):
        row["pupil"], row["partnership"] = stay.pupil.id, stay.part.row
        for field in ("area sector label spell_no stay_no age_weeks start_day end_day end_reason imposed fit register_day exempt_days").split():
            row[field] = getattr(stay, field)
        row["causes"], row["registered"], row["pupil_row"] = stay.causes, stay.registered, stay.pupil.row
    return rows


def _placements(model: TwinModel) -> Any:
    rows = np.zeros(len(model.placements), PLACEMENT)
    for row, place in zip(rows, model.placements, strict=True):
        row["pupil"], row["partnership"], row["place"], row["pupil_row"] = place.pupil.id, place.part.row, place.number, place.pupil.row
        for field in "area sector spell_no kind agreed_day start_day end_day end_reason fit imposed".split():
            row[field] = getattr(place, field)
        row["over_capacity"] = place.over
    return rows


def _exemptions(model: TwinModel) -> Any:
    rows = np.zeros(len(model.exemptions), EXEMPTION)
    for row, exemption in zip(rows, model.exemptions, strict=True):
        row["pupil"], row["partnership"], row["pupil_row"] = exemption.pupil.id, exemption.part.row, exemption.pupil.row
        for field in "area sector spell_no start_day end_day end_reason".split():
            row[field] = getattr(exemption, field)
    return rows
