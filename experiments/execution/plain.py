"""Frames as Arrow tables that every reader of Parquet understands alike: words are plain text, and a key has one type in every table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

KEYS = {"seed": pa.int64(), "replicate": pa.int32()}
"""Types of the numbers that every table begins with; `scenario` is text."""
WORDS = pa.dictionary(pa.int32(), pa.string())
"""How text is held until it is written: numbers wide enough for the words of a whole sweep, whatever a single run needed."""


def together(frames: Sequence[pd.DataFrame]) -> pa.Table:
    """The rows of all frames, which have the same columns, as one table to be written without Arrow's own account of its types."""
    tables = [_plain(pa.Table.from_pandas(frame, preserve_index=False)) for frame in _stacked(frames)]
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    return whole.replace_schema_metadata(_account(frames[0]))


def _stacked(frames: Sequence[pd.DataFrame]) -> Sequence[pd.DataFrame]:
    """Frames of the same types as one: a hundred small ones cost Arrow a hundred times as much. Categories may differ; others are left apart."""
    first = frames[0].dtypes
    words = [name for name, kind in first.items() if isinstance(kind, pd.CategoricalDtype)]
    if len(frames) == 1 or not all(_alike(frame.dtypes, first, words) for frame in frames):
        return frames
    plain = pd.concat([frame.drop(columns=words) for frame in frames] if words else frames, ignore_index=True)
    columns = {name: _united([frame[name].cat for frame in frames]) for name in words}
    return [pd.concat([plain, pd.DataFrame(columns)], axis=1)[list(first.index)] if words else plain]


def _united(columns: Sequence[Any]) -> pd.Categorical:
    """Words of several columns under one set of categories; what is missing stays so."""
    number: dict[Any, int] = {}
    for own in columns:
        for word in own.categories:
            number.setdefault(word, len(number))
    codes = [np.array([*(number[word] for word in own.categories), -1], np.int32)[own.codes.to_numpy()] for own in columns]
    return pd.Categorical.from_codes(np.concatenate(codes), list(number))


def _alike(kinds: pd.Series, first: pd.Series, words: Sequence[str]) -> bool:
    """Whether two frames have the same columns and types, categories of words apart."""
    if not kinds.index.equals(first.index) or not all(isinstance(kinds[name], pd.CategoricalDtype) for name in words):
        return False
    return kinds.drop(words).equals(first.drop(words))


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
