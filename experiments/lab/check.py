"""Whether a proposal can be one regime, before anything runs; where not, which control to look at and why."""

import re

from experiments.lab.errors import QuestionError
from experiments.lab.question import Proposal, Question
from experiments.lab.words import Words, texts
from sim.errors import ScenarioError
from sim.law import contradictions
from sim.law.levers import LEVERS

LEVER = re.compile(r"regime\.([a-z_.]+[a-z_])(?:=([a-z_]+))?")


def contradiction(proposal: Proposal, words: Words) -> tuple[str, str] | None:
    """(control, sentence) of what contradicts itself; None where all can be one regime."""
    levers = {name: list(value) if isinstance(value, tuple) else value for name, value in proposal.levers.items()}
    try:
        contradictions.check(levers, proposal.anchoring, proposal.begun.base)
    except ScenarioError as error:
        return _told(str(error), words)
    return None


def same(question: Question) -> bool:
    """Whether two of its proposals are one and the same."""
    return len(set(question.proposals)) < len(question.proposals)


def runnable(question: Question, words: Words) -> None:
    """QuestionError unless every proposal can be one regime, and no two are the same."""
    if same(question):
        raise QuestionError("error.same")
    for number, proposal in enumerate(question.proposals, 1):
        if contradiction(proposal, words) is not None:
            raise QuestionError("error.contradicts", number=number)


def _told(sentence: str, words: Words) -> tuple[str, str]:
    """The lever that the model's sentence begins with, and the sentence in the reader's language."""
    found = LEVER.match(sentence)
    name, value = (found[1], found[2]) if found and found[1] in LEVERS else ("", None)
    group = "contradiction.power.any" if name.startswith("authority.") else ""
    for key in (f"contradiction.{name}.{value}", f"contradiction.{name}.any", group):
        if words.lang in texts().get(key, {}):
            return name, words(key)
    return name, sentence.replace("regime.", "")
