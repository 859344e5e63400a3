"""Tables of one chunk on their way to disk."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.execution.disk import SUFFIX, sha256, told
from experiments.execution.plain import together, words_of

ROWS_HELD = 200_000
LARGE = ("pupils", "spells", "day_sets", "placements", "exemptions", "interventions", "series", "series_places")
"""Tables that only programs read; the others are encoded as any old reader of Parquet expects."""


class ChunkWriter:
    """One Parquet file per table, written as rows come: memory stays flat however long the chunk."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder, self.suffix = folder, suffix
        self.failed: list[dict[str, Any]] = []
        self._open: dict[str, tuple[pq.ParquetWriter, Any]] = {}
        self._held: dict[str, list[pd.DataFrame]] = {}
        self._rows: dict[str, int] = {}

    def add(self, table: str, frame: pd.DataFrame) -> None:
        """Append rows; every frame of a table has the same columns, whatever words are in it. Small frames are gathered: each by itself is slow."""
        held = self._held.setdefault(table, [])
        held.append(frame)
        self._rows[table] = self._rows.get(table, 0) + len(frame)
        if sum(map(len, held)) >= ROWS_HELD:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = together(self._held.pop(table))
        with told(self.folder):
            if table not in self._open:
                file = (self.folder / f"{table}{self.suffix}{SUFFIX}").open("wb")
                how = _quick(rows.schema) if table in LARGE else {}
                # without Arrow's own account of the types, which only some readers know, text is text to everyone
                self._open[table] = pq.ParquetWriter(file, rows.schema, compression="zstd", store_schema=False, **how), file
            self._open[table][0].write_table(rows)

    def close(self) -> dict[str, dict[str, Any]]:
        """{file name: {sha256, bytes, rows}} of what was written."""
        for table in list(self._held):
            self._write(table)
        found = {}
        for table, (writer, file) in sorted(self._open.items()):
            writer.close()
            file.close()
            path = Path(file.name)
            found[path.name] = {"sha256": sha256(path), "bytes": path.stat().st_size, "rows": self._rows[table]}
        self._open = {}
        return found

    def abandon(self) -> None:
        """Let go of files that will not be kept."""
        for writer, file in self._open.values():
            with suppress(OSError, pa.ArrowException):
                writer.close()
            with suppress(OSError):
                file.close()


def _quick(schema: pa.Schema) -> dict[str, Any]:
    """Dictionaries for words, differences for whole numbers: half the time of dictionaries for both, at a tenth more bytes."""
    numbers = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_integer(field.type)}
    return {"use_dictionary": words_of(schema), "column_encoding": numbers}
