"""The form of a question: what was typed into it, read strictly, with a sentence beside each field that can't be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from experiments.lab.controls import BETWEEN, NOBODY, Control, controls
from experiments.lab.errors import QuestionError
from experiments.lab.question import AS_TODAY, Proposal, Question, read, read_address, value_of
from experiments.lab.starts import starts
from experiments.lab.words import Words
from sim.law.levers import Value

PLAIN = ("region", "years", "countries")
TODAY_BOX = ":today"


@dataclass(frozen=True)
class Form:
    """at: which proposal is in the fields, from 0. wrong: field -> sentence; typed: field -> the text that is wrong."""

    question: Question
    at: int = 0
    wrong: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def proposal(self) -> Proposal:
        return self.question.proposals[self.at]


def read_form(pairs: Sequence[tuple[str, str]], words: Words) -> Form:
    """Fields over the question that the form was made for. QuestionError for fields that no form of ours has."""
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    if not set(given) <= names():
        raise QuestionError("error.key")
    question = read_address(_one(given, "question"))
    at = index(_one(given, "at") or "1", len(question.proposals))
    plain = {name: _one(given, name) for name in PLAIN if name in given}
    question = read([*{**dict(replace(question, stopped=None).pairs), **plain}.items()])
    start, anchoring = _one(given, "start"), _one(given, "anchoring")
    shown = question.proposals[at]  # the fields are of its start, whatever was chosen since
    known = Proposal(shown.start, anchoring or shown.anchoring)
    read([("start", start or known.start), ("anchoring", known.anchoring)])
    values: dict[str, Value | None] = {}
    wrong, typed = {}, {}
    for name, control in controls().items():
        if name in given or f"{name}{TODAY_BOX}" in given or (control.kind == "set" and f"{name}{TODAY_BOX}-asked" in given):
            text = _spelled(control, given, known)
            try:
                values[name] = value_of(name, text, known.start)
            except QuestionError as error:
                wrong[name], typed[name] = error.said(words), given.get(name, [text])[0][:40]
    proposal = known.changed({**dict(shown.changes), **values})
    if start and start != shown.start:
        proposal = _moved(proposal, start)
    return Form(replace(question, proposals=_laid(question.proposals, at, proposal)), at, wrong, typed)


@cache
def names() -> frozenset[str]:
    """Every field that a form of ours may have."""
    boxes = {f"{name}{TODAY_BOX}{tail}" for name, control in controls().items() if control.kind == "set" for tail in ("", "-asked")}
    return frozenset({"question", "at", "start", "anchoring", *PLAIN, *controls(), *boxes})


def begun_from(form: Form, start: str) -> Form:
    """The proposal begun again, from this regime or option as it stands."""
    if start not in starts():
        raise QuestionError("error.choice", "start")
    return Form(replace(form.question, proposals=_laid(form.question.proposals, form.at, Proposal(start, form.proposal.anchoring))), form.at)


def _moved(proposal: Proposal, start: str) -> Proposal:
    """The changes carried over to another start, but for those that only make sense over today."""
    off = starts()[start].base == "geen"
    return Proposal(start, proposal.anchoring).changed({name: value for name, value in proposal.changes if not (off and value is None)})


def index(text: str, number: int) -> int:
    """Which proposal, counted from 1 in the form, from 0 here."""
    if not (len(text) == 1 and text.isascii() and text.isdigit() and 1 <= int(text) <= number):
        raise QuestionError("error.key")
    return int(text) - 1


def _laid(proposals: tuple[Proposal, ...], at: int, one: Proposal) -> tuple[Proposal, ...]:
    return (*proposals[:at], one, *proposals[at + 1 :])


def _one(given: Mapping[str, list[str]], name: str) -> str:
    texts = given.get(name, [""])
    if len(texts) > 1:
        raise QuestionError("error.twice")
    return texts[0]


def _spelled(control: Control, given: Mapping[str, list[str]], known: Proposal) -> str:
    """The field as an address would spell it."""
    texts = given.get(control.name, [])
    if control.kind == "set":
        return BETWEEN.join(texts) or (AS_TODAY if f"{control.name}{TODAY_BOX}" in given else NOBODY)
    if len(texts) != 1:
        raise QuestionError("error.twice")
    empty = AS_TODAY if known.begun.base != "geen" else control.write(control.lever.off)
    return control.typed(texts[0]) or empty
