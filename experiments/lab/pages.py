"""Pages as text: templates, and what each is filled with."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.lab import check, cited, fields, picture, recipe, study
from experiments.lab.duration import Durations, countries
from experiments.lab.form import Form
from experiments.lab.jobs import Jobs, Run
from experiments.lab.places import places
from experiments.lab.question import ANCHORINGS, CHILD, COUNTRIES, FEWEST, MOST, YEARS, Proposal, Question
from experiments.lab.starts import starts
from experiments.lab.words import LANGUAGES, Words, span


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("experiments.lab"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(template: str, words: Words, **values: Any) -> str:
    """A page; `here`: its address in the other language, kept by the switch."""
    return _environment().get_template(template).render(words=words, lang=words.lang, languages=LANGUAGES, **values)


def ask(form: Form, words: Words, durations: Durations, is_whole: bool, refusal: str = "") -> str:
    """The page on which a question is put."""
    return render(
        "ask.html.j2", words, form=form, question=form.question, proposal=form.proposal, here=f"?{form.question.address}",
        fieldsets=fields.fieldsets(form, words), starts=_starts(form.proposal, words), tiles=_tiles(form.question, words),
        regions=[(place.name, place.labels[words.lang]) for place in places().values()], anchorings=ANCHORINGS, years=YEARS, countries=COUNTRIES,
        beside=_proposals(form, words), most=MOST, is_whole=is_whole, refusal=refusal, title=words("ask.title"), **live(form, words, durations),
    )  # fmt: skip


def live(form: Form, words: Words, durations: Durations) -> dict[str, Any]:
    """What changes while one moves, and is the same without a script after pressing the button to check."""
    found = check.contradiction(form.proposal, words)
    return {
        "time": takes(form.question, words, durations),
        "summary": summary(form.proposal, words),
        "verdict": words("ask.contradicts") if found or form.wrong else words("ask.fits"),
        "fits": not found and not form.wrong,
    }


def moved(form: Form, words: Words, durations: Durations) -> dict[str, Any]:
    """The same for the script: notes and marks by control."""
    told = fields.board(form, words)
    counts = {group: words("ask.count", n=n) if n else "" for group, n in told.counts.items()}
    return {"notes": told.notes, "changed": told.changed, "counts": counts, "address": form.question.address, **live(form, words, durations)}


def watch(run: Run, ticket: str, jobs: Jobs, words: Words) -> str:
    """The page of a run that is not over, or that ended without an answer."""
    return render(
        "job.html.j2", words, run=run, ticket=ticket, question=run.question, here=f"job/{ticket}", title=words(f"state.{run.state}.title"),
        middle=Markup(progress(run, ticket, jobs, words)), asked=asked(run.question, words), spoken=spoken(run, jobs, words),
    )  # fmt: skip


def progress(run: Run, ticket: str, jobs: Jobs, words: Words) -> str:
    """How far it is: the part of the page that is replaced while it runs."""
    of = countries(run.question)
    left = jobs.durations.country(run.question) * (of - run.n_done)
    return render(
        "progress.html.j2", words, run=run, ticket=ticket, question=run.question, place=jobs.place(run), fewest=FEWEST,
        of=of, left=span(left, words), before=span(jobs.seconds_before(run) if run in jobs.waiting else 0.0, words),
        dots=Markup(picture.dots(run.question, run.dots, words)) if run.dots and run.dots[0] else "",
        rows=picture.rows(run.question, run.dots, words),
        so_far=picture.so_far(run.question, run.so_far, words), failed=failed(run, words),
    )  # fmt: skip


def failed(run: Run, words: Words) -> str:
    """Why it failed, in a sentence."""
    key, detail = run.sentence
    return words(key, detail=detail) if key else ""


def spoken(run: Run, jobs: Jobs | None, words: Words) -> str:
    """What is said aloud: the state, and each quarter of the way."""
    if run.state == "running":
        return words("state.quarter", percent=100 * (4 * run.n_done // countries(run.question)) // 4)
    if run.state == "waiting" and jobs is not None:
        return words("state.place", n=jobs.place(run))
    return words(f"state.{run.state}.title")


def answered(question: Question, words: Words, middle: str | None, is_whole: bool, is_saved: bool, durations: Durations) -> str:
    """The page of an answer, or that there is none yet."""
    return render(
        "answered.html.j2", words, question=question, here=f"answer?{question.address}", title=words("answer.title"), asked=asked(question, words),
        middle=Markup(middle) if middle else "", is_whole=is_whole, is_saved=is_saved, time=takes(question, words, durations), fewest=FEWEST,
        command=recipe.command(question), digest=question.digest, clauses=_clauses(question),
        child="" if question.study or question.stopped is not None else study.child(question).address,
    )  # fmt: skip


def saved(questions: list[tuple[Question, bool]], words: Words) -> str:
    """The list of saved questions; bool: whether the answer is there."""
    return render(
        "saved.html.j2", words, here="saved", title=words("saved.title"),
        rows=[(asked(question, words), question.address, there) for question, there in questions],
    )  # fmt: skip


def sources(words: Words) -> str:
    """What the clauses' sources say."""
    return render("sources.html.j2", words, here="sources", title=words("sources.title"), sources=cited.sources(words))


