"""Asking for memory before it is needed: a row is on its way to the processor while others are dealt with. Changes no result."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.machine.jit import INTERPRETED
from sim.machine.rows import BYTE, RowType
from sim.machine.state import LINE, RECORDS

if INTERPRETED:

    def fetch(row: Any) -> None:
        """Nothing to do for an interpreter."""

else:

    @intrinsic
    def fetch(typing_context: Any, row: Any) -> Any:
        """Have this row of a table brought near."""
        if not isinstance(row, RowType):
            return None

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            number = ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [BYTE.as_pointer(), number, number, number])
            prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
            for offset in range(0, RECORDS[row.parts[0]].itemsize, LINE):
                address = builder.gep(arguments[0], [ir.Constant(ir.IntType(64), offset)])
                builder.call(prefetch, [address, ir.Constant(number, 0), ir.Constant(number, 3), ir.Constant(number, 1)])
            return context.get_dummy_value()

        return types.none(row), code
