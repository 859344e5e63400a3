"""Digests of what a case writes: one for each table, over the columns that the baseline knows, in rows' own order."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
LEFT_OUT = {"timings": None, "points": {"digest"}}
"""Not numbers: seconds, and the fingerprint of a configuration, which a new parameter changes."""
RENAMED = {f"share_{name}_open": f"share_{name}_open_school" for name in ("power", "place", "joint_power_place")}
"""Columns by the name they had when they were first digested: a name moves no number."""
WIDER = {"summary": "replicate", "cells": "replicate"}
"""Keys that were of 64 bits when they were first digested and are now of the type they have in every table."""
VARYING = ("points",)
"""Tables whose columns depend on what is asked."""

Written = dict[str, pa.Table]
Kept = dict[str, dict[str, str]]
"""By table, {column: type}; or by case, {table: digest}."""


def run(words: Iterable[str]) -> Written:
    """The tables that plek writes for these words, by name; a table in several files is one. RuntimeError where plek refuses."""
    from experiments.run import front_door  # of whatever checkout is on the path

    with tempfile.TemporaryDirectory() as folder:
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            status = front_door(["--config-dir", str(HERE / "configs"), *words, f"out={folder}/out", "workers=1"])
        if status:
            raise RuntimeError(f"plek left with {status}: {said.getvalue()}")
        files = sorted(Path(folder, "out").glob("*.parquet"))
        names = sorted({file.stem.partition("-")[0] for file in files} - {name for name, columns in LEFT_OUT.items() if columns is None})
        return {name: _read(name, [file for file in files if file.stem.partition("-")[0] == name]) for name in names}


def _read(name: str, files: list[Path]) -> pa.Table:
    tables = [pq.ParquetFile(file).read() for file in files]
    table = pa.concat_tables([_plain(table) for table in tables])
    table = table.rename_columns([RENAMED.get(column, column) for column in table.column_names])
    if name in WIDER:
        table = table.set_column(table.column_names.index(WIDER[name]), WIDER[name], pc.cast(table[WIDER[name]], pa.int64()))
    return table.drop_columns(sorted((LEFT_OUT.get(name) or set()) & set(table.column_names)))


def _plain(table: pa.Table) -> pa.Table:
    """Words as words: in which order a file numbers them is nobody's business."""
    for index, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(index, field.name, pc.cast(table.column(index), pa.string()))
    return table.replace_schema_metadata()


def column_digest(column: pa.ChunkedArray) -> str:
    """Of type, presence and value of every row, to the bit."""
    whole = column.combine_chunks()
    found = hashlib.sha256(f"{whole.type}:{len(whole)}:{whole.null_count}".encode())
    if whole.null_count:
        found.update(bytes(whole.is_null().to_numpy(zero_copy_only=False)))
    if pa.types.is_string(whole.type):
        found.update("\0".join("" if value is None else value for value in whole.to_pylist()).encode())
    else:
        found.update(whole.to_numpy(zero_copy_only=False).tobytes())
    return found.hexdigest()[:12]


def columns_of(table: pa.Table) -> dict[str, str]:
    """{column: type}, in the table's order."""
    return {field.name: str(field.type) for field in table.schema}


def table_digest(table: pa.Table, known: Iterable[str]) -> str:
    """Rows and a digest over the known columns, in the table's order."""
    wanted = set(known)
    kept = [name for name in table.column_names if name in wanted]
    parts = [f"{name}:{column_digest(table[name])}" for name in kept]
    return f"{len(table)} {hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16]}"


def case_digests(tables: Written, known: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """{table: digest} of a case. Columns that only this case has (factors of a design) count as well."""
    return {name: table_digest(table, known.get(name, table.column_names)) for name, table in tables.items()}


def load(name: str) -> Kept:
    """A committed file of digests or columns."""
    found: Kept = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def save(name: str, kept: Kept) -> None:
    """Write it, one entry a line, so that a commit shows what moved."""
    lines = [
        f"{json.dumps(key)}: {{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in entry.items()) + "\n}"
        for key, entry in kept.items()
    ]
    (HERE / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
