"""What is not known is null in Parquet, never NaN: statistics leave NaN out, and readers that skip by them lose its rows."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.run import front_door


def test_no_table_holds_nan(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    front_door(["region=tiny", "horizon=short", "replicates=2", f"out={folder}"])
    nulls = 0
    for file in sorted(folder.rglob("*.parquet")):
        table = pq.read_table(file)
        for name, kind in zip(table.schema.names, table.schema.types, strict=True):
            if pa.types.is_floating(kind):
                nulls += table[name].null_count
                assert not pc.any(pc.is_nan(table[name])).as_py(), f"{file.name}: {name} holds NaN"
    assert nulls > 0, "nothing was unknown, so this proves nothing"
