"""Law 3: the causes of a stay sum to its length, exactly; so do its blocker sets to its days after the branch."""

import numpy as np
import pytest

from tests.property.country import NAMES, every_outcome


@pytest.mark.parametrize("name", NAMES)
def test_causes_and_sets_sum_to_the_stay(name: str) -> None:
    outcomes = every_outcome()[name]
    spells, sets = outcomes.spells, outcomes.day_sets
    end = np.where(spells.end_day < 0, outcomes.meta["end_day"], spells.end_day)
    length = end - spells.start_day.to_numpy()
    causes = spells.filter(like="days_")[[c for c in spells if c.startswith("days_")]]
    assert (length > 0).all()
    assert (causes.to_numpy() >= 0).all()
    assert (causes.sum(axis=1).to_numpy() == length).all()
    assert (spells.before_branch_days + spells.after_branch_days == length).all()
    assert ((spells.start_day < outcomes.meta["branch_day"]) == (spells.before_branch_days > 0)).all()
    assert (spells.school_days.between(0, length)).all()
    registered = spells[[f"register_{s}_days" for s in ("lrv", "av", "authorised")]].sum(axis=1).to_numpy()
    assert (registered == np.where(spells.start_register_day < 0, 0, end - spells.start_register_day)).all()
    assert (sets.days > 0).all()
    assert (sets.blockers > 0).all(), "something always stands between a child at home and school"
    summed = sets.groupby(["pupil", "spell_no"]).days.sum()
    wanted = spells.set_index(["pupil", "spell_no"]).after_branch_days
    assert wanted.index.is_unique
    assert summed.reindex(wanted.index, fill_value=0).to_numpy().tolist() == wanted.to_list()
    assert len(summed) == (wanted > 0).sum()


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_child_follow_each_other(name: str) -> None:
    spells = every_outcome()[name].spells.sort_values(["pupil", "spell_no"])
    same = spells.pupil.to_numpy()[1:] == spells.pupil.to_numpy()[:-1]
    gap = spells.start_day.to_numpy()[1:] - spells.end_day.to_numpy()[:-1]
    assert (spells.end_day.to_numpy()[:-1][same] > 0).all()
    assert (gap[same] > 0).all(), "a stay begins after the one before it has ended"
    assert (np.diff(spells.stay_no.to_numpy())[same] >= 0).all()
