"""Results with every table, and what a reader of an export should find in each."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import Results, load
from analysis.export import labels
from experiments.run import front_door
from tests.conftest import tool


@pytest.fixture(scope="session")
def every_table(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A small comparison with a followed child: all tables, some in two files."""
    out = tmp_path_factory.mktemp("export") / "small"
    words = "regime=landscape,doorzettingsmacht region=tiny horizon=test replicates=1 trace=longest capacity.slack=0,0.1"
    front_door(["-m", *words.split(), f"out={out}"])
    return load(out)


@pytest.fixture(scope="session")
def rscript() -> str:
    """Debian's R with haven and survival."""
    found = tool("Rscript")
    if found is None:
        pytest.skip("R is not installed")
    return found


def plain(results: Results, table: str) -> pd.DataFrame:
    """A table as tools without codes should hold it: words as text, -1 with a meaning and NaN as nothing."""
    frame = pd.concat(list(results.chunks(table)), ignore_index=True) if results.rows(table) else results.read(table)
    for name in frame:
        if isinstance(frame[name].dtype, pd.CategoricalDtype) or frame[name].dtype == object:
            frame[name] = frame[name].astype("str")
        if labels.missing(table, name):
            frame[name] = frame[name].astype("Int64").mask(frame[name] == -1)
    return frame
