"""What each regime changes, beside how sure that is."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, light_grid, plain_ticks, rows, zero_line
from analysis.figures.numbers import decimals, number
from analysis.figures.style import INK, QUIET, Look, canvas, drawing, looks
from analysis.figures.words import Words


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Paired difference from the reference, one row per regime, one panel per measure, 95% intervals.

    `table`: scenario, measure, estimate, low, high (the measure's unit; without an interval a hollow mark).
    """
    names = list(dict.fromkeys(table["scenario"]))
    measures = list(dict.fromkeys(table["measure"]))
    with drawing():
        figure = canvas(7.4, 1.35 + 0.44 * len(names))
        panels = figure.subplots(1, len(measures), sharey=True, squeeze=False)[0]
        for ax, measure in zip(panels, measures, strict=True):
            _panel(ax, table[table["measure"] == measure].set_index("scenario"), names, looks(names), words)
            ax.set_title(folded(words.name("measure", measure), 27), fontsize=9)
            ax.set_xlabel(folded(words.name("unit", measure), 30))
        rows(panels[0], [words.scenario(name) for name in names], 22)
        for ax in panels:
            ax.spines["left"].set_visible(False)
    return figure


def _panel(ax: Axes, table: pd.DataFrame, names: list[str], look: dict[str, Look], words: Words) -> None:
    zero_line(ax)
    digits = decimals(table["estimate"], table["low"], table["high"])
    for row, name in enumerate(names):
        if name not in table.index:
            continue
        estimate, low, high = (float(table.at[name, column]) for column in ("estimate", "low", "high"))
        known = low == low and high == high
        if known:
            ax.plot([low, high], [row, row], color=look[name].color, lw=2.4, solid_capstyle="butt", zorder=2)
        ax.plot(estimate, row, look[name].marker, ms=7, zorder=3, mfc=look[name].color if known else "white", mec=look[name].color)
        ax.annotate(
            number(estimate, words.lang, digits, sign=True),
            (estimate, row),
            xytext=(0, 6.5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.3,
            color=INK if known else QUIET,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )
    ax.margins(x=0.16)
    plain_ticks(ax.xaxis, words.lang, 4)
    light_grid(ax, "x")
