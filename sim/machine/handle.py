"""How the state travels through compiled code: as one pointer to a table of addresses.

Passing thirty arrays from function to function costs minutes of compiling and a copy of two hundred words a call; reference counting them costs
more than the model. A `Handle` is one word; what compiled code reads from it is in rows.py. The Python caller keeps the State alive. Interpreted
code gets the State itself.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox

from sim.machine.jit import INTERPRETED
from sim.machine.state import LAYOUT, State

WORDS = 4
"""Words of the table an array takes: its address and up to three lengths."""
FIELDS = tuple(LAYOUT)


class Handle:
    """A state for compiled code; holds the arrays and their table of addresses."""

    def __init__(self, state: State) -> None:
        self.state = state
        table = np.zeros((len(FIELDS), WORDS), np.int64)
        for k, name in enumerate(FIELDS):
            array = getattr(state, name)
            dtype, ndim = LAYOUT[name]
            if array.dtype != dtype or array.ndim != ndim or not array.flags.c_contiguous:
                raise TypeError(f"state.{name} must be a contiguous array of {ndim} dimensions of {dtype}")
            table[k, 0] = array.ctypes.data
            table[k, 1 : 1 + ndim] = array.shape
        self.table = table
        self.address = table.ctypes.data


def handle(state: State) -> Any:
    """What to pass to an entry of the kernel."""
    return state if INTERPRETED else Handle(state)


class HandleType(types.Type):
    """Type of a Handle in compiled code."""

    def __init__(self) -> None:
        super().__init__(name="plek.State")


HANDLE = HandleType()


@typeof_impl.register(Handle)
def _typeof(value: Handle, context: Any) -> HandleType:
    return HANDLE


@register_model(HandleType)
class _HandleModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.IntType(8).as_pointer())


@unbox(HandleType)
def _unbox(kind: Any, value: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(value, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(number, ir.IntType(8).as_pointer()))
