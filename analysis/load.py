"""A folder of results as tables, read at first use and only the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

KEY = ["scenario", "replicate"]
TABLES = (
    "pupils", "spells", "day_sets", "placements", "interventions", "series", "series_places",
    "areas", "counts", "summary", "cells", "trace", "points",
)  # fmt: skip


class Results:
    """Tables of one results folder, keyed by (scenario, replicate).

    Every table is an attribute (`results.spells`, a DataFrame read at first use); `read` takes a projection.
    `meta` holds branch_day, end_day, years, burn_in_years, seed.
    """

    path: Path
    manifest: dict[str, Any]

    @property
    def scenarios(self) -> list[str]:
        """Names in the order of the manifest, then of the tables."""
        raise NotImplementedError

    @property
    def replicates(self) -> list[int]:
        """Replicate numbers present, sorted."""
        raise NotImplementedError

    @property
    def meta(self) -> dict[str, Any]:
        """What measures need to know about the runs: branch_day, end_day, years, burn_in_years, seed."""
        raise NotImplementedError

    def has(self, table: str) -> bool:
        """Whether any file holds this table."""
        raise NotImplementedError

    def read(
        self, table: str, columns: Sequence[str] | None = None, *,
        scenarios: Sequence[str] | None = None, replicates: Sequence[int] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Rows of `table`; AnalysisError when the table or a column is missing."""
        raise NotImplementedError

    def chunks(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """The same rows, a file (or a row group) at a time: bounded memory on sweeps of any size."""
        raise NotImplementedError

    def runs(self, tables: Sequence[str]) -> Iterator[tuple[str, int, dict[str, pd.DataFrame], dict[str, Any]]]:
        """(scenario, replicate, its tables, its meta), one run at a time."""
        raise NotImplementedError

    def label(self, scenario: str, lang: str = "nl") -> str:
        """The scenario's name for readers, from the manifest; the bare name when it has none."""
        raise NotImplementedError

    def need_replicates(self, number: int = 2) -> None:
        """AnalysisError unless every scenario has at least `number` replicates."""
        raise NotImplementedError


def load(path: str | Path, *, mixed: bool = False) -> Results:
    """Open a results folder. Files are `<table>*.parquet` directly under it or in a subfolder.

    AnalysisError (one line) when the folder is absent or empty, has no manifest, comes from another major version of the tables, or
    mixes code versions and `mixed` is false.
    """
    raise NotImplementedError


def from_tables(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Results:
    """Results held in memory: for tests and notebooks."""
    raise NotImplementedError
