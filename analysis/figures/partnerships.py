"""How unequal partnerships are."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import light_grid, plain_ticks, rows
from analysis.figures.style import INK, canvas, drawing, looks
from analysis.figures.words import Words

GOLDEN = 0.618034


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Days at home per 1,000 pupils in every area: a dot each.

    The thin line holds eight in ten areas, the thick one the middle half, the bar is the median.

    `table`: scenario, area, value (mean over replicates).
    """
    names = list(dict.fromkeys(table["scenario"]))
    look = looks(names)
    with drawing():
        figure = canvas(7.4, 0.9 + 0.62 * len(names))
        ax = figure.subplots()
        for row, name in enumerate(names):
            values = table.loc[table["scenario"] == name, "value"].sort_values()
            heights = [row + 0.06 + (i * GOLDEN % 1) * 0.3 for i in range(len(values))]
            sns.scatterplot(
                x=values, y=heights, s=13, marker=look[name].marker, color=look[name].color, alpha=0.55, linewidth=0, legend=False, ax=ax
            )
            _summary(ax, row - 0.12, values, look[name].color)
        rows(ax, [words.scenario(name) for name in names])
        plain_ticks(ax.xaxis, words.lang, 6)
        light_grid(ax, "x")
        ax.set_xlim(left=0)
        ax.set_xlabel(words("axis.days_per_1000_area"))
        ax.set_ylabel("")
    return figure


def _summary(ax: Axes, y: float, values: pd.Series, color: str) -> None:
    low, first, middle, third, high = values.quantile([0.1, 0.25, 0.5, 0.75, 0.9])
    ax.plot([low, high], [y, y], color=color, lw=1.2, zorder=3)
    ax.plot([first, third], [y, y], color=color, lw=5, solid_capstyle="butt", zorder=3)
    ax.plot([middle, middle], [y - 0.13, y + 0.13], color=INK, lw=2.2, zorder=4)
