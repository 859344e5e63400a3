"""Marks that several figures share: labels at the ends of lines, a quiet zero line, axes in words."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.numbers import compact, percent
from analysis.figures.style import INK, QUIET, RULE


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions in the order of `wanted`, at least `gap` apart and within [low, high] where they fit, near what was wanted."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], placed[-1] + gap) if placed else max(wanted[i], low))
    ceiling = high
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    found = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        found[i] = placed[rank]
    return found


def label_ends(ax: Axes, ends: Sequence[tuple[float, str, str]], *, size: float = 8.5, gap: float = 0.062) -> None:
    """Write (y, text, colour) right of the axes, one under the other without touching, each joined to its line's end."""
    low, high = ax.get_ylim()
    heights = [(y - low) / (high - low) for y, _, _ in ends]
    for (_, text, color), at, height in zip(ends, spread(heights, gap, 0.0, 1.0), heights, strict=True):
        ax.annotate(
            text,
            xy=(1.0, height),
            xytext=(1.035, at),
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            ha="left",
            fontsize=size,
            color=color,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": color, "lw": 0.7, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)},
        )


def zero_line(ax: Axes) -> None:
    """The line where nothing changes, for values along x."""
    ax.axvline(0, color=INK, lw=0.9, zorder=1)


def light_grid(ax: Axes, axis: str = "y") -> None:
    """Hair lines behind the data."""
    ax.grid(True, axis=axis, zorder=0)
    ax.set_axisbelow(True)


def plain_ticks(axis: Axis, lang: str, count: int = 5, *, integer: bool = False) -> None:
    """At most `count` ticks, written in the language."""
    axis.set_major_locator(MaxNLocator(count, integer=integer, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: compact(value, lang)))


def percent_ticks(axis: Axis, lang: str, count: int = 5) -> None:
    """Shares written as percentages."""
    axis.set_major_locator(MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang, 0 if abs(value * 100 - round(value * 100)) < 1e-6 else 1)))


def week_ticks(ax: Axes, lang: str, highest: float, count: int = 8) -> None:
    """At most `count` steps of weeks: every four up to a half year, then quarters and years."""
    step = next(s for s in (4, 8, 13, 26, 52, 104, 520) if highest / s <= count or s == 520)
    ax.set_xticks(list(range(0, int(highest) + 1, step)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value, lang)))


def rows(ax: Axes, labels: Sequence[str], width: int = 24) -> None:
    """Row labels from top to bottom at y = 0, 1, 2, ..., long ones on two lines.

    Each line is a text of its own, which ends where the axes begin in whatever font a browser takes; lines of one text would not.
    """
    ax.set_yticks(range(len(labels)), [""] * len(labels))
    for row, label in enumerate(labels):
        lines = folded(label, width).split("\n")
        for place, line in enumerate(lines):
            ax.annotate(
                line, (0, row), xytext=(-5, 10.5 * ((len(lines) - 1) / 2 - place)), xycoords=("axes fraction", "data"),
                textcoords="offset points", ha="right", va="center", fontsize=8.5, color=INK, annotation_clip=False,
            )  # fmt: skip
    ax.set_ylim(len(labels) - 0.45, -0.55)
    ax.spines["left"].set_visible(False)


def hide_rest(panels: np.ndarray, shown: int) -> None:
    """Hide the panels after the first `shown`; where one is hidden, the panel above it bears the ticks' labels."""
    columns = panels.shape[1]
    for place, ax in enumerate(panels.ravel()):
        ax.set_visible(place < shown)
        if place < shown <= place + columns:
            ax.tick_params(axis="x", labelbottom=True)


def bare(ax: Axes) -> None:
    """No frame, no ticks: for panels whose marks carry their own numbers."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, labelbottom=False)


def folded(text: str, width: int = 24) -> str:
    """The text over lines of at most `width` characters."""
    return "\n".join(wrap(text, width)) or text


def note(ax: Axes, x: float, y: float, text: str, **more: object) -> None:
    """Quiet words inside a panel."""
    ax.text(x, y, text, **{"fontsize": 8.5, "color": QUIET, **more})


def separator(ax: Axes, y: float) -> None:
    """A hair line between groups of rows."""
    ax.axhline(y, color=RULE, lw=0.8, zorder=0)


def whole_years(ax: Axes, years: pd.Series) -> None:
    """The axis from the first year to the last; half a year to both sides of a single one."""
    low, high = float(years.min()), float(years.max())
    ax.set_xlim((low, high) if high > low else (low - 0.5, high + 0.5))
