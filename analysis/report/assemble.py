"""Results -> Report: everything the report says, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures import FIGURES
from analysis.figures.words import LANGUAGES, Words
from analysis.load import Results
from analysis.report import clauses, pictures, settings, tables
from analysis.report.answer import bases, leading, three_sentences, verdicts
from analysis.report.facts import NOTHING, TODAY, Facts
from analysis.report.model import Cell, Picture, Report, Said, Table
from analysis.report.plausible import Plausible


def texts(results: Results, lang: str) -> Words:
    """The words of a report on these results; AnalysisError for a language that there are no texts in."""
    if lang not in LANGUAGES:
        raise AnalysisError(f"lang={lang}: there is lang=nl and lang=en")
    return Words(lang, results.manifest.get("labels"))


def build(results: Results | Facts, lang: str = "nl", begin: Callable[[str, pd.DataFrame], None] = lambda name, numbers: None) -> Report:
    """The report of one results folder. AnalysisError, one line, where the results can't carry it.

    begin: told of each figure as soon as what it draws is known.
    """
    facts = results if isinstance(results, Facts) else Facts(results)
    words = texts(facts.results, lang)
    check(facts)
    overview = tables.compared(facts, words, TODAY, "overview")
    mechanism = tables.compared(facts, words, NOTHING, "mechanism") if NOTHING in facts.scenarios else None
    obstacles = tables.bottleneck(facts, words) if len(facts.by_obstacle) else tables.blocked(facts, words)
    run = tables.run(facts, words)
    plausible = Plausible(facts, words) if facts.ensemble else None
    answer, turns, added = _plausible(plausible, facts, overview)
    added = _begun([*added, *clauses.pictures(facts, words)], begin)
    shown = {picture.table.name for picture in added}
    open_ = [table for table in (plausible.tables() if plausible else []) if table.name not in shown]
    six = _begun(pictures.six(facts, words, overview, obstacles), begin)
    drawn = sorted([*six, *added], key=lambda picture: FIGURES.index(picture.name))
    touched = tables.roles(facts, words)
    return Report(
        words=words,
        title=words("report.title"),
        subtitle=words("report.subtitle"),
        asked=[
            words("report.asked"),
            words("report.compared", regimes="; ".join(words.inline(name) for name in facts.scenarios[1:]) or words("set.none")),
        ],
        answer=[*three_sentences(facts, words, overview, mechanism, obstacles), *answer],
        more=[*_stopped(run, facts), *verdicts(facts, words, overview), *bases(facts, words), *turns, *_empty(facts, words)],
        overview=overview,
        pictures=drawn,
        method=_method(run, facts),
        limits=words("report.limits", uncertain=words("report.uncertain_ensemble" if plausible else "report.uncertain_alone")).split("\n"),
        tables=[*open_, *([mechanism] if mechanism else []), *([touched] if touched else []), run],
        assumptions=settings.assumptions(facts, words),
        changed=[settings.overrides(facts, words), settings.levers(facts, words)],
        provenance=settings.provenance(facts, words),
        command=settings.command(facts),
    )


def _begun(found: Iterable[Picture], begin: Callable[[str, pd.DataFrame], None]) -> list[Picture]:
    """The figures, each begun before the numbers of the next are made."""
    shown = []
    for picture in found:
        begin(picture.name, picture.drawn)
        shown.append(picture)
    return shown


def check(facts: Facts) -> None:
    """AnalysisError, each with its own sentence, unless all is there that must be before anything is said."""
    results = facts.results
    if not results.scenarios:
        raise AnalysisError(f"{results.path}: the tables hold no run; nothing to report on")
    if len(facts.scenarios) < 2:
        raise AnalysisError(f"{results.path}: only '{TODAY}' was run; a report compares it with at least one regime (experiment=compare)")
    for table in ("areas", "counts"):
        if not results.has(table):
            raise AnalysisError(f"{results.path}: no table '{table}' (there is: {', '.join(results.tables)}); the report needs it")
    if facts.ensemble and facts.units["replicate"].nunique() < 2:
        raise AnalysisError(f"{results.path}: one member of an ensemble tells nothing about uncertainty; run again with replicates=2 or more")
    if len(facts.units[["replicate", "province"]].drop_duplicates()) < 2:
        raise AnalysisError(
            f"{results.path}: one replicate of one province tells nothing about uncertainty; "
            "run again with replicates=2 or more, or a larger region"
        )


def _plausible(plausible: Plausible | None, facts: Facts, overview: Table) -> tuple[list[Said], list[Said], list[Picture]]:
    """What an ensemble adds: a sentence to the answer, on which assumptions it turns, and that as a figure."""
    if plausible is None or not facts.policies:
        return [], [], []
    regime = leading(facts, overview)
    drawn = plausible.picture(regime) if plausible.axes else None
    return [plausible.count(regime)], plausible.turns(regime) if plausible.axes else [], [drawn] if drawn else []


def _stopped(run: Table, facts: Facts) -> list[Said]:
    """That the run was stopped early, where it was: whoever stops when the answer pleases makes it look better than it is."""
    if facts.stopped is None:
        return []
    return [Said("answer.stopped", {key: run.cell("number", key=key) for key in ("replicates", "asked")})]


def _empty(facts: Facts, words: Words) -> list[Said]:
    """A sentence for the regimes in which nobody stays at home: no curve can be drawn of them."""
    home = facts.units.groupby("scenario")["home_run"].sum()
    names = [words.inline(name) for name in facts.scenarios if not home.get(name, 0) > 0]
    return [Said("answer.list_empty", {}, {"regimes": "; ".join(names)})] if names else []


def _method(run: Table, facts: Facts) -> list[Said]:
    cells = {str(key): Cell(run, place, "number") for place, key in enumerate(run.frame["key"])}
    said = [
        Said("method.country", {key: cells[key] for key in ("replicates", "areas", "provinces", "burn_in_years", "years")}),
        Said("method.paired"),
        Said("method.interval_ensemble" if facts.ensemble else "method.interval", {"level": cells["level"]}),
        Said("method.primary", {"window_years": cells["window_years"], "per_pupils": cells["per_pupils"]}),
    ]
    if len(facts.results.replicates) < 2:
        said.append(Said("method.one_replicate", {"replicates": cells["replicates"]}))
    return said
