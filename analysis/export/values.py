"""Columns of a piece of a table as a writer needs them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.export.variable import Variable

Mask = NDArray[np.bool_]


def numbers(column: pa.Array, variable: Variable) -> tuple[NDArray[Any], Mask]:
    """(values, where there is none): codes of a coded column, 0 and 1 of yes and no, -1 left where it is."""
    if variable.kind == "coded":
        return _codes(column, variable)
    if variable.kind == "yesno":
        return np.asarray(column.cast(pa.int8()).fill_null(0)), _nulls(column)
    if variable.kind == "whole":
        return np.asarray(column.fill_null(0)), _nulls(column)
    found = np.asarray(column.fill_null(float("nan")))
    return found, np.isnan(found)


def texts(column: pa.Array, width: int) -> NDArray[np.bytes_]:
    """Texts in UTF-8, at most `width` bytes, never half a letter."""
    words = [_cut(word or "", width) for word in column.dictionary.to_pylist()]
    lookup = np.array([*words, b""], dtype=f"S{max(width, 1)}")
    return lookup[np.asarray(column.indices.fill_null(len(words)))]


def plain(batch: pa.RecordBatch, variables: list[Variable]) -> pa.Table:
    """The piece with names and nulls as tools without codes hold it: words as strings, what -1 stands for as null."""
    arrays = []
    for variable in variables:
        column = batch.column(variable.column)
        if variable.kind in ("coded", "text"):
            column = column.cast(pa.string())
        elif variable.kind == "real":
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        elif variable.missing is not None:
            column = pc.if_else(pc.equal(column, -1), pa.scalar(None, column.type), column)
        arrays.append(column)
    return pa.table(arrays, names=[variable.name for variable in variables])


def fits(values: NDArray[Any], empty: Mask, low: int, high: int, variable: Variable, to: str) -> None:
    """AnalysisError when a number is beyond what the format holds exactly."""
    beyond = ((values < low) | (values > high)) & ~empty
    if beyond.any():
        raise AnalysisError(f"column '{variable.column}' holds {values[beyond][0]}, which to={to} can't hold exactly: take csv, duckdb or sqlite")


def _codes(column: pa.DictionaryArray, variable: Variable) -> tuple[NDArray[Any], Mask]:
    place = {word: code for code, word in enumerate(variable.words)}
    lookup = np.array([*(place.get(word, -1) for word in column.dictionary.to_pylist()), -1], dtype=np.int32)
    found = lookup[np.asarray(column.indices.fill_null(len(lookup) - 1))]
    return np.maximum(found, 0), found < 0


def _nulls(column: pa.Array) -> Mask:
    return np.asarray(column.is_null())


def _cut(text: str, width: int) -> bytes:
    return text.encode()[:width].decode(errors="ignore").encode()
