"""How long children stay at home."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import hide_rest, label_ends, light_grid, percent_ticks, week_ticks
from analysis.figures.style import BAND_ALPHA, Look, canvas, drawing, looks
from analysis.figures.words import Words

TOGETHER = 4


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Share of stays not yet ended, by weeks since their start, with a band per regime.

    `table`: scenario, week, estimate, low, high (shares; low and high may be NaN). Up to four regimes share a panel; more
    get a panel each with the first scenario, today, behind them.
    """
    names = list(dict.fromkeys(table["scenario"]))
    with drawing():
        if len(names) <= TOGETHER:
            figure = canvas(7.4, 4.0)
            ax = figure.subplots()
            _panel(ax, table, names, looks(names), words)
            label_ends(ax, [(_last(table, name), words.scenario(name), looks(names)[name].color) for name in names])
            ax.set_xlabel(words("axis.weeks_at_home"))
            ax.set_ylabel(words("axis.share_still_home"))
            return figure
        return _small_multiples(table, names, words)


def _small_multiples(table: pd.DataFrame, names: list[str], words: Words) -> Figure:
    first, others = names[0], names[1:]
    columns = 3
    depth = -(-len(others) // columns)
    figure = canvas(7.4, 0.5 + 1.9 * depth)
    panels = figure.subplots(depth, columns, sharex=True, sharey=True, squeeze=False)
    for ax, name in zip(panels.ravel(), others, strict=False):
        _panel(ax, table, [first, name], looks(names), words)
        ax.set_title(words.scenario(name), color=looks(names)[name].color)
    hide_rest(panels, len(others))
    figure.supxlabel(words("axis.weeks_at_home") + f"   ({words('figure.line_behind', name=words.scenario(first))})", fontsize=9)
    figure.supylabel(words("axis.share_still_home"), fontsize=9)
    return figure


def _panel(ax: Axes, table: pd.DataFrame, names: list[str], look: dict[str, Look], words: Words) -> None:
    for name in names:
        rows = table[table["scenario"] == name]
        ax.fill_between(rows["week"], rows["low"], rows["high"], color=look[name].color, alpha=BAND_ALPHA, lw=0)
        ax.plot(rows["week"], rows["estimate"], color=look[name].color, ls=look[name].dash)
    highest = float(table["week"].max())
    ax.set_xlim(0, highest)
    ax.set_ylim(0, 1.0)
    week_ticks(ax, words.lang, highest)
    percent_ticks(ax.yaxis, words.lang)
    light_grid(ax)


def _last(table: pd.DataFrame, name: str) -> float:
    return float(table.loc[table["scenario"] == name, "estimate"].iloc[-1])
