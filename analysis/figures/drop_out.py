"""Placements that fail again."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, light_grid, percent_ticks, rows
from analysis.figures.numbers import percent
from analysis.figures.style import INK, QUIET, RULE, Look, canvas, drawing, looks
from analysis.figures.words import Words


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Share of placements that ended in drop-out within the given time: one panel per kind, one row per regime.

    `table`: scenario, kind (regular, special, arrangement, out_of_region, temporary, imposed, all), estimate, low, high (shares;
    estimate NaN where a regime made no such placement: shown as an empty row).
    """
    names = list(dict.fromkeys(table["scenario"]))
    kinds = list(dict.fromkeys(table["kind"]))
    highest = float(table[["estimate", "high"]].max().max())
    with drawing():
        columns = min(3, len(kinds))
        depth = -(-len(kinds) // columns)
        figure = canvas(7.4, 0.55 + depth * (0.55 + 0.33 * len(names)))
        panels = figure.subplots(depth, columns, sharex=True, sharey=True, squeeze=False)
        for ax, kind in zip(panels.ravel(), kinds, strict=False):
            _panel(ax, table[table["kind"] == kind].set_index("scenario"), names, looks(names), words, highest)
            ax.set_title(folded(words.name("kind", kind), 24), fontsize=8.6)
        for ax in panels.ravel()[len(kinds) :]:
            ax.set_visible(False)
        for row in panels:
            rows(row[0], [words.scenario(name) for name in names], 22)
        for ax in panels.ravel():
            ax.spines["left"].set_visible(False)
        figure.supxlabel(words("axis.share_failed"), fontsize=9)
    return figure


def _panel(ax: Axes, table: pd.DataFrame, names: list[str], look: dict[str, Look], words: Words, highest: float) -> None:
    for row, name in enumerate(names):
        estimate = float(table["estimate"].get(name, float("nan")))
        if estimate != estimate:
            ax.text(0.012 * highest, row, words("figure.none_such"), va="center", fontsize=8, color=QUIET, style="italic")
            continue
        low, high = float(table.at[name, "low"]), float(table.at[name, "high"])
        ax.plot([0, estimate], [row, row], color=RULE, lw=1.2, zorder=1)
        if low == low:
            ax.plot([low, high], [row, row], color=look[name].color, lw=2.6, solid_capstyle="butt", zorder=2)
        ax.plot(estimate, row, look[name].marker, ms=6, color=look[name].color, zorder=3)
        edge = max(estimate, high) if high == high else estimate
        ax.text(edge + 0.03 * highest, row, percent(estimate, words.lang, 1), va="center", fontsize=8.3, color=INK)
    ax.set_xlim(0, highest * 1.22)
    percent_ticks(ax.xaxis, words.lang, 4)
    light_grid(ax, "x")
