"""A question and its address are one: every lever and word of the declarations can be asked for, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import euro
from analysis.load import from_tables
from experiments.front_door.composer import Composer
from experiments.lab import check, child, cited, form, price, recipe, study
from experiments.lab.controls import Control, controls
from experiments.lab.errors import QuestionError
from experiments.lab.places import places
from experiments.lab.question import ANCHORINGS, COUNTRIES, MOST, STUDIES, YEARS, Proposal, Question, read, read_address
from experiments.lab.starts import starts
from experiments.lab.words import LANGUAGES, Words, texts
from experiments.plan import plan as planning
from sim.events.story import VERBS
from sim.law.levers import LEVERS

EN = Words("en")


def values(control: Control) -> st.SearchStrategy[Any]:
    lever = control.lever
    if control.kind == "flag":
        return st.booleans()
    if control.kind == "whole":
        return st.integers(int(lever.low), int(lever.high))
    if control.kind == "number":
        return st.integers(int(100 * lever.low), int(100 * lever.high)).map(lambda n: n / 100)
    if control.kind == "word":
        return st.sampled_from(lever.choices)
    return st.sets(st.sampled_from(lever.choices)).map(lambda words: tuple(sorted(words)))


changes = st.sets(st.sampled_from(sorted(LEVERS)), max_size=6).flatmap(
    lambda names: st.fixed_dictionaries({name: values(controls()[name]) for name in names})
)
proposals = st.builds(
    lambda start, anchoring, moved: Proposal(start, anchoring).changed(moved), st.sampled_from(sorted(starts())), st.sampled_from(ANCHORINGS), changes
)
questions = st.builds(
    Question, st.lists(proposals, min_size=1, max_size=MOST).map(tuple), st.sampled_from(sorted(places())), st.sampled_from(YEARS),
    st.sampled_from(COUNTRIES), st.none() | st.integers(1, 9),
)  # fmt: skip


@given(questions)
@settings(max_examples=150)
def test_an_address_gives_its_question_back(question: Question) -> None:
    again = read_address(question.address)
    assert again == question
    assert again.address == question.address and again.digest == question.digest


@given(proposals, proposals)
@settings(max_examples=60)
def test_questions_that_differ_have_other_digests(one: Proposal, other: Proposal) -> None:
    assert (Question((one,)).digest == Question((other,)).digest) == (one == other)


@pytest.mark.parametrize(
    "address",
    ["out=x", "region=../etc", "region=tiny", "years=4", "years=3&years=3", "countries=1000", "countries=٣", "start=landscape", "start-5=geen",
     "plan.design=corners", "authority.mandate=nan", "authority.mandate=inf", "authority.mandate=2", "consultation.term_weeks=1.5",
     "authority.domain=everything", "authority.domain=today", "supply.care_slots=today", "stopped=10", "stopped=0", "seed=2", "start-3=geen",
     "authority.mandate=" + "1" * 500, "=", "start", "a=b&" * 400],
)  # fmt: skip
def test_what_is_no_declared_word_is_refused(address: str) -> None:
    if address == "start-3=geen":  # the second is then as a proposal begins
        assert len(read_address(address).proposals) == 3
        return
    with pytest.raises(QuestionError):
        read_address(address)


def test_a_clause_back_to_what_the_start_has_is_no_change() -> None:
    own = starts()["s07_joint_power"].levers["care.place_term_days"]
    assert read([("start", "s07_joint_power"), ("care.place_term_days", str(own))]).proposals[0].is_named


def test_an_option_can_be_put_back_to_today_but_a_pure_regime_has_no_today() -> None:
    proposal = read([("start", "s07_joint_power"), ("agreements.municipal", "today")]).proposals[0]
    assert "agreements.municipal" not in proposal.levers and proposal.value("agreements.municipal") is None


@pytest.mark.parametrize("name", sorted(starts()))
def test_every_start_can_be_run_as_it_stands(name: str) -> None:
    assert check.contradiction(Proposal(name), EN) is None


def test_every_refusal_of_the_model_is_told_beside_a_control_in_both_languages() -> None:
    moved = Proposal("doorzettingsmacht").changed({"authority.holder.education": "none"})
    for lang in LANGUAGES:
        found = check.contradiction(moved, Words(lang))
        assert found is not None and found[0] in LEVERS and found[1]


@given(proposals)
@settings(max_examples=25)
def test_the_files_of_a_question_are_the_question(proposal: Proposal) -> None:
    """The regime file holds every lever of the proposal, and nothing that the proposal does not set."""
    text = recipe.texts(Question((proposal,))).get("regime/proposal_1.yaml")
    assert (text is None) == proposal.is_named
    if text is not None:
        tree = yaml.safe_load(text)
        assert all(_at(tree, name) == (list(value) if isinstance(value, tuple) else value) for name, value in proposal.levers.items())
        assert {name for name in LEVERS if _at(tree, name) is not None} == set(proposal.levers)


def _at(tree: Any, lever: str) -> Any:
    for part in lever.split("."):
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def test_plek_reads_the_files_as_the_same_scenarios(tmp_path: Any) -> None:
    second = Proposal("s07_joint_power", "statutory").changed({"supply.special_places": 0.1})
    question = Question((Proposal("puzzelplicht"), second, Proposal("doorzettingskracht", "voluntary")), "utrecht", 3, 10)
    recipe.write(question, tmp_path)
    plan = planning.build(("experiment=question",), Composer(tmp_path / recipe.FOLDER))
    trees = plan.document["scenarios"]
    assert list(trees) == ["landscape", "puzzelplicht", "proposal_2", "proposal_3", "landscape_aa"]
    assert trees["proposal_2"]["regime"]["supply"] == {"special_places": 0.1} and trees["proposal_2"]["regime"]["base"] == "landscape"
    assert trees["proposal_2"]["regime"]["authority"]["domain"] == "joint"
    assert trees["proposal_3"]["anchoring"] == "voluntary" and trees["puzzelplicht"]["anchoring"] == "statutory"
    assert plan.document["replicates"] == 10 and trees["landscape"]["region"]["name"] == "Utrecht"


def test_a_form_carries_changes_to_another_start() -> None:
    question = Question((Proposal("s07_joint_power").changed({"supply.care_slots": 0.2}),))
    fields = [("question", question.address), ("at", "1"), ("start", "s09_puzzelplicht"), ("supply.care_slots", "20")]
    moved = form.read_form(fields, EN).proposal
    assert moved.start == "s09_puzzelplicht" and dict(moved.changes) == {"supply.care_slots": 0.2}


def test_a_number_that_is_none_stays_as_it_was_typed_with_a_sentence_beside_it() -> None:
    found = form.read_form([("question", ""), ("at", "1"), ("authority.decision_weeks", "six")], EN)
    assert found.wrong == {"authority.decision_weeks": EN("error.no_number")} and found.typed == {"authority.decision_weeks": "six"}


def test_every_text_is_there_in_both_languages_with_the_same_names_to_fill_in() -> None:
    import string

    for key, text in texts().items():
        names = [{name for _, name, _, _ in string.Formatter().parse(text[lang]) if name} for lang in LANGUAGES]
        assert names[0] == names[1], key


@given(proposals)
@settings(max_examples=200)
def test_what_contradicts_itself_is_told_in_words_of_ours(proposal: Proposal) -> None:
    """Never in the model's own words, which name levers."""
    ours = {text["nl"] for key, text in texts().items() if key.startswith("contradiction.")}
    found = check.contradiction(proposal, Words("nl"))
    assert found is None or (found[0] in LEVERS and found[1] in ours)


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [("supply.care_slots", "12,5", 0.125, "12.5"), ("supply.care_slots", "10%", 0.1, "10"), ("authority.mandate", "80", 0.8, "80"),
     ("consultation.capacity", "1.5", 1.5, "1.5"), ("consultation.term_weeks", " 6 ", 6, "6")],
)  # fmt: skip
def test_shares_are_typed_as_percentages(name: str, typed: str, value: float, shown: str) -> None:
    control = controls()[name]
    assert control.read(control.typed(typed)) == value and control.field(value) == shown


