"""What the report says of clauses: the table, the figure and the sentences of a run of experiment=clauses."""

from __future__ import annotations

import pandas as pd

from analysis.clauses import ALL, Clauses, clauses, drawn, table
from analysis.figures.numbers import decimals
from analysis.figures.words import Words
from analysis.report.facts import LEVEL, Facts
from analysis.report.model import Picture, Said, Table
from analysis.report.tables import column

NUMBERS = ("change", "low", "high", "alone", "last")


def pictures(facts: Facts, words: Words) -> list[Picture]:
    """The figure of the clauses with its table and sentences; none where the run was of something else."""
    laws = clauses(facts.results.manifest)
    if laws is None:
        return []
    rows = table(facts.results, level=LEVEL)
    numbers = shown(laws, rows, words)
    said = says(laws, numbers, words)
    alt = " ".join([words("picture.clauses_alt"), *(one.plain(words) for one in said)])
    return [Picture("clauses", words("picture.clauses"), drawn(laws, rows, words.lang), numbers, said, alt, words("picture.clauses_note"))]


def shown(laws: Clauses, rows: pd.DataFrame, words: Words) -> Table:
    """The rows as a table of the report: what each clause is under both laws, and what it changes."""
    digits = decimals(rows["change"])
    frame = rows.assign(
        key=rows["clause"],
        clause=[laws.labels[name][words.lang] if name != ALL else words("figure.together") for name in rows["clause"]],
        was=[_said(laws, name, 0, words) for name in rows["clause"]],
        becomes=[_said(laws, name, 1, words) for name in rows["clause"]],
    )
    columns = (
        column(words, "clause", "text"), column(words, "was", "text"), column(words, "becomes", "text"),
        *(column(words, key, "number", digits, sign=True, unit="days_year") for key in NUMBERS), column(words, "share", "percent", 0),
    )  # fmt: skip
    title = words("table.clauses", regime=words.inline(laws.of), reference=words.inline(laws.against))
    return Table("clauses", title, columns, frame, words("table.clauses_note"))


def _said(laws: Clauses, clause: str, side: int, words: Words) -> str:
    levers = laws.levers.get(clause, {})
    return "; ".join(f"{lever.rpartition('.')[2]}: {_value(pair[side], words)}" for lever, pair in levers.items())


def _value(value: object, words: Words) -> str:
    if isinstance(value, bool) or value is None:
        return words(f"value.{'unsaid' if value is None else 'yes' if value else 'no'}")
    return ", ".join(map(str, value)) or words("value.nothing") if isinstance(value, list) else str(value)


def says(laws: Clauses, numbers: Table, words: Words) -> list[Said]:
    """The difference and the clause that does most of it, then each other clause, by size."""
    rows = numbers.frame.iloc[:-1].sort_values("change", key=abs, ascending=False, kind="stable")
    total = {name: numbers.cell(column, key=ALL) for name, column in (("total", "change"), ("total_low", "low"), ("total_high", "high"))}
    told = total["total_low"].value > 0 or total["total_high"].value < 0
    found = []
    for place, name in enumerate(rows["key"]):
        cells = {edge: numbers.cell(edge, key=name) for edge in ("change", "low", "high")}
        names = {"clause": laws.labels[name][words.lang], "regime": words.inline(laws.of), "reference": words.inline(laws.against)}
        first = "say.clauses" if told else "say.clauses_untold"
        found.append(Said("say.clauses_next", cells, names) if place else Said(first, cells | total, names))
    return found