def about(words: Words) -> str:
    """What the lab can and can't say."""
    return render("about.html.j2", words, here="about", title=words("about.title"))


def refused(words: Words, sentence: str) -> str:
    """A refusal in a sentence, on a page of its own."""
    return render("refused.html.j2", words, here="", title=words("refused.title"), sentence=sentence)


def asked(question: Question, words: Words) -> dict[str, Any]:
    """The question in words: its proposals with what was changed, where, how long, in how many countries."""
    region = places()[question.region].labels[words.lang]
    labels = [label[words.lang] for label in recipe.labels(question)]
    names = labels if len(labels) > 1 else [*labels, words("asked.today")]
    return {
        "study": _studied(question, names, words),
        "proposals": [
            {"label": label, "sentence": proposal.begun.sentences[words.lang], "anchoring": words(f"anchoring.{proposal.anchoring}.short"),
             "changes": recipe.changes(proposal, words)}
            for label, proposal in zip(labels, question.proposals, strict=True)
        ],
        "title": " / ".join(labels),
        "where": words(f"{'child' if question.study == CHILD else 'asked'}.where", region=region, years=question.years, countries=question.countries),
        "stopped": words("asked.stopped", stopped=question.stopped, countries=question.countries) if question.stopped is not None else "",
    }  # fmt: skip


def _studied(question: Question, names: list[str], words: Words) -> str:
    """What a study asks, in a sentence; empty for a question itself."""
    if question.study == CHILD:
        return words("child.asked", one=names[0], other=names[1])
    return words("asked.study", one=names[0], other=names[1], n=study.number(question)) if question.study else ""


def summary(proposal: Proposal, words: Words) -> str:
    """How many clauses differ from the start."""
    n = len(proposal.changes)
    return words("ask.changes", n=n) if n != 1 else words("ask.change")


def takes(question: Question, words: Words, durations: Durations) -> str:
    """How long it will take, and when the first country is there."""
    return words("ask.time", whole=span(durations.whole(question), words), first=span(durations.country(question), words))


def link(question: Question, at: int | None = None) -> str:
    """The address of the page that asks it, with this proposal in the fields."""
    return question.address + (f"&{urlencode({'at': at + 1})}" if at else "")


def _clauses(question: Question) -> str:
    """The address of the study of which clause does the work; empty where there is none to make, or this is it."""
    if question.study or question.stopped is not None or not study.is_possible(question):
        return ""
    return study.clauses(question).address


def _starts(proposal: Proposal, words: Words) -> dict[str, list[Mapping[str, Any]]]:
    """Choices of the start by group."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for start in starts().values():
        one = {"name": start.name, "label": start.labels[words.lang], "sentence": start.sentences[words.lang], "chosen": start.name == proposal.start}
        found.setdefault(start.group, []).append(one)
    return found


def _tiles(question: Question, words: Words) -> list[Mapping[str, Any]]:
    return [
        {"name": place.name, "label": place.labels[words.lang], "column": place.tile[0], "row": place.tile[1],
         "chosen": place.name == question.region}
        for place in places().values() if place.tile is not None
    ]  # fmt: skip


def _proposals(form: Form, words: Words) -> list[Mapping[str, Any]]:
    labels = recipe.labels(form.question)
    return [{"number": number, "label": label[words.lang], "here": number == form.at + 1} for number, label in enumerate(labels, 1)]


def static(name: str) -> bytes:
    """One of our own files: the script, our style, or the components of Utrecht in one."""
    own = files("experiments.lab").joinpath("static")
    if name == "utrecht.css":
        parts = sorted(own.joinpath("utrecht").iterdir(), key=lambda one: one.name)
        return b"\n".join(path.read_bytes() for path in parts if path.name.endswith(".css"))
    return own.joinpath(name).read_bytes()
