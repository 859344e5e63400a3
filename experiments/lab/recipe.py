"""A question as files of plek's own: an experiment and the regimes it needs, so that anybody repeats it by one command."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from experiments.lab.controls import controls
from experiments.lab.question import CLAUSES, Proposal, Question
from experiments.lab.words import LANGUAGES, Words
from sim.law.levers import Value

FOLDER = "question"
TODAY = "landscape"
REPLICATES = 8  # of each setting where it is looked for what turns
HEAD = "# Made by the policy lab. To run it: {command}\n"


def names(question: Question) -> list[str]:
    """What each proposal is called in tables: the regime's or option's own name, or `proposal_N` where it was changed.

    Two laws that are mixed are both regimes: an option of the experiment's own would lie over the other law too."""
    own = [proposal.is_named and not (question.study == CLAUSES and proposal.begun.group == "option") for proposal in question.proposals]
    return [proposal.start if is_own else f"proposal_{n}" for n, (proposal, is_own) in enumerate(zip(question.proposals, own, strict=True), 1)]


def labels(question: Question) -> list[dict[str, str]]:
    """What each is called by readers, per language; changed ones say so, and those that would be called alike are numbered."""
    found = [{lang: _label(proposal, Words(lang)) for lang in LANGUAGES} for proposal in question.proposals]
    alike = [label["nl"] for label in found]
    return [
        {lang: f"{text} ({number})" for lang, text in label.items()} if alike.count(label["nl"]) > 1 else label
        for number, label in enumerate(found, 1)
    ]


def command(question: Question) -> str:
    """The line that repeats it, beside the results folder that it names."""
    return f"plek --config-dir {question.digest}/{FOLDER} experiment={FOLDER} out={question.digest}"


def turns(question: Question) -> str:
    """The line that looks where the answer turns: the same question with every parameter at both ends of what is plausible."""
    run = f"plek --config-dir {question.digest}/{FOLDER} experiment={FOLDER}"
    return f"{run} plan.design=flips replicates={REPLICATES} keep=summary out={question.digest}-turns"


def texts(question: Question, more: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Relative name -> content of every file. more: keys of the experiment beside the question's own."""
    head = HEAD.format(command=command(question))
    found = {f"experiment/{FOLDER}.yaml": "# @package _global_\n" + head + _yaml({**_experiment(question), **(more or {})})}
    for name, proposal, label in zip(names(question), question.proposals, labels(question), strict=True):
        if name != proposal.start:
            found[f"regime/{name}.yaml"] = head + _yaml(_regime(name, proposal, label))
    return found


def write(question: Question, folder: Path, more: Mapping[str, Any] | None = None) -> None:
    """The files under `folder`/question."""
    for name, text in texts(question, more).items():
        path = folder / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def changes(proposal: Proposal, words: Words) -> list[tuple[str, str, str]]:
    """(control, what it is now, what the start has) of everything changed."""
    start = Proposal(proposal.start, proposal.anchoring)
    return [
        (controls()[name].label(words), said(name, value, words), said(name, start.value(name), words))
        for name, value in proposal.changes
    ]


def said(lever: str, value: Value | None, words: Words) -> str:
    """A lever's value in words; None is as today."""
    return words("as_today") if value is None else controls()[lever].shown(value, words)


def _experiment(question: Question) -> dict[str, Any]:
    if question.study == CLAUSES:
        return _study(question)
    scenarios = {name: _words(name, proposal) for name, proposal in zip(names(question), question.proposals, strict=True)}
    return {
        "defaults": _where(question),
        **_run(question),
        "plan": {"scenarios": {TODAY: [f"regime={TODAY}"], **scenarios}, **({} if question.study else {"aa": [TODAY]})},
    }


def _study(question: Question) -> dict[str, Any]:
    """Two laws mixed clause by clause: the first proposal, and the second or today."""
    first = question.proposals[0]
    own, *others = names(question)
    return {
        "defaults": [*_where(question), {"override /regime": own}, {"override /anchoring": first.anchoring}],
        "against": others[0] if others else TODAY,
        **_run(question),
        "plan": {"design": question.study, "aa": [TODAY]},
    }


def _where(question: Question) -> list[dict[str, str]]:
    return [{"override /region": question.region}, {"override /ensemble": "calibrated"}]


def _run(question: Question) -> dict[str, Any]:
    return {"replicates": question.run, "keep": "spells", "horizon": {"years": question.years}}


def _words(name: str, proposal: Proposal) -> list[str]:
    if proposal.is_named:
        return [f"{proposal.begun.group}={proposal.start}"]
    return [f"regime={name}", f"anchoring={proposal.anchoring}"]


def _regime(name: str, proposal: Proposal, label: Mapping[str, str]) -> dict[str, Any]:
    begun = proposal.begun
    tree: dict[str, Any] = {"name": name}
    tree |= {f"label_{lang}": label[lang] for lang in LANGUAGES}
    tree |= {f"sentence_{lang}": _sentence(proposal, Words(lang)) for lang in LANGUAGES}
    tree |= {"sources": list(begun.sources), "base": begun.base}
    for lever, value in proposal.levers.items():
        *parents, leaf = lever.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[leaf] = list(value) if isinstance(value, tuple) else value
    return tree


def _label(proposal: Proposal, words: Words) -> str:
    label = proposal.begun.labels[words.lang]
    tail = [words(f"anchoring.{proposal.anchoring}.short")] if proposal.anchoring != "statutory" else []
    tail += [words("changed")] if proposal.changes else []
    return ", ".join([label, *tail])


def _sentence(proposal: Proposal, words: Words) -> str:
    listed = "; ".join(f"{control}: {now} ({words('was')} {before})" for control, now, before in changes(proposal, words))
    sentence = proposal.begun.sentences[words.lang]
    return f"{sentence} {words('changed_in', list=listed)}" if listed else sentence


def _yaml(tree: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(tree), sort_keys=False, allow_unicode=True, width=100)
