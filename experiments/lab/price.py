"""What each proposal costs beside today, as a table of the report's kind and a sentence a proposal."""

from collections.abc import Collection, Sequence

import pandas as pd

from analysis import euro
from analysis.figures.numbers import number
from analysis.load import Results
from analysis.report.model import Column, Table
from experiments.lab.words import Words

PAYERS = "payer_"


def rows(results: Results, names: Sequence[str]) -> pd.DataFrame:
    """`euro.table` of these proposals, in this order."""
    found = euro.table(results)
    return found[found["scenario"].isin(names)].sort_values("scenario", key=lambda own: own.map(list(names).index), kind="stable")


def table(found: pd.DataFrame, labels: dict[str, str], words: Words) -> Table:
    """Million euros a year by item, then by who pays, then together."""
    items = {item.name: getattr(item, words.lang) for item in euro.items()}
    said = [items.get(item) or words(f"price.{item}") if not item.startswith(PAYERS) else words(f"price.{item}") for item in found["item"]]
    frame = found.assign(scenario=found["scenario"].map(labels), item=said)
    columns = (
        Column("scenario", words("price.proposal"), "text"),
        Column("item", words("price.item"), "text"),
        *(Column(key, words(f"price.{key}"), "number", 2, sign=True) for key in ("middle", "low", "high", "chance_low", "chance_high")),
    )
    return Table("price", words("price.table"), columns, frame.reset_index(drop=True), words("price.note"))


def sentences(found: pd.DataFrame, labels: dict[str, str], fewer: Collection[str], words: Words) -> list[str]:
    """One a proposal: what it costs together, and what a day avoided costs.

    fewer: proposals of which the answer says that they have fewer days; of others no price a day is said, whatever this table's own interval."""
    said = []
    for row in found[found["item"] == euro.ALL].itertuples():
        cells = {key: number(float(getattr(row, key)), words.lang, 1, sign=True) for key in ("middle", "low", "high")}
        text = words("price.whole", label=labels[str(row.scenario)], **cells)
        if row.per_day == row.per_day and row.scenario in fewer:
            tails = {"middle": "", "low": "_low", "high": "_high"}
            days = {key: number(float(getattr(row, f"per_day{tail}")), words.lang, 0) for key, tail in tails.items()}
            said.append(f"{text} {words('price.per_day', **days)}")
        else:
            said.append(f"{text} {words('price.untold')}")
    return said
