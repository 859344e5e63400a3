"""Which settings of a sweep are countries that meet the fitted figures: `figures.csv` in the results of experiment=flips."""

import io
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.load import Results, load
from experiments.calibration import statistics

FIGURES = "figures.csv"
TODAY = "landscape"


def counted(path: Path) -> str:
    """The file as text: setting, fitted (figures), met (of them within their tolerance), worst (figure), off (by so many tolerances).

    A row per setting in the order of the plan; a figure is the mean over replicates under today's landscape.
    """
    results = load(path)
    fitted = tuple(target for target in statistics.load() if target.fitted)
    rows = _reached(results, fitted)
    distances = np.abs(statistics.distances(rows[[target.name for target in fitted]].to_numpy(dtype=float), fitted))
    worst = np.nanargmax(np.nan_to_num(distances, nan=-1.0), axis=1)
    found = pd.DataFrame(
        {"setting": rows.index, "fitted": len(fitted), "met": (distances <= 1).sum(axis=1), "worst": [fitted[k].name for k in worst],
         "off": np.round(distances[np.arange(len(rows)), worst], 3)}
    )  # fmt: skip
    text = io.StringIO()
    found.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def _reached(results: Results, fitted: tuple[statistics.Target, ...]) -> pd.DataFrame:
    """setting -> each figure, a mean over replicates."""
    points = results.read("points").astype({"scenario": str, "branch": str, "setting": str})
    order = points["setting"].drop_duplicates()
    times = sorted({target.times for target in fitted if target.times})
    own = points.loc[points["branch"] == TODAY, ["scenario", "replicate", "setting", *times]]
    summary = results.read("summary").astype({"scenario": str}).merge(own, on=["scenario", "replicate"])
    areas = results.read("areas", ["regular_pupils", "replicate"], scenarios=[own["scenario"].iloc[0]])
    pupils = float(areas.groupby("replicate")["regular_pupils"].sum().iloc[0])
    return statistics.table(summary, fitted, pupils).groupby(summary["setting"]).mean().reindex(order)
