"""One database file: DuckDB or SQLite, a table a table."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError
from analysis.export import values
from analysis.export.reading import Source
from analysis.export.variable import Variable

Tables = list[tuple[Source, list[Variable]]]
_TEXTS = "TEXT"
_WHOLE = {8: "TINYINT", 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT"}


def write_duckdb(tables: Tables, extra: dict[str, pd.DataFrame], path: Path) -> None:
    """The tables with their labels as comments, and those of `extra`. AnalysisError without duckdb."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise AnalysisError("to=duckdb needs duckdb: pip install 'plek[export]'") from error
    with duckdb.connect(str(path), config={"memory_limit": "200MB", "threads": 1}) as base:
        for name, frame in extra.items():
            base.register("piece", frame)
            base.execute(f"CREATE TABLE {name} AS SELECT * FROM piece")
            base.unregister("piece")
        for source, variables in tables:
            base.execute(f'CREATE TABLE "{source.table}" ({", ".join(f"{_name(v)} {_type(v)}" for v in variables)})')
            for batch in source.batches():
                piece = values.plain(batch, variables)
                base.register("piece", piece)
                base.execute(f'INSERT INTO "{source.table}" SELECT * FROM piece')
                base.unregister("piece")
            for variable in variables:
                base.execute(f'COMMENT ON COLUMN "{source.table}".{_name(variable)} IS {_text(variable.label)}')


def write_sqlite(tables: Tables, extra: dict[str, pd.DataFrame], path: Path) -> None:
    """The tables and those of `extra`; yes and no as 1 and 0."""
    base = sqlite3.connect(path)
    try:
        with base:
            for name, frame in extra.items():
                frame.to_sql(name, base, index=False)
            for source, variables in tables:
                _fill(base, source, variables)
    finally:
        base.close()


def _fill(base: sqlite3.Connection, source: Source, variables: list[Variable]) -> None:
    kinds = {"whole": "INTEGER", "real": "REAL", "yesno": "INTEGER"}
    columns = ", ".join(f"{_name(v)} {kinds.get(v.kind, _TEXTS)}" for v in variables)
    base.execute(f'CREATE TABLE "{source.table}" ({columns})')
    question = f'INSERT INTO "{source.table}" VALUES ({", ".join("?" * len(variables))})'
    for batch in source.batches():
        cells: list[list[Any]] = [column.to_pylist() for column in values.plain(batch, variables).columns]
        base.executemany(question, zip(*cells, strict=True))


def _type(variable: Variable) -> str:
    if variable.kind == "whole":
        return _WHOLE[variable.bits]
    if variable.kind == "real":
        return "FLOAT" if variable.bits == 32 else "DOUBLE"
    return "BOOLEAN" if variable.kind == "yesno" else "VARCHAR"


def _name(variable: Variable) -> str:
    return f'"{variable.name.replace(chr(34), chr(34) * 2)}"'


def _text(value: str) -> str:
    return f"'{value.replace(chr(39), chr(39) * 2)}'"
