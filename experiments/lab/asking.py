"""What a press of a button on the question's page does to the question."""

from dataclasses import dataclass, replace

from experiments.lab import check
from experiments.lab.errors import QuestionError
from experiments.lab.form import Form, begun_from, index
from experiments.lab.question import MOST
from experiments.lab.words import Words


@dataclass(frozen=True)
class Pressed:
    """The form as it is now; runs: it is to be computed; refusal: why not."""

    form: Form
    runs: bool = False
    refusal: str = ""


def press(do: str, form: Form, words: Words) -> Pressed:
    """check, start, run, add, edit-N or remove-N. QuestionError for any other word."""
    verb, _, which = do.partition("-")
    if verb == "run" and not which:
        return _run(form, words)
    if verb == "check" and not which:
        return Pressed(form)
    if verb == "start" and not which:
        return Pressed(begun_from(form, form.proposal.start))
    if verb == "add" and not which:
        return _added(form, words)
    if verb == "edit":
        return Pressed(replace(form, at=index(which, len(form.question.proposals))))
    if verb == "remove":
        return _removed(form, index(which, len(form.question.proposals)))
    raise QuestionError("error.key")


def _run(form: Form, words: Words) -> Pressed:
    try:
        check.runnable(form.question, words)
    except QuestionError as error:
        return Pressed(form, True, error.said(words))
    return Pressed(form, not form.wrong)


def _added(form: Form, words: Words) -> Pressed:
    """A copy of this proposal behind the others, in the fields."""
    proposals = form.question.proposals
    if len(proposals) >= MOST:
        return Pressed(form, refusal=words("error.most", most=MOST))
    return Pressed(replace(form, question=replace(form.question, proposals=(*proposals, form.proposal)), at=len(proposals)))


def _removed(form: Form, which: int) -> Pressed:
    proposals = form.question.proposals
    if len(proposals) == 1:
        return Pressed(form)
    left = (*proposals[:which], *proposals[which + 1 :])
    return Pressed(replace(form, question=replace(form.question, proposals=left), at=min(form.at, len(left) - 1)))
