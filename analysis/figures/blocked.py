"""What stands between a child at home and school: power, a place, both, or something else."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures.marks import percent_ticks, rows
from analysis.figures.numbers import percent
from analysis.figures.style import INK, OKABE_ITO, canvas, drawing
from analysis.figures.words import Words

LOOKS = {
    "power": (OKABE_ITO["vermilion"], "////", INK),
    "joint_power_place": ("#a97fb0", "xxxx", INK), "place": (OKABE_ITO["blue"], "", "white"),
    "care": (OKABE_ITO["green"], "....", INK), "consent": (OKABE_ITO["orange"], "\\\\\\\\", INK), "nobody": ("#8b6f5c", "", "white"),
    "joint": ("#c3c9d0", "", INK), "none": ("#e9ecef", "", INK),
}  # fmt: skip


def draw(table: pd.DataFrame, words: Words) -> Figure:
    """Days at home by what would have to change for school to start, as shares, one bar per regime.

    `table`: scenario, blockers (power, place, joint_power_place, care, consent, nobody, joint, none), share (sums to 1 per scenario).
    """
    names = list(dict.fromkeys(table["scenario"]))
    wide = (
        table.pivot_table(index="scenario", columns="blockers", values="share", observed=True)
        .reindex(names)
        .reindex(columns=list(LOOKS))
        .fillna(0)
    )
    with drawing():
        figure = canvas(7.4, 1.35 + 0.5 * len(names))
        ax = figure.subplots()
        for row, name in enumerate(names):
            _bar(ax, row, wide.loc[name], words)
        _key(figure, [kind for kind in LOOKS if wide[kind].max() > 0.0005], words)
        rows(ax, [words.scenario(name) for name in names])
        ax.set_xlim(0, 1)
        percent_ticks(ax.xaxis, words.lang)
        ax.set_xlabel(words("axis.share_of_days"))
    return figure


def _bar(ax: Axes, row: int, shares: pd.Series, words: Words) -> None:
    """One regime: its shares behind each other, with their size where there is room."""
    start = 0.0
    for kind, (color, hatch, ink) in LOOKS.items():
        size = float(shares[kind])
        ax.barh(row, size, left=start, height=0.66, color=color, hatch=hatch, edgecolor="white", linewidth=0.6, zorder=2)
        if size > 0.035:
            box = {"facecolor": color, "edgecolor": "none", "pad": 1.0} if hatch else None
            place = {"ha": "center", "va": "center", "fontsize": 8.3, "color": ink, "zorder": 3, "bbox": box}
            ax.text(start + size / 2, row, percent(size, words.lang), **place)
        start += size


def _key(figure: Figure, shown: list[str], words: Words) -> None:
    """The words in the order of the bars: eight thin pieces leave no room for labels of their own."""
    swatches = [Patch(facecolor=LOOKS[kind][0], hatch=LOOKS[kind][1], edgecolor="white") for kind in shown]
    names = [words.name("blocked", kind) for kind in shown]
    figure.legend(swatches, names, loc="outside upper left", ncols=min(4, len(shown)), fontsize=8.3, handlelength=1.5, handleheight=1.2,
                  columnspacing=1.4, handletextpad=0.5, labelcolor=INK)  # fmt: skip
