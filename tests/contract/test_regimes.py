"""Regimes and options are data: complete files, known sources, no code, and no two levers that contradict each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from experiments import CONFIGS, compose
from sim import Scenario, evidence
from sim.errors import ScenarioError
from sim.law.levers import LEVERS
from sim.law.surveys import ANCHORINGS, LANDSCAPES
from sim.scenario import nest

REGIMES = sorted(CONFIGS.glob("regime/*.yaml"))
OPTIONS = sorted(CONFIGS.glob("option/*.yaml"))
NAMED = {
    "landscape", "geen", "zorgplicht_maximaal", "doorzettingskracht", "doorzettingsmacht", "macht_en_kracht", "puzzelplicht",
    "plaatsingsplicht", "doorbraakaanpak",
}  # fmt: skip
WORDS = ("name", "label_nl", "label_en", "sentence_nl", "sentence_en", "sources", "base")
CROSSWALK = re.compile(r"(L([1-9]|1[0-5])|S([0-9]|1[0-5]))")
MACHT = {"authority.holder.education": "director", "authority.domain": "education"}
BOTH = {"authority.holder.education": "director", "authority.holder.care": "municipality"}


def read(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tree


def of(levers: dict[str, Any], **tree: Any) -> Scenario:
    return Scenario.from_dict({"regime": {"name": "mine", **nest(levers)}, **tree})


def names(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


@pytest.mark.parametrize("path", REGIMES + OPTIONS, ids=names(REGIMES + OPTIONS))
def test_a_file_says_in_words_what_it_is(path: Path) -> None:
    tree = read(path)
    assert tree["name"] == path.stem
    for word in WORDS:
        assert tree.get(word), word
    for sentence in (tree["sentence_nl"], tree["sentence_en"]):
        assert sentence.endswith(".") and len(sentence) < 190, sentence
    assert max(len(tree["label_nl"]), len(tree["label_en"])) <= 45
    known = {m.id for m in evidence.mechanisms()} | set(evidence.ids())
    assert [s for s in tree["sources"] if s not in known and not CROSSWALK.fullmatch(s)] == []


@pytest.mark.parametrize("anchoring", ANCHORINGS)
@pytest.mark.parametrize("path", REGIMES + OPTIONS, ids=names(REGIMES + OPTIONS))
def test_a_file_is_one_regime_under_either_anchoring(path: Path, anchoring: str) -> None:
    tree = read(path)
    assert Scenario.from_dict({"regime": tree, "anchoring": anchoring}).name == path.stem
    over = Scenario.from_dict({"regime": "landscape", "option": tree, "anchoring": anchoring})
    assert over.name == path.stem and over.levers == Scenario.from_dict({"regime": tree}).levers


def test_the_named_regimes_are_there_each_pure_over_geen() -> None:
    assert {path.stem for path in REGIMES} == NAMED
    for path in REGIMES:
        assert read(path)["base"] == ("landscape" if path.stem == "landscape" else "geen")
    assert of({}).levers == Scenario.from_dict({"regime": read(CONFIGS / "regime/landscape.yaml")}).levers == {}


def test_every_option_of_the_list_is_there_as_a_difference_on_today() -> None:
    assert {int(path.stem[1:3]) for path in OPTIONS} == set(range(16))
    assert {path.stem for path in OPTIONS if read(path)["base"] != "landscape"} == {"s01_nothing"}


def test_labels_tell_files_apart() -> None:
    for word in ("label_nl", "label_en"):
        labels = [read(path)[word] for path in REGIMES] + [read(path)[word] for path in OPTIONS]
        assert len(set(labels)) == len(labels)


def test_nothing_anywhere_is_geen_and_nothing_changed_is_today() -> None:
    nothing = compose(["region=tiny", "option=s01_nothing"])
    assert (nothing.base, nothing.levers) == ("geen", {})
    today = compose(["region=tiny", "option=s00_today"])
    assert (today.base, today.levers) == ("landscape", {})
    assert nothing.burn_in_digest == today.burn_in_digest == compose(["region=tiny"]).burn_in_digest


@pytest.mark.parametrize("name", LANDSCAPES)
def test_landscape_files_say_what_sim_holds(name: str) -> None:
    assert read(CONFIGS / f"landscape/{name}.yaml") == {"name": name, **LANDSCAPES[name]}
    assert compose([f"landscape={name}"]).burn_in_digest == compose([f"landscape={name}", "regime=geen"]).burn_in_digest


def test_landscape_and_anchoring_files_are_all_there() -> None:
    assert {path.stem for path in CONFIGS.glob("landscape/*.yaml")} == set(LANDSCAPES)
    assert {path.stem for path in CONFIGS.glob("anchoring/*.yaml")} == set(ANCHORINGS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"macht": 0.7, "both": 0.3, "kracht": 0.1}, "landscape.macht + landscape.both + landscape.kracht is more than 1"),
        ({"real": 1.2}, "landscape.real=1.2 is outside 0 to 1"),
        ({"open": "half"}, "landscape.open must be a number"),
    ],
)
def test_a_landscape_that_cannot_be_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(words)):
        Scenario.from_dict({"landscape": {"name": "survey_2025", **given}})


# what contradicts what (the model's page, Regimes are data), the keys the sentence must name, and how far it goes away
CONTRADICTIONS = {
    "a municipality over education without a statute": (
        {"authority.holder.education": "municipality", "authority.domain": "education"}, {"anchoring": "voluntary"},
        ("authority.holder.education", "statut"),
    ),
    "power over care and nobody to have it": (MACHT | {"authority.domain": "care"}, {}, ("authority.domain=care", "authority.holder.care")),
    "separate powers and nobody over care": (
        MACHT | {"authority.domain": "separate"}, {}, ("authority.domain=separate", "authority.holder.care"),
    ),
    "joint power and nobody over care": (MACHT | {"authority.domain": "joint"}, {}, ("authority.domain=joint", "authority.holder.care")),
    "power over education and nobody to have it": (
        {"authority.domain": "education"}, {}, ("authority.domain=education", "authority.holder.education"),
    ),
    "a holder without a domain": (
        {"authority.holder.education": "director"}, {}, ("authority.holder.education=director", "authority.domain"),
    ),
    "a holder over care without a domain": (
        BOTH | {"authority.domain": "education"}, {}, ("authority.holder.care=municipality", "authority.domain"),
    ),
    "half a joint holder": (BOTH | {"authority.holder.education": "joint", "authority.domain": "joint"}, {}, ("joint", "holder.care")),
    "staying at no table": (
        {"consultation.structure": "none", "consultation.stays_until_solved": True}, {}, ("stays_until_solved", "consultation.structure"),
    ),
    "reordering care from education": (MACHT | {"authority.can_reorder_queue": "care"}, {}, ("can_reorder_queue", "care")),
    "reordering both from education": (MACHT | {"authority.can_reorder_queue": "both"}, {}, ("can_reorder_queue", "care")),
    "ten days that bind nobody": (
        {"care.place_term_days": 10, "agreements.municipal": "none"}, {"anchoring": "voluntary"},
        ("care.place_term_days", "agreements.municipal"),
    ),
    "a decision term without a holder": ({"authority.decision_weeks": 6}, {}, ("authority.decision_weeks", "authority.holder")),
    "a right to exceed and nobody to use it": (
        {"base": "geen", "authority.can_exceed_capacity": 1}, {}, ("can_exceed_capacity", "authority.holder"),
    ),
    "a duty to place without its rule at term": (
        {"duty.placement.term_weeks": 13}, {}, ("duty.placement.term_weeks", "at_term_without_place"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_contradiction_is_refused_with_which_and_why(what: str) -> None:
    levers, tree, named = CONTRADICTIONS[what]
    with pytest.raises(ScenarioError) as caught:
        of(levers, **tree)
    sentence = str(caught.value)
    assert "\n" not in sentence and ":" in sentence
    for word in named:
        assert word in sentence


@pytest.mark.parametrize(
    "levers",
    [
        BOTH | {"authority.domain": "separate", "authority.can_reorder_queue": "care"},
        {"authority.holder.education": "municipality", "authority.domain": "education"},
        {"care.place_term_days": 10},
        {"care.place_term_days": 10, "agreements.municipal": "part"},
        {"duty.placement.term_weeks": 13, "duty.placement.at_term_without_place": "wait"},
        MACHT | {"authority.decision_weeks": 6},
        {"authority.can_exceed_capacity": 2},
    ],
)
def test_what_does_not_contradict_is_allowed(levers: dict[str, Any]) -> None:
    assert of(levers).levers.keys() == levers.keys()


def test_over_geen_what_is_not_said_is_off_and_judged() -> None:
    assert of({"care.place_term_days": 10}, anchoring="voluntary")  # today's agreements bind some
    with pytest.raises(ScenarioError, match="nobody would be bound"):
        of({"base": "geen", "care.place_term_days": 10}, anchoring="voluntary")


def test_every_lever_is_used_by_a_file_or_is_there_for_your_own() -> None:
    used = {name for path in REGIMES + OPTIONS for name in Scenario.from_dict({"regime": read(path)}).levers}
    own = {
        "agreements.term_months", "authority.can_exceed_capacity", "authority.can_reorder_queue", "authority.invocation.after_weeks",
        "authority.mandate", "consultation.capacity", "duty.placement.sanction", "duty.puzzle.sanction", "funding.referral", "law.phase",
        "parents.veto", "supply.special_guarantee",
    }  # fmt: skip
    assert used | own == set(LEVERS) and not used & own
