"""At the ends of what can be asked the model does what must follow, whatever the numbers in between."""

from typing import Any

from sim import Outcomes, simulate, simulate_branches
from tests.property.country import COUNTRY, merged, under

GEEN = {"name": "geen", "base": "geen"}
MACHT = {
    "name": "macht", "base": "geen",
    "authority": {"holder": {"education": "director"}, "domain": "education", "invokers": ["parents"], "invocation": {"frames": True}},
}  # fmt: skip


def run(regime: Any = GEEN, **changes: Any) -> Outcomes:
    return simulate(under(regime, merged(COUNTRY, {"landscape": "geen"} | changes)))


def days(outcomes: Outcomes) -> int:
    return int(outcomes.spells.after_branch_days.sum())


def new_sets(outcomes: Outcomes, spells: Any) -> Any:
    """Blocker sets of these stays."""
    return outcomes.day_sets.merge(spells[["pupil", "spell_no"]], on=["pupil", "spell_no"])


def test_without_crises_newcomers_or_breaks_nobody_is_at_home() -> None:
    calm = {
        "crisis_po": 0.0, "crisis_vo": 0.0, "p_transition_break": 0.0, "p_move_break": 0.0, "drop_base": 0.0, "drop_special_settled": 0.0,
        "so_to_vso": 0.0, "sbo_to_vso": 0.0, "p_exempt_return": 0.0,
    }  # fmt: skip
    found = run(behaviour=calm, population={"newcomers": 0.0, "direct_special": 0.0})
    assert len(found.spells) == 0
    assert len(found.day_sets) == 0
    assert len(found.interventions) == 0


def test_more_crises_more_stays() -> None:
    counts = [len(run(behaviour={"crisis_po": x, "crisis_vo": x}).spells) for x in (0.01, 0.04, 0.16)]
    assert counts[0] < counts[1] < counts[2]


def test_unlimited_places_leave_nobody_waiting_for_special_education() -> None:
    found = run(ideal={"places_unlimited": True})
    fresh = found.spells[found.spells.start_day >= found.meta["branch_day"]]
    waiting = fresh.days_wait_special + fresh.days_wait_arrangement
    assert waiting.sum() < 0.02 * fresh.after_branch_days.sum()
    assert days(found) < 0.9 * days(run())


def test_boards_that_are_all_willing_leave_no_unwillingness_and_no_idleness() -> None:
    found = run(ideal={"boards_willing": True})
    new = found.spells[found.spells.start_day >= found.meta["branch_day"] + 7]
    assert new.days_idle.sum() == 0
    assert not (new_sets(found, new).blockers & (1 << 2)).any()


def test_care_that_is_immediate_leaves_no_care_days() -> None:
    found = run(ideal={"care_immediate": True})
    new = found.spells[found.spells.start_day >= found.meta["branch_day"]]
    assert (new.days_wait_care + new.days_in_care + new.days_dispute).sum() == 0


def test_parents_who_consent_to_everything_leave_no_refused_days() -> None:
    found = run(ideal={"parents_consent": True})
    new = found.spells[found.spells.start_day >= found.meta["branch_day"]]
    assert (new.days_refused + new.days_wait_choice).sum() == 0


def test_no_room_at_boards_no_new_regular_placements() -> None:
    placed = run(capacity={"regular_room": 0.0}).placements
    assert not (placed.kind == "regular").any()


def test_no_room_for_arrangements_none_starts() -> None:
    placed = run(capacity={"arrangement_hours": 0.0}).placements
    assert not (placed.kind == "arrangement").any()


def test_an_island_makes_no_new_places_out_of_the_region() -> None:
    island = {**GEEN, "duty": {"placement": {"term_weeks": 13, "at_term_without_place": "wait", "inside_region": True, "compliance": 1.0}}}
    wide = merged(COUNTRY, {"region": {"name": "Limburg", "scale": 0.2}, "behaviour": {"far_after_weeks": 4}, "funding": {"price_far": 0}})
    geen, closed = simulate_branches([under(GEEN, wide), under(island, wide)])
    branch = geen.meta["branch_day"]

    def new_far(o: Outcomes) -> int:
        made = o.placements[(o.placements.kind == "out_of_region") & (o.placements.start_agreed_day > branch + 30)]
        return len(made)

    assert new_far(geen) > 0
    assert new_far(closed) == 0


UNWILLING = {"willing": 0.0, "p_use": 1.0, "table_agree": 0.2}
"""Boards that take nobody of themselves, tables that fail, and holders who use what they have."""


def test_a_power_nobody_obeys_imposes_nothing() -> None:
    """Full defiance: the holder decides, unwilling boards refuse, and no placement is imposed."""
    found = run(MACHT, behaviour={"obey_statutory": 0.0, "obey_voluntary": 0.0} | UNWILLING)
    assert not found.placements.imposed.any()
    assert (found.interventions.outcome == "refused_by_board").any()


def test_a_power_everybody_obeys_imposes_places() -> None:
    found = run(MACHT, behaviour={"obey_statutory": 1.0} | UNWILLING)
    assert not (found.interventions.outcome == "refused_by_board").any()
    assert found.placements.imposed.any()


def test_fifty_fifty_under_a_statute_ends_disputes_in_the_grey_area() -> None:
    fifty = {**GEEN, "care": {"grey_area_funding": "fifty_fifty"}, "agreements": {"municipal": "all"}}
    certain = {"p_dispute": 1.0}
    before, after = run(behaviour=certain), run(fifty, behaviour=certain)

    def disputed(o: Outcomes) -> int:
        new = o.spells[o.spells.start_day >= o.meta["branch_day"]].merge(o.pupils[["pupil", "care_need"]], on="pupil")
        return int(new.days_dispute[new.care_need == "concurrent"].sum())

    assert disputed(before) > 100
    # disputes that were open at the branch run on; no new one begins
    assert disputed(after) < 0.2 * disputed(before)
