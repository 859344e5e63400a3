"""How stays at home end, as time goes by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.marks import folded, hide_rest, label_ends, percent_ticks, week_ticks
from analysis.figures.style import INK, OKABE_ITO, canvas, drawing
from analysis.figures.words import Words

# Solutions below in full colour, endings that solve nothing above them and hatched.
LOOKS = {
    "placed_regular": (OKABE_ITO["blue"], "", "white"),
    "placed_special": (OKABE_ITO["sky"], "", INK),
    "placed_arrangement": (OKABE_ITO["green"], "", "white"),
    "placed_out_of_region": ("#8fd3bd", "....", INK),
    "placed_temporary": ("#c9d6df", "", INK),
    "exempt": (OKABE_ITO["orange"], "////", INK),
    "aged_out": (OKABE_ITO["vermilion"], "////", INK),
    "left": ("#8b6f5c", "\\\\\\\\", INK),
}


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Cumulative incidence of every way a stay ends, stacked, one panel per regime; what is white is still at home.

    `table`: scenario, week, end, estimate (share of all stays ended so by that week).
    """
    names = list(dict.fromkeys(table["scenario"]))
    kinds = [kind for kind in LOOKS if kind in set(table["end"])]
    columns = min(4, len(names))
    depth = -(-len(names) // columns)
    with drawing():
        figure = canvas(7.4, 0.6 + 2.7 * depth)
        panels = figure.subplots(depth, columns, sharex=True, sharey=True, squeeze=False)
        for ax, name in zip(panels.ravel(), names, strict=False):
            tops = _panel(ax, table[table["scenario"] == name], kinds, words)
            ax.set_title(folded(words.scenario(name), 19), fontsize=7.4)
            if ax is panels[0, -1]:
                _labels(ax, tops, kinds, words)
        hide_rest(panels, len(names))
        figure.supxlabel(words("axis.weeks_since_start"), fontsize=9)
        figure.supylabel(words("axis.share_of_stays"), fontsize=9)
    return figure


def _panel(ax: Axes, table: pd.DataFrame, kinds: list[str], words: Words) -> np.ndarray:
    wide = table.pivot_table(index="week", columns="end", values="estimate", observed=True).reindex(columns=kinds).fillna(0.0)
    for kind, layer in zip(kinds, ax.stackplot(wide.index, wide.to_numpy().T), strict=True):
        color, hatch, _ = LOOKS[kind]
        layer.set(facecolor=color, hatch=hatch, edgecolor="white", linewidth=0.6)
    highest = float(wide.index.max())
    ax.set_xlim(0, highest)
    ax.set_ylim(0, 1)
    week_ticks(ax, words.lang, highest, 4)
    percent_ticks(ax.yaxis, words.lang)
    return np.concatenate([[0.0], wide.iloc[-1].to_numpy().cumsum()])


def _labels(ax: Axes, tops: np.ndarray, kinds: list[str], words: Words) -> None:
    middles = (tops[1:] + tops[:-1]) / 2
    shown = [(m, words.name("end", k)) for m, k, share in zip(middles, kinds, np.diff(tops), strict=True) if share > 0.004]
    shown.append(((1 + tops[-1]) / 2, words("end.open")))
    label_ends(ax, [(float(middle), text, INK) for middle, text in shown], size=8.2, gap=0.066)
