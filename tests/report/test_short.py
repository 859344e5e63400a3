"""One year (horizon=test): nothing can be followed for a year, and the report says so instead of drawing it."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.compare import interval
from analysis.measures import cells, counts, summary
from analysis.report.__main__ import main
from tests.analysis import made
from tests.report.conftest import SHIFTS, manifest_of, store

TABLES = ("cells", "counts", "summary", "areas", "spells", "interventions", "placements")


@pytest.fixture(scope="module")
def one_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    meta = made.meta(1)
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for name, shift in SHIFTS.items():
        for replicate in range(2):
            own = made.run(name, replicate, n=120, years=1, shift=shift)
            own |= {"cells": cells(own, meta), "counts": counts(own, meta), "summary": summary(own, meta)}
            for table in TABLES:
                found[table].append(own[table])
    tables = {name: pd.concat(frames, ignore_index=True) for name, frames in found.items()}
    tables["cells"][[name for name in tables["cells"] if "followed_" in name or name.startswith(("failed_", "imposed_failed_"))]] = 0
    return store(tmp_path_factory.mktemp("short") / "r", tables, manifest_of(SHIFTS, **meta))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_year_is_reported_without_the_figure_it_cannot_carry(one_year: Path, lang: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main([str(one_year), f"lang={lang}"]) == 0
    page = (one_year / ("rapport.html" if lang == "nl" else "report.html")).read_text("utf-8")
    assert 'id="f-drop_out"' not in page
    assert ("lang genoeg te volgen" if lang == "nl" else "followed for long enough") in page
    assert ">nan" not in page.lower()


def test_an_interval_of_nothing_is_nothing_and_does_not_warn() -> None:
    samples = np.array([[1.0, np.nan], [2.0, np.nan], [3.0, np.nan]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        low, high = interval(np.array([2.0, np.nan]), samples, 5, 0.95)
    assert low[0] < 2 < high[0]
    assert np.isnan(low[1])
    assert np.isnan(high[1])
