"""SPSS. ReadStat (pyreadstat) writes the dictionary of the file: names, labels, missing values; the rows, of fixed width, follow piece by
piece, so that a table of any length takes the memory of one piece."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import AnalysisError
from analysis.export import values
from analysis.export.reading import Source
from analysis.export.variable import Variable

WIDEST = 255
"""Bytes of a text: SPSS splits longer ones over several variables."""
_NOTHING = -np.finfo(np.float64).max  # how SPSS says "no number"
_EXACT = 2**53


def write_table(source: Source, variables: list[Variable], path: Path, label: str) -> None:
    """One table as `path`. AnalysisError without pyreadstat, or for a whole number that a double can't hold."""
    kind = _record(variables)
    _write_dictionary(variables, path, label)
    with path.open("r+b") as file:
        _forget_row(file, kind.itemsize, source.rows)
        for batch in source.batches():
            file.write(_rows(batch, variables, kind).tobytes())


def _record(variables: list[Variable]) -> np.dtype[Any]:
    """One row: 8 bytes a number, a text in eights."""
    return np.dtype([(v.name, f"S{_eights(v)}" if v.kind == "text" else "<f8") for v in variables])


def _eights(variable: Variable) -> int:
    return -(-min(variable.width, WIDEST) // 8) * 8


def _rows(batch: pa.RecordBatch, variables: list[Variable], kind: np.dtype[Any]) -> np.ndarray:
    rows = np.empty(len(batch), kind)
    for variable in variables:
        column = batch.column(variable.column)
        if variable.kind == "text":
            found = values.texts(column, min(variable.width, WIDEST))
            rows[variable.name] = np.char.ljust(found, _eights(variable), b" ")
        else:
            numbers, empty = values.numbers(column, variable)
            if variable.kind == "whole" and variable.bits > 32:
                values.fits(numbers, empty, -_EXACT, _EXACT, variable, "sav")
            rows[variable.name] = np.where(empty, _NOTHING, numbers)
    return rows


def _write_dictionary(variables: list[Variable], path: Path, label: str) -> None:
    """A file of one row, whose texts are as wide as the widest."""
    try:
        import pyreadstat
    except ModuleNotFoundError as error:
        raise AnalysisError("to=sav needs pyreadstat: pip install 'plek[export]'") from error
    row = pd.DataFrame({v.name: ["x" * min(v.width, WIDEST)] if v.kind == "text" else [0.0] for v in variables})
    pyreadstat.write_sav(
        row, path, file_label=label[:60], column_labels={v.name: v.label for v in variables},
        variable_value_labels={v.name: {float(code): text for code, text in v.codes.items()} for v in variables if v.codes},
        missing_ranges={v.name: [-1] for v in variables if v.missing is not None},
        variable_measure={v.name: "scale" if v.kind in ("whole", "real") else "nominal" for v in variables},
        variable_format={v.name: "F10.4" if v.kind == "real" else "F12.0" for v in variables if v.kind != "text"},
    )  # fmt: skip


def _forget_row(file: IO[bytes], width: int, rows: int) -> None:
    """Cut the one row off and say how many will come: in the header (4 bytes) and in the record before the dictionary's end (8 bytes).

    AnalysisError when the file isn't laid out as the format says.
    """
    start = file.seek(0, 2) - width
    file.seek(start - 16)
    counted, end, filler = struct.unpack("<qii", file.read(16))
    if (counted, end, filler) != (1, 999, 0) or rows >= 2**31:
        raise AnalysisError("to=sav: pyreadstat wrote a file that can't be continued; another version?")
    file.truncate(start)
    file.seek(start - 16)
    file.write(struct.pack("<q", rows))
    file.seek(80)
    file.write(struct.pack("<i", rows))
    file.seek(start)
