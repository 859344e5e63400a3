"""Who gains and who loses."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.marks import folded, hide_rest, light_grid, plain_ticks, rows, separator, zero_line
from analysis.figures.style import RULE, canvas, drawing, looks
from analysis.figures.words import Words


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Change in days at home by group of children, one panel per regime; the grey band is what chance alone moves (A/A run).

    `table`: scenario, reference, dimension, group, estimate, low, high, churn (half-width of the grey band, NaN where no A/A run exists).
    """
    names = list(dict.fromkeys(table["scenario"]))
    groups = list(dict.fromkeys(zip(table["dimension"], table["group"], strict=True)))
    look = looks(names)
    with drawing():
        columns = min(3, len(names))
        depth = -(-len(names) // columns)
        figure = canvas(7.4, 0.5 + depth * (0.6 + 0.27 * len(groups)))
        panels = figure.subplots(depth, columns, sharex=True, sharey=True, squeeze=False)
        for ax, name in zip(panels.ravel(), names, strict=False):
            part = table[table["scenario"] == name].set_index(["dimension", "group"]).reindex(groups).assign(row=range(len(groups)))
            banded, told = part[part["churn"].notna()], part[part["low"].notna()]
            ax.barh(banded["row"], 2 * banded["churn"], left=-banded["churn"], height=0.8, color=RULE, alpha=0.7, zorder=0)
            ax.hlines(told["row"], told["low"], told["high"], color=look[name].color, lw=2.2, zorder=2)
            ax.plot(part["estimate"], part["row"], look[name].marker, ms=5, color=look[name].color, zorder=3)
            for row in range(1, len(groups)):
                if groups[row][0] != groups[row - 1][0]:
                    separator(ax, row - 0.5)
            zero_line(ax)
            ax.set_title(folded(words.scenario(name), 22), fontsize=9, color=look[name].color)
            plain_ticks(ax.xaxis, words.lang, 4)
            light_grid(ax, "x")
        hide_rest(panels, len(names))
        for line in panels:
            rows(line[0], [words.name(dimension, group) for dimension, group in groups], 30)
        for ax in panels.ravel():
            ax.spines["left"].set_visible(False)
        figure.supxlabel(words("axis.change_by_group", reference=words.scenario(table["reference"].iloc[0])), fontsize=9)
    return figure
