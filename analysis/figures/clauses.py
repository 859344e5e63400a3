"""Which clause does the work: from one law to another, clause by clause."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.marks import light_grid, plain_ticks, rows, separator, zero_line
from analysis.figures.numbers import number
from analysis.figures.style import INK, OKABE_ITO, QUIET, canvas, drawing
from analysis.figures.words import Words

LESS, MORE = (OKABE_ITO["blue"], ""), (OKABE_ITO["vermilion"], "////")


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Days at home that each clause changes, bars from zero with intervals; the last row is all of them together.

    `table`: clause (the last is `all`), label, scenario, reference, change, low, high.
    """
    frame = pd.concat([table.iloc[:-1].sort_values("change", key=abs, ascending=False, kind="stable"), table.iloc[-1:]])
    labels = [*frame["label"].iloc[:-1], words("figure.together")]
    reach = float(frame[["change", "low", "high"]].abs().max().max()) or 1.0
    with drawing():
        figure = canvas(7.4, 1.0 + 0.36 * len(frame))
        ax = figure.subplots()
        for row, (change, low, high) in enumerate(frame[["change", "low", "high"]].itertuples(index=False)):
            color, hatch = LESS if change < 0 else MORE
            color = color if row < len(frame) - 1 else QUIET
            ax.barh(row, change, height=0.62, color=color, hatch=hatch, edgecolor="white", linewidth=0.5, zorder=2)
            ax.plot([low, high], [row, row], color=INK, lw=1.1, zorder=3)
            ax.text(max(change, high, 0.0) + 0.03 * reach, row, number(change, words.lang, 0, sign=True), va="center", fontsize=8.2, zorder=4)
        separator(ax, len(frame) - 1.5)
        zero_line(ax)
        low, high = min(0.0, float(frame[["change", "low"]].min().min())), max(0.0, float(frame[["change", "high"]].max().max()))
        ax.set_xlim(low - 0.05 * reach, high + 0.18 * reach)
        rows(ax, labels, 34)
        plain_ticks(ax.xaxis, words.lang, 5)
        light_grid(ax, "x")
        ax.spines["left"].set_visible(False)
        names = {"scenario": words.scenario(frame["scenario"].iloc[0]), "reference": words.scenario(frame["reference"].iloc[0])}
        ax.set_xlabel(words("axis.clauses", **names))
    return figure
