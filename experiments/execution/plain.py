"""Frames as Arrow tables that every reader of Parquet understands alike: words are plain text, and a key has one type in every table."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

KEYS = {"seed": pa.int64(), "replicate": pa.int32()}
"""Types of the numbers that every table begins with; `scenario` is text."""
WORDS = pa.dictionary(pa.int32(), pa.string())
"""How text is held until it is written: numbers wide enough for the words of a whole sweep, whatever a single run needed."""


def together(frames: Sequence[pd.DataFrame]) -> pa.Table:
    """The rows of all frames, which have the same columns, as one table to be written without Arrow's own account of its types."""
    tables = [_plain(pa.Table.from_pandas(frame, preserve_index=False)) for frame in frames]
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    return whole.replace_schema_metadata(_account(frames[0]))


def words_of(schema: pa.Schema) -> list[str]:
    """Names of the columns that hold text."""
    return [field.name for field in schema if pa.types.is_dictionary(field.type)]


def _plain(table: pa.Table) -> pa.Table:
    columns = zip(table.column_names, table.columns, strict=True)
    return pa.table({name: column.cast(KEYS[name] if name in KEYS else _kind(column.type)) for name, column in columns})


def _kind(kind: pa.DataType) -> pa.DataType:
    text = pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)
    return WORDS if text else kind


def _account(frame: pd.DataFrame) -> dict[Any, Any]:
    """What pandas notes down of a frame's types, with text for categories: a reader that makes categories anew goes wrong between files."""
    text = {name: "str" for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    numbers = {name: str(kind) for name, kind in KEYS.items() if name in frame}
    return dict(pa.Schema.from_pandas(frame.head(0).astype({**text, **numbers}), preserve_index=False).metadata)
