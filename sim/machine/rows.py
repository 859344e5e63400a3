"""What compiled code sees of a state: tables, their rows, and cells of numbers.

`s.pupils[i].where` costs one load: the address of a table never changes while the kernel runs, and LLVM is told so; what is stored in one column
is told to touch no other. Integers of any width are read as int64, so that every event is compiled once. Indices count from the front: no
negative ones. With NUMBA_BOUNDSCHECK=1 each is checked.
"""

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import infer_getattr, lower_builtin, models, register_model

from sim.machine.handle import FIELDS, WORDS, HandleType
from sim.machine.state import LAYOUT, RECORDS

BYTE, WORD = ir.IntType(8), ir.IntType(64)
FIXED = {"par", "laws", "law_day", "near", "cohort", "holiday", "school_days", "next_school_day", "next_intake"}
"""Tables that nothing in the kernel writes."""


class _Tag(types.Type):
    """One named type of this module."""

    def __init__(self, *key: Any) -> None:
        self.parts = key
        super().__init__(name="plek." + ".".join(str(k) for k in key))


class TableType(_Tag):
    """A table of the state, by name. In machine code: the table of addresses."""


class RowType(_Tag):
    """A row of the table of this name. In machine code: its address."""


class CellsType(_Tag):
    """Numbers within a row, by table and column. In machine code: the address of the first."""


@register_model(TableType)
@register_model(RowType)
@register_model(CellsType)
class _Pointer(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, BYTE.as_pointer())


def _wide(dtype: np.dtype[Any]) -> Any:
    """Type of a value read from a column of this type."""
    if dtype.kind == "f":
        return types.float64
    return types.uint64 if dtype.kind == "u" else types.int64


def _column(table: str, name: str) -> tuple[np.dtype[Any], int] | None:
    """Type and offset of a column, None if the table has none of this name."""
    fields: Any = RECORDS[table].fields or {}
    return (fields[name][0], int(fields[name][1])) if name in fields else None


# types -------------------------------------------------------------------------------------------------------------------------------------


@infer_getattr
class _OfHandle(AttributeTemplate):
    key = HandleType

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        return TableType(attribute) if attribute in LAYOUT else None


@infer_getattr
class _OfTable(AttributeTemplate):
    key = TableType

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        return types.UniTuple(types.int64, LAYOUT[kind.parts[0]][1]) if attribute == "shape" else None


@infer_getattr
class _OfCells(AttributeTemplate):
    key = CellsType

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        return types.UniTuple(types.int64, len(_cells(kind)[1])) if attribute == "shape" else None


@infer_getattr
class _OfRow(AttributeTemplate):
    key = RowType

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        column = _column(kind.parts[0], attribute)
        if column is None:
            return None
        return CellsType(kind.parts[0], attribute) if column[0].shape else _wide(column[0])


