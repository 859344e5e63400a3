"""Queues and places as the years go by."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, label_ends, light_grid, percent_ticks, plain_ticks, whole_years
from analysis.figures.style import INK, QUIET, canvas, drawing, looks
from analysis.figures.words import Words


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Waiting pupils (above) and share of places occupied (below), one column per kind of place, one line per regime.

    `table`: scenario, year (since the announcement; below zero is before), kind, waiting (pupils), occupancy (share of places).
    """
    names = list(dict.fromkeys(table["scenario"]))
    kinds = list(dict.fromkeys(table["kind"]))
    lowest = min(0.9, float(table["occupancy"].min()) // 0.1 * 0.1)
    with drawing():
        figure = canvas(7.4, 4.6)
        panels = figure.subplots(2, len(kinds), sharex=True, squeeze=False, gridspec_kw={"height_ratios": [1.35, 1]})
        for column, kind in enumerate(kinds):
            part = table[table["kind"] == kind]
            last = column == len(kinds) - 1
            _lines(panels[0, column], part, "waiting", names, words, label=last)
            _lines(panels[1, column], part, "occupancy", names, words, label=False)
            panels[0, column].set_ylim(bottom=0)
            plain_ticks(panels[0, column].yaxis, words.lang)
            panels[1, column].set_ylim(lowest, 1.01)
            percent_ticks(panels[1, column].yaxis, words.lang, 4)
            panels[0, column].set_title(folded(words.name("places", kind), 26))
            panels[1, column].set_xlabel(words("axis.years_after"))
            plain_ticks(panels[1, column].xaxis, words.lang, 6, integer=True)
        panels[0, 0].set_ylabel(words("axis.waiting"))
        panels[1, 0].set_ylabel(words("axis.occupied"))
    return figure


def _lines(ax: Axes, table: pd.DataFrame, column: str, names: list[str], words: Words, *, label: bool) -> None:
    look = looks(names)
    ends = []
    for name in names:
        rows = table[table["scenario"] == name].dropna(subset=[column])
        ax.plot(rows["year"], rows[column], color=look[name].color, ls=look[name].dash, lw=1.5)
        if len(rows):
            ends.append((float(rows[column].iloc[-1]), words.scenario(name), look[name].color))
    whole_years(ax, table["year"])
    if table["year"].min() < 0:
        ax.axvline(0, color=QUIET, lw=0.8, ls=(0, (2, 2)))
    ax.set(xlabel="", ylabel="")
    light_grid(ax)
    if label:
        ax.set_ylim(bottom=0)
        label_ends(ax, ends, size=8, gap=0.1)
    ax.tick_params(colors=QUIET)
    ax.title.set_color(INK)
