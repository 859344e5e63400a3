"""Tables of results in small pieces, and what has to be known of a whole table before its first row is written."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import AnalysisError
from analysis.export import labels
from analysis.export.naming import names
from analysis.export.variable import Variable
from analysis.load import Results

ROWS = 1 << 16
"""Rows at once: what bounds the memory, whatever the size of the results."""


class Source:
    """One table of results: its columns, its rows in pieces, its words and the width of its texts (read once)."""

    def __init__(self, results: Results, table: str) -> None:
        self.results, self.table = results, table
        self.schema = _unified(results, table)
        self.rows = results.rows(table)
        self._texts: dict[str, dict[str, None]] = {}

    def batches(self, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """All rows, at most ROWS at once, files in their order; texts as dictionaries; a column that a file lacks is null."""
        wanted = columns or self.schema.names
        for batch in self.results.batches(self.table, ROWS):
            there = set(batch.schema.names)
            fields = [self.schema.field(name) for name in wanted]
            arrays = [_as(batch.column(f.name) if f.name in there else pa.nulls(len(batch), f.type), f.type) for f in fields]
            yield pa.RecordBatch.from_arrays(arrays, names=wanted)

    def texts(self, column: str) -> list[str]:
        """Every word of a column of texts, in the order in which they turn up."""
        if not self._texts:
            own = [field.name for field in self.schema if _is_text(field.type)]
            self._texts = {name: {} for name in own}
            for batch in self.batches(own) if own else ():
                for name in own:
                    self._texts[name] |= dict.fromkeys(_used(batch.column(name)))
        return list(self._texts[column])

    def variables(self, to: str, lang: str) -> list[Variable]:
        """The columns as the format `to` holds them."""
        called = names(self.schema.names, to)
        return [self._variable(field, name, lang) for field, name in zip(self.schema, called, strict=True)]

    def _variable(self, field: pa.Field, name: str, lang: str) -> Variable:
        column, kind = field.name, field.type
        told = labels.column(column, lang)
        if pa.types.is_boolean(kind):
            return Variable(column, name, "yesno", told, words=_in(labels.words("yesno"), lang))
        if pa.types.is_integer(kind):
            own = labels.missing(self.table, column)
            return Variable(column, name, "whole", told, kind.bit_width, missing=None if own is None else own[lang])
        if pa.types.is_floating(kind):
            return Variable(column, name, "real", told, kind.bit_width)
        if not _is_text(kind):
            raise AnalysisError(f"table '{self.table}', column '{column}': values of type {kind} can't be exported")
        there = self.texts(column)
        group = labels.vocabulary(self.table, column)
        if group is not None:
            known = _in(labels.words(group), lang)
            return Variable(column, name, "coded", told, words=known | {word: word for word in there if word and word not in known})
        return Variable(column, name, "text", told, width=max([1, *(len(word.encode()) for word in there)]))


def _in(words: dict[str, labels.Text], lang: str) -> dict[str, str]:
    return {word: text[lang] for word, text in words.items()}


def _unified(results: Results, table: str) -> pa.Schema:
    fields: dict[str, pa.Field] = {}
    for schema in results.schemas(table):
        for field in schema:
            kind = pa.string() if _is_text(field.type) else field.type
            held = fields.get(field.name)
            if held is not None and held.type != kind:
                kind = _wider(table, field.name, held.type, kind)
            fields[field.name] = pa.field(field.name, kind)
    return pa.schema(list(fields.values()))


def _wider(table: str, column: str, one: pa.DataType, other: pa.DataType) -> pa.DataType:
    """A type that holds both: chunks of a sweep may differ, as 1 and 1.5 do. A column of nothing takes the other's."""
    if pa.types.is_null(one) or pa.types.is_null(other):
        return other if pa.types.is_null(one) else one
    number = [pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in (one, other)]
    if not all(number):
        raise AnalysisError(f"table '{table}', column '{column}': {one} in one file and {other} in another; export them apart")
    whole = pa.types.is_integer(one) and pa.types.is_integer(other)
    return (pa.int64() if whole else pa.float64()) if one.bit_width != other.bit_width or not whole else one


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """Texts as dictionaries of strings, which every writer looks words up in; numbers as the table's widest."""
    if _is_text(column.type):
        texts = pa.dictionary(pa.int32(), pa.string())
        return column.cast(texts) if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode().cast(texts)
    return column if column.type == kind else column.cast(kind)


def _used(column: pa.DictionaryArray) -> list[str]:
    """The words of a dictionary that its rows use."""
    return [word for word in column.dictionary.take(pc.unique(column.indices).drop_null()).to_pylist() if word is not None]
