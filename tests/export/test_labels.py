"""Labels say what the model says, in both languages, for every column that a run writes."""

from __future__ import annotations

import pytest

from analysis import Results
from analysis.export import labels
from analysis.export.naming import LIMITS, names
from analysis.measures.basis import CAUSES
from analysis.measures.blockers import CLASSES
from analysis.measures.groups import POSITIONS
from sim.country import regions
from sim.machine import codes
from sim.machine.state import SERIES

LISTS = {
    "sector": codes.SECTOR, "profile": codes.PROFILE, "care_need": codes.CARE_NEED, "end": codes.SPELL_END, "place_end": codes.PLACE_END,
    "exempt_end": codes.EXEMPT_END, "kind": codes.KIND, "act": codes.ACT, "invoker": codes.INVOKER, "holder": codes.HOLDER,
    "domain": codes.DOMAIN, "outcome": codes.OUTCOME, "where": codes.WHERE, "case": codes.CASE, "measure": SERIES, "cause": CAUSES,
    "province": regions.PROVINCES.values(), "blocked": CLASSES, "position": POSITIONS,
}  # fmt: skip


@pytest.mark.parametrize("group", LISTS)
def test_words_stand_in_the_model_s_order(group: str) -> None:
    assert list(labels.words(group)) == list(LISTS[group])


def test_every_text_is_there_in_both_languages() -> None:
    tree = labels.tree()
    texts = [*tree["column"].items(), *tree["pattern"].items(), *tree["missing"].items()]
    texts += [(f"{group}.{word}", text) for group, own in tree["words"].items() for word, text in own.items()]
    assert [name for name, text in texts if sorted(text) != ["en", "nl"] or not all(text.values())] == []


def test_every_column_of_a_run_has_a_label(every_table: Results) -> None:
    factors = {"capacity.slack", "regime"}
    found = {(table, column) for table in every_table.tables for column in every_table.columns(table)}
    bare = sorted(column for _, column in found if labels.column(column, "en") == column)
    assert set(bare) <= factors


def test_every_minus_one_of_a_run_has_a_meaning(every_table: Results) -> None:
    lacks = []
    for table in set(every_table.tables) - {"points"}:
        frame = every_table.read(table)
        whole = [name for name in frame if frame[name].dtype.kind in "iu" and (frame[name] == -1).any()]
        lacks += [(table, name) for name in whole if not labels.missing(table, name)]
    assert lacks == []


def test_names_are_legal_different_and_kept_where_they_can_be() -> None:
    columns = ["pupil", "end", "by", "capacity.slack", "x" * 40, "x" * 41, "Pupil", "2nd", "_hidden"]
    for to, limit in LIMITS.items():
        found = names(columns, to)
        assert found[0] == "pupil"
        assert all(len(name) <= limit and name.isidentifier() and name[0].isalpha() and name[-1] != "_" for name in found), found
        assert len({name.lower() for name in found}) == len(columns)
    assert names(columns, "csv") == columns
