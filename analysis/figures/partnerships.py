"""How unequal partnerships are."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from analysis.figures.marks import light_grid, plain_ticks, rows
from analysis.figures.style import INK, canvas, drawing, looks
from analysis.figures.words import Words


def partnerships(table: pd.DataFrame, words: Words) -> Figure:
    """Days at home per 1,000 pupils in every area: a dot each, the box holds the middle half, the line is the median.

    `table`: scenario, area, value (mean over replicates).
    """
    names = list(dict.fromkeys(table["scenario"]))
    look = looks(names)
    shown = table.assign(scenario=pd.Categorical(table["scenario"], names, ordered=True))
    with drawing():
        figure = canvas(7.4, 0.9 + 0.62 * len(names))
        ax = figure.subplots()
        sns.boxplot(
            shown, x="value", y="scenario", hue="scenario", palette={n: look[n].color for n in names}, orient="h", dodge=False, width=0.5, fliersize=0,
            whis=(10, 90), fill=False, linewidth=1.1, legend=False, ax=ax,
        )  # fmt: skip
        for row, name in enumerate(names):
            values = shown.loc[shown["scenario"] == name, "value"].sort_values()
            offsets = [((i * 0.618034) % 1 - 0.5) * 0.42 for i in range(len(values))]
            ax.scatter(values, [row + o for o in offsets], s=9, marker=look[name].marker, color=look[name].color, alpha=0.45, lw=0, zorder=2)
            ax.plot([values.median()] * 2, [row - 0.27, row + 0.27], color=INK, lw=2.2, zorder=4)
        rows(ax, [words.scenario(name) for name in names])
        plain_ticks(ax.xaxis, words.lang, 6)
        light_grid(ax, "x")
        ax.set_xlim(left=0)
        ax.set_xlabel(words("axis.days_per_1000_area"))
        ax.set_ylabel("")
    return figure
