"""Power or places: what each obstacle is worth, and for whom."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.marks import folded, light_grid, percent_ticks, rows, separator, zero_line
from analysis.figures.numbers import percent
from analysis.figures.style import INK, OKABE_ITO, canvas, drawing
from analysis.figures.words import Words

LOOKS = {
    "boards_willing": (OKABE_ITO["vermilion"], "////"),
    "places_unlimited": (OKABE_ITO["blue"], ""),
    "care_immediate": (OKABE_ITO["green"], "...."),
    "parents_consent": (OKABE_ITO["orange"], "\\\\\\\\"),
}


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Shapley shares of days at home that go when an obstacle is taken away, by group of children; bars start at zero.

    `table`: dimension, group, ideal (boards_willing, places_unlimited, care_immediate, parents_consent), share, low, high.
    """
    groups = list(dict.fromkeys(zip(table["dimension"], table["group"], strict=True)))
    ideals = [name for name in LOOKS if name in set(table["ideal"])]
    lowest, highest = min(0.0, float(table["share"].min())), float(table[["share", "high"]].max().max())
    with drawing():
        figure = canvas(7.4, 0.9 + 0.34 * len(groups))
        panels = figure.subplots(1, len(ideals), sharex=True, sharey=True, squeeze=False)[0]
        for ax, ideal in zip(panels, ideals, strict=True):
            color, hatch = LOOKS[ideal]
            part = table[table["ideal"] == ideal].set_index(["dimension", "group"])
            for row, key in enumerate(groups):
                share, low, high = (float(part.loc[key, column]) for column in ("share", "low", "high"))
                ax.barh(row, share, height=0.62, color=color, hatch=hatch, edgecolor="white", linewidth=0.5, zorder=2)
                if low == low:
                    ax.plot([low, high], [row, row], color=INK, lw=1.1, zorder=3)
                edge = max(share, high if high == high else share, 0.0)
                ax.text(edge + 0.03 * highest, row, percent(share, words.lang), va="center", fontsize=8.2, color=INK, zorder=4)
            for row in range(1, len(groups)):
                if groups[row][0] != groups[row - 1][0]:
                    separator(ax, row - 0.5)
            zero_line(ax)
            ax.set_title(folded(words.name("ideal", ideal), 16), fontsize=9)
            ax.set_xlim(lowest * 1.15, highest * 1.3)
            percent_ticks(ax.xaxis, words.lang, 3)
            light_grid(ax, "x")
            ax.spines["left"].set_visible(False)
        rows(panels[0], [words.name(dimension, group) for dimension, group in groups], 26)
        figure.supxlabel(words("axis.shapley"), fontsize=9)
    return figure