@given(questions, st.sampled_from(STUDIES))
@settings(max_examples=40)
def test_a_study_is_a_question_of_its_own(question: Question, name: str) -> None:
    made = replace(question, study=name, stopped=None, proposals=question.proposals[:2])
    assert read_address(made.address) == made
    assert made.digest != replace(made, study="").digest


@pytest.mark.parametrize("proposals", [(Proposal("doorzettingsmacht"),), (Proposal("s07_joint_power"), Proposal("puzzelplicht"))])
def test_plek_reads_the_study_of_clauses(proposals: tuple[Proposal, ...], tmp_path: Path) -> None:
    """As many clauses as the page says, and no more laws than the time is said for."""
    question = study.clauses(Question(proposals, "one_area"))
    recipe.write(question, tmp_path)
    plan = planning.build(("experiment=question",), Composer(tmp_path / recipe.FOLDER))
    assert len(plan.document["clauses"]["clauses"]) == study.number(question)
    assert len(plan.points) <= study.branches(question)


def test_the_child_of_the_middle_is_chosen_among_those_that_differ() -> None:
    rows = pd.DataFrame(
        [("landscape", 1, 0, 50), ("law", 1, 0, 50), ("landscape", 2, 90, 110), ("law", 2, 90, 101), ("landscape", 3, 100, -1),
         ("landscape", 4, 100, 130), ("law", 4, 100, 190)],
        columns=["scenario", "pupil", "start_day", "end_day"],
    )  # fmt: skip
    manifest = {"branch_day": 100, "end_day": 200, "scenarios": {"landscape": {}, "law": {}}}
    chosen = child.choose(from_tables({"spells": rows.assign(replicate=0)}, manifest), ("landscape", "law"))
    assert chosen == child.Chosen(4, 3, (30, 90))  # of 9, 60 and 100 days apart


def test_every_verb_of_the_models_account_has_a_dutch_sentence() -> None:
    assert {key.removeprefix("child.verb.") for key in texts() if key.startswith("child.verb.")} == set(VERBS)


def test_every_source_that_a_control_names_is_one_click_away() -> None:
    there = {source.id for source in cited.sources(EN)}
    named = {control.name: cited.first(control.lever.source) for control in controls().values()}
    assert {name for name, source in named.items() if source and source not in there} == set()
    assert sum(map(bool, named.values())) > len(named) / 2


def test_a_price_a_day_is_only_said_where_the_answer_says_that_days_are_fewer() -> None:
    row = {"middle": 1.0, "low": 0.5, "high": 2.0, "per_day": 700.0, "per_day_low": 400.0, "per_day_high": 900.0, "item": euro.ALL}
    found = pd.DataFrame([row | {"scenario": name} for name in ("told", "untold")] + [row | {"scenario": "none", "per_day": float("nan")}])
    labels = {name: name for name in ("told", "untold", "none")}
    said = price.sentences(found, labels, {"told", "none"}, EN)
    assert ["700" in text for text in said] == [True, False, False]
    assert all(EN("price.untold") in text for text in said[1:])
