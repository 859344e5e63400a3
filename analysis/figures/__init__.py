"""One function per figure: a tidy table and the words of a language in, a matplotlib Figure out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures import axes, blocked, bottleneck, causes, change, drop_out, ends, gains, partnerships, survival, trust, waits
from analysis.figures.words import Words

FIGURES: Mapping[str, Callable[[pd.DataFrame, Words], Figure]] = {
    "change": change.draw, "survival": survival.draw, "causes": causes.draw, "drop_out": drop_out.draw, "gains": gains.draw,
    "blocked": blocked.draw, "bottleneck": bottleneck.draw, "ends": ends.draw, "waits": waits.draw, "trust": trust.draw,
    "partnerships": partnerships.draw, "axes": axes.draw,
}  # fmt: skip

__all__ = ["FIGURES", "Words"]
