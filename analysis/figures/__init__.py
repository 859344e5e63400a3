"""One function per figure: a tidy table and the words of a language in, a matplotlib Figure out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.blocked import blocked
from analysis.figures.bottleneck import bottleneck
from analysis.figures.causes import causes
from analysis.figures.change import change
from analysis.figures.drop_out import drop_out
from analysis.figures.ends import ends
from analysis.figures.gains import gains
from analysis.figures.partnerships import partnerships
from analysis.figures.survival import survival
from analysis.figures.trust import trust
from analysis.figures.waits import waits
from analysis.figures.words import Words

FIGURES: Mapping[str, Callable[[pd.DataFrame, Words], Figure]] = {
    "change": change, "causes": causes, "survival": survival, "ends": ends, "drop_out": drop_out, "gains": gains, "waits": waits,
    "trust": trust, "partnerships": partnerships, "blocked": blocked, "bottleneck": bottleneck,
}  # fmt: skip

__all__ = ["FIGURES", "Words", *FIGURES]