def _cells(kind: Any) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Type and lengths of cells."""
    dtype, _ = _column(*kind.parts) or (np.dtype("i8"), 0)
    return dtype.base, dtype.shape


def _element(kind: Any) -> Any:
    """Type of what an index of a table or of cells yields, and the number of its dimensions."""
    if isinstance(kind, CellsType):
        dtype, shape = _cells(kind)
        return _wide(dtype), len(shape)
    name = kind.parts[0]
    dtype, ndim = LAYOUT[name]
    return (RowType(name) if name in RECORDS else _wide(dtype)), ndim


def _index(kind: Any, ndim: int) -> Any:
    fits = isinstance(kind, types.Integer) if ndim == 1 else isinstance(kind, types.BaseTuple) and len(kind) == ndim
    if not fits:
        return None
    return types.int64 if ndim == 1 else types.UniTuple(types.int64, ndim)


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if not isinstance(args[0], (TableType, CellsType)):
            return None
        element, ndim = _element(args[0])
        index = _index(args[1], ndim)
        return None if index is None else signature(element, args[0], index)


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if not isinstance(args[0], (TableType, CellsType)):
            return None
        element, ndim = _element(args[0])
        index = _index(args[1], ndim)
        value = args[2] if isinstance(element, RowType) else element
        return None if index is None else signature(types.none, args[0], index, value)


# machine code ------------------------------------------------------------------------------------------------------------------------------


def _named(builder: Any, name: str) -> Any:
    """What tells LLVM that only columns of this name share memory."""
    module = builder.module
    root = module.add_metadata(["plek"])
    kind = module.add_metadata([name, root, ir.Constant(WORD, 0)])
    return module.add_metadata([kind, kind, ir.Constant(WORD, 0)])


def _machine(dtype: np.dtype[Any]) -> Any:
    if dtype.kind == "f":
        return ir.DoubleType() if dtype.itemsize == 8 else ir.FloatType()
    return ir.IntType(8 * dtype.itemsize)


def _load(builder: Any, address: Any, dtype: np.dtype[Any], name: str, fixed: bool) -> Any:
    kind = _machine(dtype)
    found = builder.load(builder.bitcast(address, kind.as_pointer()))
    found.set_metadata("tbaa", _named(builder, name))
    if fixed:
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
    if dtype.kind == "f":
        return found if dtype.itemsize == 8 else builder.fpext(found, ir.DoubleType())
    if dtype.itemsize == 8:
        return found
    return builder.zext(found, WORD) if dtype.kind == "u" else builder.sext(found, WORD)


def _store(builder: Any, address: Any, dtype: np.dtype[Any], name: str, value: Any) -> None:
    kind = _machine(dtype)
    if dtype.kind == "f" and dtype.itemsize == 4:
        value = builder.fptrunc(value, kind)
    elif dtype.kind != "f" and dtype.itemsize < 8:
        value = builder.trunc(value, kind)
    put = builder.store(value, builder.bitcast(address, kind.as_pointer()))
    put.set_metadata("tbaa", _named(builder, name))


def _word(builder: Any, handle: Any, table: str, offset: int) -> Any:
    """A word of the table of addresses: 0 the address, 1.. the lengths. The same as long as the kernel runs."""
    words = builder.bitcast(handle, WORD.as_pointer())
    found = builder.load(builder.gep(words, [ir.Constant(WORD, FIELDS.index(table) * WORDS + offset)]))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _forward(context: Any, builder: Any, address: Any, table: str | None, shape: list[Any], indices: list[Any], itemsize: int) -> Any:
    """Address of an element: row by row, from the front."""
    place = None
    for d, index in enumerate(indices):
        if config.BOUNDSCHECK:
            with builder.if_then(builder.icmp_unsigned(">=", index, shape[d]), likely=False):
                context.call_conv.return_user_exc(builder, IndexError, (f"index out of bounds of {table}",))
        place = index if place is None else builder.add(builder.mul(place, shape[d]), index)
    offset = builder.mul(place, ir.Constant(WORD, itemsize))
    return builder.gep(address, [offset])


def _place(context: Any, builder: Any, kind: Any, value: Any, index: Any) -> tuple[Any, np.dtype[Any], str, bool]:
    """Of an element of a table or of cells: address, type, the name of its column, and whether the kernel never writes it."""
    if isinstance(kind, CellsType):
        dtype, lengths = _cells(kind)
        name, shape, address, fixed = ".".join(kind.parts), [ir.Constant(WORD, n) for n in lengths], value, False
    else:
        name = kind.parts[0]
        dtype, ndim = LAYOUT[name]
        shape = [_word(builder, value, name, 1 + d) for d in range(ndim)]
        address, fixed = builder.inttoptr(_word(builder, value, name, 0), BYTE.as_pointer()), name in FIXED
    indices = [index] if len(shape) == 1 else cgutils.unpack_tuple(builder, index, len(shape))
    return _forward(context, builder, address, name, shape, indices, dtype.itemsize), dtype, name, fixed


@lower_getattr_generic(HandleType)
def _table(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    return value


@lower_getattr_generic(TableType)
def _table_shape(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    name = kind.parts[0]
    return cgutils.pack_array(builder, [_word(builder, value, name, 1 + d) for d in range(LAYOUT[name][1])])


@lower_getattr_generic(CellsType)
def _cells_shape(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    return cgutils.pack_array(builder, [ir.Constant(WORD, n) for n in _cells(kind)[1]])


@lower_builtin(operator.getitem, TableType, types.Any)
@lower_builtin(operator.getitem, CellsType, types.Any)
def _getitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    address, dtype, name, fixed = _place(context, builder, sig.args[0], *args)
    return address if isinstance(sig.return_type, RowType) else _load(builder, address, dtype, name, fixed)


@lower_builtin(operator.setitem, TableType, types.Any, types.Any)
@lower_builtin(operator.setitem, CellsType, types.Any, types.Any)
def _setitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    address, dtype, name, _ = _place(context, builder, sig.args[0], *args[:2])
    if isinstance(sig.args[2], RowType):
        cgutils.raw_memcpy(builder, address, args[2], ir.Constant(WORD, 1), dtype.itemsize)
    else:
        _store(builder, address, dtype, name, args[2])
    return context.get_dummy_value()


@lower_getattr_generic(RowType)
def _get_column(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    table = kind.parts[0]
    dtype, offset = _column(table, attribute) or (np.dtype("i8"), 0)
    address = builder.gep(value, [ir.Constant(WORD, offset)])
    return address if dtype.shape else _load(builder, address, dtype, f"{table}.{attribute}", table in FIXED)


@lower_setattr_generic(RowType)
def _set_column(context: Any, builder: Any, sig: Any, args: Any, attribute: str) -> Any:
    table = sig.args[0].parts[0]
    dtype, offset = _column(table, attribute) or (np.dtype("i8"), 0)
    _store(builder, builder.gep(args[0], [ir.Constant(WORD, offset)]), dtype, f"{table}.{attribute}", args[1])
