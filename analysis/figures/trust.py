"""Trust between boards, year after year."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from analysis.figures.marks import label_ends, light_grid, plain_ticks, whole_years
from analysis.figures.style import BAND_ALPHA, QUIET, canvas, drawing, looks
from analysis.figures.words import Words


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Mean trust over the partnerships by year since the announcement, a line per regime, a band for the middle half of partnerships.

    `table`: scenario, year, estimate, low, high (the survey's scale; low and high are the quarter points over areas, may be NaN).
    Only the first and the last scenario carry a band: more of them would hide the lines.
    """
    names = list(dict.fromkeys(table["scenario"]))
    look = looks(names)
    with drawing():
        figure = canvas(7.4, 3.7)
        ax = figure.subplots()
        ends = []
        for name in names:
            rows = table[table["scenario"] == name]
            if name in (names[0], names[-1]):
                ax.fill_between(rows["year"], rows["low"], rows["high"], color=look[name].color, alpha=BAND_ALPHA / 1.6, lw=0)
            sns.lineplot(
                x=rows["year"], y=rows["estimate"], color=look[name].color, ls=look[name].dash, errorbar=None, estimator=None, ax=ax
            )
            ends.append((float(rows["estimate"].iloc[-1]), words.scenario(name), look[name].color))
        if table["year"].min() < 0:
            ax.axvline(0, color=QUIET, lw=0.8, ls=(0, (2, 2)))
        whole_years(ax, table["year"])
        light_grid(ax)
        plain_ticks(ax.yaxis, words.lang)
        plain_ticks(ax.xaxis, words.lang, 8, integer=True)
        ax.set_xlabel(words("axis.years_after"))
        ax.set_ylabel(words("axis.trust"))
        label_ends(ax, ends)
    return figure
