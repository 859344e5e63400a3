"""What children at home are waiting for."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, light_grid, plain_ticks, rows
from analysis.figures.numbers import decimals, number
from analysis.figures.style import INK, OKABE_ITO, canvas, drawing
from analysis.figures.words import Words

FAMILIES = {
    "nobody": ("unowned", "idle"),
    "deciding": ("search", "consultation", "decision", "admissibility", "offer", "start_agreed"),
    "place": ("wait_special", "wait_arrangement"),
    "care": ("dispute", "wait_care", "in_care"),
    "parents": ("wait_choice", "refused"),
}
LOOKS = {
    "nobody": (OKABE_ITO["vermilion"], "////", INK),
    "deciding": (OKABE_ITO["sky"], "", INK),
    "place": (OKABE_ITO["blue"], "", "white"),
    "care": (OKABE_ITO["green"], "....", INK),
    "parents": (OKABE_ITO["orange"], "\\\\\\\\", INK),
}


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Days at home by what was going on, stacked per regime; colours are five families, white lines part the causes in them.

    `table`: scenario, cause (as in `days_<cause>`), days (one unit for all rows).
    """
    names = list(dict.fromkeys(table["scenario"]))
    wide = table.pivot_table(index="scenario", columns="cause", values="days", aggfunc="sum", observed=True).reindex(names).fillna(0.0)
    with drawing():
        figure = canvas(7.4, 1.25 + 0.52 * len(names))
        ax = figure.subplots()
        total = wide.sum(axis=1)
        for row, name in enumerate(names):
            _bar(ax, row, wide.loc[name], words.lang, float(total.max()), decimals(total))
            told = number(total[name], words.lang, decimals(total))
            ax.text(total[name] + total.max() * 0.012, row, told, va="center", fontsize=9, fontweight="bold")
        rows(ax, [words.scenario(name) for name in names])
        ax.set_xlim(0, float(total.max()) * 1.1)
        plain_ticks(ax.xaxis, words.lang)
        light_grid(ax, "x")
        ax.set_xlabel(words("axis.days_per_1000"))
        _families(ax, wide.iloc[0], words, float(total.max()))
    return figure


def _bar(ax: Axes, row: int, days: pd.Series, lang: str, highest: float, digits: int) -> None:
    start = 0.0
    for family, members in FAMILIES.items():
        color, hatch, ink = LOOKS[family]
        size = 0.0
        for cause in members:
            width = float(days.get(cause, 0.0))
            ax.barh(row, width, left=start + size, height=0.66, color=color, hatch=hatch, edgecolor="white", linewidth=0.5, zorder=2)
            size += width
        if size > 0.055 * highest:
            box = {"facecolor": color, "edgecolor": "none", "pad": 1.2} if hatch else None
            ax.text(start + size / 2, row, number(size, lang, digits), ha="center", va="center", fontsize=8.5, color=ink, zorder=3, bbox=box)
        start += size


def _families(ax: Axes, first: pd.Series, words: Words, highest: float) -> None:
    """Names of the families above the first bar, each over its own part, moved right where they would touch."""
    start, free = 0.0, 0.0
    for family, members in FAMILIES.items():
        size = float(sum(first.get(cause, 0.0) for cause in members))
        text = folded(words.name("family", family), 15)
        at = max(start + 0.0, free)
        ax.annotate(
            text,
            xy=(start + min(size, highest * 0.02) / 2, -0.34),
            xytext=(at, -0.62),
            va="bottom",
            ha="left",
            fontsize=8.3,
            color=INK,
            annotation_clip=False,
            linespacing=1.05,
            arrowprops={"arrowstyle": "-", "color": LOOKS[family][0], "lw": 1.1, "shrinkA": 1, "shrinkB": 0, "relpos": (0, 0)},
        )
        free = at + highest * 0.019 * max(len(line) for line in text.split("\n"))
        start += size
