"""The answer of a results folder: the report's own files, and from the same report the page's middle, as HTML without any script or style."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from analysis.load import load
from analysis.report.assemble import build
from analysis.report.facts import Facts
from analysis.report.files import write as write_report
from analysis.report.html import as_table
from analysis.report.model import Report
from experiments import CONFIGS
from experiments.lab import price, recipe
from experiments.lab.kept import FIGURES, answer_name
from experiments.lab.places import WHOLE, places
from experiments.lab.question import Question
from experiments.lab.words import Words, span
from experiments.plan import ensemble, flips


def warm() -> None:
    """Load what draws and writes."""
    import analysis.figures.style
    import analysis.report.word  # noqa: F401


def write(folder: Path, question: Question, lang: str) -> None:
    """Report (page, document, workbook, figures) and answer, beside the results. AnalysisError where they can't carry one."""
    results = load(folder)
    write_report(results, lang=lang)
    report = build(Facts(results), lang)
    figures = next(name for name, spoken in FIGURES.items() if spoken == lang)
    costs = price.rows(results, () if question.study else recipe.names(question))
    labels = {name: label[lang] for name, label in zip(recipe.names(question), recipe.labels(question), strict=True)}
    text = _template().render(
        report=report,
        words=report.words,
        lab=Words(lang),
        question=question,
        say=lambda said: Markup(said.html(report.words)),
        table=lambda one: Markup(as_table(one, report.words)),
        source=lambda picture: f"/results/{question.digest}/{figures}/{picture.name}.svg",
        elsewhere=_elsewhere(question, Words(lang)),
        turns=recipe.turns(question),
        turns_time=span(_seconds(folder) / question.run * recipe.REPLICATES * _settings(), Words(lang)),
        pictures=[one for one in report.pictures if one.name == question.study] or report.pictures,
        price_sentences=price.sentences(costs, labels, _fewer(report), Words(lang)),
        price_table=price.table(costs, labels, Words(lang)),
    )
    beside = folder / f".{answer_name(lang)}"
    beside.write_text(text, encoding="utf-8")
    beside.replace(folder / answer_name(lang))


def _fewer(report: Report) -> set[str]:
    """Proposals of which the first table says that fewer days are spent at home."""
    frame = report.overview.frame
    return set(frame.loc[frame["home_high"] < 0, "key"].astype(str))


def _elsewhere(question: Question, words: Words) -> str:
    """That the answer is of a part of the country, where it is."""
    place = places()[question.region]
    return "" if place.name == WHOLE else words("answer.elsewhere", region=place.labels[words.lang])


@cache
def _settings() -> int:
    """How many settings `plan.design=flips` tries: the centre, and each parameter at both ends of what is plausible."""
    return len(flips.rows(ensemble.load(CONFIGS / "ensemble" / "calibrated.yaml"), (), None))


def _seconds(folder: Path) -> float:
    """What the countries of this run took together."""
    return float(pd.read_parquet(folder / "timings.parquet")["seconds"].sum())


@cache
def _template() -> Any:
    text = files("experiments.lab").joinpath("templates", "answer.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(text)
