"""How the state travels through compiled code: as one pointer to a table of addresses.

Passing thirty arrays from function to function costs minutes of compiling and a copy of two hundred words a call; reference counting them costs
more than the model. A `Handle` is one word; reading `s.pupils` loads the array's address and shape, without a reference count. The Python
caller keeps the State alive. Interpreted code gets the State itself.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox
from numba.np.arrayobj import populate_array

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
    def __init__(self) -> None:
        super().__init__(name="plek.State")


HANDLE = HandleType()
ARRAYS = {name: types.Array(from_dtype(dtype), ndim, "C") for name, (dtype, ndim) in LAYOUT.items()}


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


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = HandleType

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        return ARRAYS.get(attribute)


@lower_getattr_generic(HandleType)
def _getattr(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    array_type = ARRAYS[attribute]
    word = ir.IntType(64)
    table = builder.bitcast(value, word.as_pointer())
    first = FIELDS.index(attribute) * WORDS

    def load(offset: int) -> Any:
        return builder.load(builder.gep(table, [ir.Constant(word, first + offset)]))

    array = context.make_array(array_type)(context, builder)
    shape = [load(1 + d) for d in range(array_type.ndim)]
    itemsize = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    if isinstance(array_type.dtype, types.Record):
        itemsize = array_type.dtype.size
    strides: list[Any] = [ir.Constant(word, itemsize)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(load(0), context.get_data_type(array_type.dtype).as_pointer())
    populate_array(
        array, data=data, shape=cgutils.pack_array(builder, shape), strides=cgutils.pack_array(builder, strides),
        itemsize=ir.Constant(word, itemsize), meminfo=None,
    )  # fmt: skip
    return array._getvalue()
