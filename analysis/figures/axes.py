"""On which assumptions the effect of a regime turns."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.marks import folded, light_grid, plain_ticks, rows, zero_line
from analysis.figures.style import INK, Look, canvas, drawing, looks
from analysis.figures.words import Words

APART = {"low": -0.15, "high": 0.15}


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Mean difference from the reference among countries low and high on each assumption, 95% intervals; one panel per regime.

    `table`: scenario, reference, axis, label, half (low, high), mean, low, high (NaN where a half has too few countries).
    """
    names, shown = list(dict.fromkeys(table["scenario"])), table.drop_duplicates("axis")
    with drawing():
        figure = canvas(7.4, 1.35 + 0.5 * len(shown))
        panels = figure.subplots(1, len(names), sharex=True, sharey=True, squeeze=False)[0]
        for ax, name in zip(panels, names, strict=True):
            part = table[table["scenario"] == name].set_index(["axis", "half"])
            for row, axis in enumerate(shown["axis"]):
                _halves(ax, row, part.loc[axis], looks(names)[name])
            zero_line(ax)
            ax.set_title(folded(words.scenario(name), 28), fontsize=9, color=looks(names)[name].color)
            plain_ticks(ax.xaxis, words.lang, 4)
            light_grid(ax, "x")
        rows(panels[0], list(shown["label"]), 28)
        for ax in panels:
            ax.spines["left"].set_visible(False)
        figure.supxlabel(words("axis.change_by_group", reference=words.scenario(table["reference"].iloc[0])), fontsize=9)
        marks = [Line2D([], [], ls="", marker="o", ms=5.5, mfc=face, mec=INK) for face in ("white", INK)]
        figure.legend(marks, [words("half.low_of"), words("half.high_of")], loc="outside upper left", ncols=2, fontsize=8.5,
                      handletextpad=0.3, labelcolor=INK)  # fmt: skip
    return figure


def _halves(ax: Axes, row: int, part: pd.DataFrame, look: Look) -> None:
    """Open: low; filled: high."""
    for half, shift in APART.items():
        mean, low, high = (float(part.at[half, column]) for column in ("mean", "low", "high"))
        if low == low:
            ax.plot([low, high], [row + shift] * 2, color=look.color, lw=1.2 if half == "low" else 2.2, solid_capstyle="butt", zorder=2)
        ax.plot(mean, row + shift, look.marker, ms=5.5, mfc="white" if half == "low" else look.color, mec=look.color, zorder=3)
