"""Placements that fail again."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, hide_rest, light_grid, percent_ticks, rows
from analysis.figures.numbers import percent
from analysis.figures.style import INK, QUIET, RULE, Look, canvas, drawing, looks
from analysis.figures.words import Words

ROOM = 0.13  # half the distance between the marks of free and imposed placements

FEWEST = 10  # imposed placements that a mark stands for: of one or two a share is 0% or 100%, and says nothing


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Share of placements that ended in drop-out within the given time: one panel per kind of place, one row per regime.

    `table`: scenario, kind (all, regular, special, arrangement, out_of_region), placing (all, free, imposed), n, estimate, low, high
    (shares). Filled: free; open: imposed, from FEWEST placements on.
    Where a regime made no such placement, or none that could be followed, the row says so; a kind that no regime used has no panel.
    """
    names = list(dict.fromkeys(table["scenario"]))
    table = table[(table["kind"] == "all") | table.groupby("kind")["n"].transform("sum").gt(0)]
    kinds = list(dict.fromkeys(table["kind"]))
    marks = table[(table["placing"] == "free") | ((table["placing"] == "imposed") & (table["n"] >= FEWEST))]
    highest = float(marks["estimate"].max())
    edge = float(marks.loc[marks["placing"] == "free", ["estimate", "high"]].max().max())
    limit = min(max(highest, edge), 1.0) if highest == highest else 1.0
    with drawing():
        columns = min(2, len(kinds))
        depth = -(-len(kinds) // columns)
        figure = canvas(7.4, 0.55 + depth * (0.55 + 0.36 * len(names)))
        panels = figure.subplots(depth, columns, sharex=True, sharey=True, squeeze=False)
        look = looks(names)
        for ax, kind in zip(panels.ravel(), kinds, strict=False):
            own = marks[marks["kind"] == kind]
            for row, name in enumerate(names):
                _row(ax, row, own[own["scenario"] == name].set_index("placing"), look[name], words, limit)
            ax.set_xlim(0, limit * 1.2)
            percent_ticks(ax.xaxis, words.lang, 4)
            light_grid(ax, "x")
            ax.set_title(folded(words.name("kind", kind), 34), fontsize=8.6)
        hide_rest(panels, len(kinds))
        for line in panels:
            rows(line[0], [words.scenario(name) for name in names], 22)
        for ax in panels.ravel():
            ax.spines["left"].set_visible(False)
        figure.supxlabel(words("axis.share_failed"), fontsize=9)
    return figure


def _row(ax: Axes, row: int, placed: pd.DataFrame, look: Look, words: Words, limit: float) -> None:
    known = placed[placed["estimate"].notna()]
    if not len(known):
        ax.text(0.012 * limit, row, words("figure.none_such"), va="center", fontsize=8, color=QUIET, style="italic")
        return
    both = len(known) > 1
    for placing, shift in (("free", -ROOM if both else 0), ("imposed", ROOM if both else 0)):
        if placing not in known.index:
            continue
        estimate, low, high = (float(known.at[placing, column]) for column in ("estimate", "low", "high"))
        y, open_ = row + shift, placing == "imposed"
        if low == low:
            ax.plot([low, min(high, 1.2 * limit)], [y, y], color=look.color, lw=1.1 if open_ else 2.6, solid_capstyle="butt", zorder=2)
        face = "white" if open_ else look.color
        ax.plot(estimate, y, look.marker, ms=5 if open_ else 6, mfc=face, mec=look.color, zorder=3, clip_on=False)
        if not open_:
            ax.plot([0, estimate], [y, y], color=RULE, lw=1.2, zorder=1)
            beyond = max([limit_ for limit_ in (estimate, high) if limit_ == limit_])
            ax.text(beyond + 0.03 * limit, y, percent(estimate, words.lang, 1), va="center", fontsize=8.3, color=INK)
