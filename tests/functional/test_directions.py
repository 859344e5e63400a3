"""Which way a lever moves what it is meant to move, and what it costs others: paired runs of one area, with acted-on, displaced and total apart.

Two directions are laws and tried elsewhere: an education-only power leaves the day on which care starts (tests/property/test_power.py), and
reordering a list is zero-sum (tests/property/test_waitlists.py).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from sim import Outcomes, PlacementModel
from sim.machine.codes import ARRANGEMENT, DISPUTED, K_OUT, OFFER, OUT_OF_REGION, REGULAR, SPECIAL, START_AGREED
from tests.functional.directed import FORCED, GEEN, POWER, answers, at_branch, by_role, country, run
from tests.property.country import Tree, levers_of, merged, under

# the right to exceed capacity
EXCEED = merged(POWER, {"authority": {"can_exceed_capacity": 3}})
STABLE: Tree = {
    "drop_base": 0.5, "drop_later": 1.0, "drop_fit": 0.0, "drop_imposed": 0.0, "drop_crowding": 0.0, "drop_unmet_care": 0.0,
    "drop_after_home": 0.0, "drop_distrust": 0.0,
}  # fmt: skip
"""Every placement fails at the same hazard."""
FULL: Tree = {"regular_room": 0.3, "slack": -0.1, "response": 0.0, "arrangements": 0.3}
EFFECTS = {"misfit": {"drop_fit": 4.0}, "imposition": {"drop_imposed": 1.5}, "crowding": {"drop_crowding": 0.7}}


def crowded(**effects: float) -> Tree:
    return country(capacity=FULL, behaviour=FORCED | STABLE | effects)


def placed_beyond(area: Tree) -> pd.Series:
    """Day on which the child was first given a place beyond capacity; by pupil."""
    rows = run([EXCEED], area)[0].interventions
    return rows[rows.kind == "over_capacity"].groupby("pupil").day.min()


def hazards(regime: Tree, area: Tree, since: pd.Series) -> tuple[float, float, int]:
    """Of these children, each since its day: the greatest and mean hazard a year of the places they are in, and stays that begin."""
    scenario = under(regime, area)
    model = PlacementModel(scenario)
    found: list[np.ndarray] = []
    first = since.reindex(np.asarray(model.state.pupils["id"]), fill_value=2**30).to_numpy()
    while model.day < scenario.n_days:
        model.advance(28)
        p = np.asarray(model.state.pupils)
        placed = (p["placement_row"] >= 0) & np.isin(p["where"], (REGULAR, SPECIAL, ARRANGEMENT, OUT_OF_REGION))
        begun = np.asarray(model.state.placements["start_day"])[np.maximum(p["placement_row"], 0)] > first
        found.append(p["hazard_rate"][placed & begun] * 364)
    spells = model.outcomes().spells
    again = int((spells.start_day > spells.pupil.map(since).fillna(2**30)).sum())
    rates = np.concatenate(found)
    return float(rates.max()), float(rates.mean()), again


def test_the_right_to_exceed_capacity_shortens_the_stays_of_those_it_is_used_for() -> None:
    area = crowded()
    without, beyond = run([POWER, EXCEED], area)
    days = by_role(beyond, without)
    assert days["acted_on"] < 0, days.to_dict()
    assert days["total"] < 0, days.to_dict()


def test_places_of_the_same_children_are_as_firm_beyond_capacity_when_nothing_says_otherwise() -> None:
    """Stays begin again more often, for children are placed sooner and a place can fail; per placement nothing is different."""
    area = crowded()
    since = placed_beyond(area)
    assert len(since) > 100
    (most, before, fewer), (most_beyond, after, more) = (hazards(r, area, since) for r in (POWER, EXCEED))
    assert most == before == most_beyond == after == pytest.approx(0.5)
    assert more > fewer > 0


@pytest.mark.parametrize("effect", EFFECTS)
def test_places_of_the_same_children_fail_faster_beyond_capacity_when_something_says_so(effect: str) -> None:
    area = crowded(**EFFECTS[effect])
    since = placed_beyond(area)
    (_, before, _), (_, after, _) = (hazards(r, area, since) for r in (POWER, EXCEED))
    assert after > 1.1 * before, (before, after)


# who pays
GREY: Tree = country(behaviour={"p_dispute": 1.0, "p_dispute_first": 0.5}, population={"care_any_po": 0.3, "care_any_vo": 0.3})
FIFTY: Tree = {"name": "fifty", "base": "geen", "care": {"grey_area_funding": "fifty_fifty"}, "agreements": {"municipal": "all"}}


def care_days(outcomes: Outcomes, but: np.ndarray) -> pd.Series:
    """Days of stays begun after the branch by what care did, of all children but these."""
    spells = outcomes.spells
    new = spells[(spells.start_day >= outcomes.meta["branch_day"]) & ~spells.pupil.isin(but)]
    return new[["days_dispute", "days_wait_care", "days_in_care"]].sum()


def test_sharing_the_costs_leaves_no_day_in_dispute_and_the_list_for_care_longer() -> None:
    """Children whose dispute was open when the law came are left out: it runs on. Who is not disputed over waits in the list instead."""
    pupils = at_branch(GREY)
    before, after = (care_days(o, pupils["id"][pupils["care"] == DISPUTED]) for o in run([GEEN, FIFTY], GREY))
    assert before["days_dispute"] > 1000
    assert after["days_dispute"] == 0
    assert after["days_wait_care"] > before["days_wait_care"], (before.to_dict(), after.to_dict())


# an offer that a school was forced to make
@pytest.mark.parametrize("effect", [0.0, 0.4])
def test_a_forced_offer_is_refused_as_often_as_another_unless_force_counts(effect: float) -> None:
    """The n-th offer of the same child with and without a power: the same answer, and if parents mind force never a milder one."""
    without, power = answers("geen", effect), answers("power", effect)
    both = pd.DataFrame({"before": pd.Series(without), "after": pd.Series(power)}).dropna()
    before = np.array([answer.refused for answer in both["before"]])
    after = np.array([answer.refused for answer in both["after"]])
    forced = np.array([answer.imposed for answer in both["after"]])
    assert forced.sum() > 100 and before.sum() > 100
    assert (after >= before).all()
    assert (after[~forced] == before[~forced]).all()
    assert (after[forced].mean() > before[forced].mean()) == (effect > 0.0)


# a duty to puzzle together
ROOMY: Tree = country(capacity={"arrangements": 20.0})


class Cases(NamedTuple):
    """What happened to cases with a consultation about a child at home, of stays begun after the branch."""

    weeks_to_first: float
    weeks_each: float
    consultations: int
    arrangements: float


def cases(outcomes: Outcomes) -> Cases:
    """`weeks_to_first` from the start of a stay to its first consultation; `weeks_each` of a stay solved by a place, per consultation;
    `consultations` in all, about children who still attend too; `arrangements` in use on a mean Monday."""
    spells = outcomes.spells[outcomes.spells.start_day >= outcomes.meta["branch_day"]]
    rounds = outcomes.interventions[outcomes.interventions.kind == "round"]
    held = rounds[["pupil", "day"]].merge(spells, on="pupil")
    held = held[(held.day >= held.start_day) & ((held.day <= held.end_day) | (held.end_day < 0))]
    first = held.groupby(["pupil", "stay_no"]).agg(day=("day", "min"), start=("start_day", "min"))
    solved = held[held.end_reason.astype(str).str.startswith("placed")]
    weeks = solved.groupby(["pupil", "spell_no"]).after_branch_days.first().sum() / 7
    used = outcomes.series_places[outcomes.series_places.kind == "arrangement"]
    return Cases((first.day - first.start).mean() / 7, weeks / len(solved), len(rounds), used.occupied.sum() / used.week.nunique())


def test_a_duty_to_puzzle_gets_to_a_table_sooner_and_uses_more_arrangements() -> None:
    """A case comes to its first table sooner and fewer weeks go by for each consultation of a solved one; tables and arrangements are used more.
    Between two tables of one case as much time goes by as before: the pause after a failed table is no part of the duty."""
    puzzle = levers_of("regime/puzzelplicht")
    before, after = (cases(o) for o in run([GEEN, puzzle], ROOMY))
    assert after.weeks_to_first < 0.85 * before.weeks_to_first, (before, after)
    assert after.weeks_each < before.weeks_each, (before, after)
    assert after.consultations > before.consultations, (before, after)
    assert after.arrangements > 1.2 * before.arrangements, (before, after)


# the region as an island
PROVINCE: Tree = country(
    region={"name": "Limburg", "scale": 0.2}, capacity={"regular_room": 0.0}, behaviour={"far_after_weeks": 4}, funding={"price_far": 0}
)  # fmt: skip
"""Areas that can help each other, in which no board has room: who may not go elsewhere waits for a special place or an arrangement."""


def duty(*, inside: bool) -> Tree:
    term = {"term_weeks": 13, "compliance": 1.0, "at_term_without_place": "wait", "inside_region": inside}
    return {"name": f"duty-{inside}", "base": "geen", "duty": {"placement": term}}


def far_and_waits(outcomes: Outcomes, but: np.ndarray) -> tuple[int, int]:
    """New places out of the region, but for these children, and days at home that local lists and plans took."""
    placed, spells = outcomes.placements, outcomes.spells
    new = (placed.kind == "out_of_region") & (placed.start_day >= outcomes.meta["branch_day"]) & ~placed.pupil.isin(but)
    return int(new.sum()), int((spells.days_wait_special + spells.days_wait_arrangement).sum())


def test_a_duty_to_place_inside_the_region_makes_no_place_outside_and_its_children_wait_longer() -> None:
    """Against the same duty without borders, all of them met; children to whom a far place was offered before the law are left out."""
    pupils = at_branch(PROVINCE)
    offered = ((pupils["case"] == OFFER) | (pupils["case"] == START_AGREED)) & (pupils["offer_kind"] == K_OUT)
    wide, island = run([duty(inside=False), duty(inside=True)], PROVINCE)
    (far, before), (none, after) = (far_and_waits(o, pupils["id"][offered]) for o in (wide, island))
    days = by_role(island, wide)
    assert far > 20
    assert none == 0
    assert after > before, "local waits are longer"
    assert days["acted_on"] > 0, days.to_dict()
