"""Stata (format 118). pandas writes the file around the rows: names, labels, formats; the rows, of fixed width, are put in between piece by
piece, so that a table of any length takes the memory of one piece."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.io.stata import StataWriterUTF8

from analysis.export import values
from analysis.export.reading import Source
from analysis.export.variable import Variable

WIDEST, LABEL = 2045, 80
"""Bytes of a text, letters of a variable's label: Stata's limits."""
_TYPES = {"yesno": "<i1", "coded": "<i2"}
_FIRST = {"<i1": 101, "<i2": 32741, "<i4": 2147483621}  # Stata's `.`; `.a` is the next
_REAL = {"<f4": 0x7F000000, "<f8": 0x7FE0000000000000}
_A = {"<f8": 0x7FE0010000000000}
NOT_YET = 2147483622
"""`.a` in a table of value labels."""


def write_table(source: Source, variables: list[Variable], path: Path, label: str) -> None:
    """One table as `path`, -1 with a meaning as `.a`. AnalysisError for a whole number that Stata can't hold exactly."""
    kind = np.dtype([(v.name, _type(v)) for v in variables])
    before, after = _around(variables, path, label, kind.itemsize, source.rows)
    with path.open("wb") as file:
        file.write(before)
        for batch in source.batches():
            file.write(_rows(batch, variables, kind).tobytes())
        file.write(after)


def _type(variable: Variable) -> str:
    if variable.kind == "text":
        return f"S{min(variable.width, WIDEST)}"
    if variable.kind == "whole":
        return "<i4" if variable.bits <= 32 else "<f8"
    if variable.kind == "real":
        return "<f4" if variable.bits == 32 else "<f8"
    return _TYPES[variable.kind]


def _rows(batch: pa.RecordBatch, variables: list[Variable], kind: np.dtype[Any]) -> np.ndarray:
    rows = np.empty(len(batch), kind)
    for variable in variables:
        column, of = batch.column(variable.column), _type(variable)
        if variable.kind == "text":
            rows[variable.name] = values.texts(column, min(variable.width, WIDEST))
            continue
        found, empty = values.numbers(column, variable)
        if variable.kind == "whole":
            low, high = (-(2**53), 2**53) if of == "<f8" else (-2147483647, _FIRST["<i4"] - 1)
            values.fits(found, empty, low, high, variable, "dta")
        if of in _FIRST:
            cells = found.astype(np.int64)  # wide enough for Stata's missing values
            if variable.missing is not None:
                cells[found == -1] = _FIRST[of] + 1
            cells[empty] = _FIRST[of]
            rows[variable.name] = cells
        else:
            rows[variable.name] = _floats(found, empty, variable, of)
    return rows


def _floats(found: np.ndarray, empty: np.ndarray, variable: Variable, of: str) -> np.ndarray:
    cells = found.astype(of)
    bits = cells.view(of.replace("f", "u"))
    bits[empty] = _REAL[of]
    if variable.missing is not None:
        bits[(found == -1) & ~empty] = _A[of]
    return cells


def _around(variables: list[Variable], path: Path, label: str, width: int, rows: int) -> tuple[bytes, bytes]:
    """What stands before the rows and what after, from a file of one row; the number of rows and the places of the later parts mended."""
    row = pd.DataFrame({v.name: _sample(v) for v in variables})
    told = {v.name: v.label if len(v.label) <= LABEL else v.label[: LABEL - 1] + "…" for v in variables}
    named = {v.name: {NOT_YET if code == -1 else code: text for code, text in v.codes.items()} for v in variables if v.codes}
    StataWriterUTF8(path, row, write_index=False, version=118, data_label=label[:80], variable_labels=told, value_labels=named).write_file()
    whole = bytearray(path.read_bytes())
    places = whole.index(b"<map>") + len(b"<map>")
    later = list(struct.unpack_from("<14Q", whole, places))
    start = later[9] + len(b"<data>")
    struct.pack_into("<14Q", whole, places, *later[:10], *(place + (rows - 1) * width for place in later[10:]))
    struct.pack_into("<Q", whole, whole.index(b"<N>") + len(b"<N>"), rows)
    return bytes(whole[:start]), bytes(whole[start + width :])


def _sample(variable: Variable) -> Any:
    of = _type(variable)
    return ["x" * int(of[1:])] if variable.kind == "text" else np.ones(1, of)
