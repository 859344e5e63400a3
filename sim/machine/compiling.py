"""One piece of machine code for each entry of the kernel.

numba by itself optimises and translates every function together with all that it calls, once for each function on the way up, and gives each two
ways in for Python. Here a function that only compiled code calls stays as it was written (a part); the entry that needs it takes in all of its
parts and is optimised and translated once.
"""

import functools
from collections.abc import Callable
from typing import Any

from numba import njit, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import AnalysisPass, register_pass
from numba.core.typed_passes import AnnotateTypes
from numba.extending import typeof_impl


class _Unplaced:
    """A code generator for code that has no address yet."""

    def __init__(self, codegen: Any) -> None:
        self._own = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def set_env(self, name: str, env: Any) -> None:
        """Nothing: a part has no variables of its own in memory."""


class Part(JITCodeLibrary):
    """What numba wrote for one function and the parts it calls; nothing is optimised or translated here."""

    _shared_module: Any

    @property
    def codegen(self) -> Any:
        return _Unplaced(self._codegen)

    def add_llvm_module(self, module: Any) -> None:
        self._final_module.link_in(module)

    def add_linking_library(self, library: Any) -> None:
        self._linking_libraries.append(library)

    def finalize(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """None: Python has no way in."""
        return 0

    def _get_module_for_linking(self) -> Any:
        """This function and everything it calls, each once, for the entry that links it."""
        if self._shared_module is None:
            whole = self._final_module.clone()
            for library in self._called():
                own = library._final_module.clone() if isinstance(library, Part) else library._get_module_for_linking()
                whole.link_in(own, preserve=True)
            for function in whole.functions:
                if not function.is_declaration and function.linkage.name == "external":
                    function.linkage = "linkonce_odr"
            self._shared_module = whole
        return self._shared_module

    def _called(self) -> list[Any]:
        """Libraries of all functions that this one calls, directly or not."""
        found: dict[Any, None] = {}
        left = list(self._linking_libraries)
        while left:
            library = left.pop()
            if library is not self and library not in found:
                found[library] = None
                left.extend(library._linking_libraries if isinstance(library, Part) else ())
        return list(found)


@register_pass(mutates_CFG=False, analysis_only=True)
class _AsPart(AnalysisPass):
    """Has what is lowered kept in a Part."""

    _name = "plek_as_part"

    def __init__(self) -> None:
        AnalysisPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        state.library = Part(state.targetctx.codegen(), state.func_id.func_qualname)
        return True


class PartCompiler(CompilerBase):
    """numba's own way for compiled code, but for where the code is kept."""

    def define_pipelines(self) -> list[Any]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(_AsPart, AnnotateTypes)
        passes.finalize()
        return [passes]


class Compiled:
    """A function that compiled code calls as a part. Called from Python it is compiled by itself."""

    def __init__(self, function: Callable[..., Any], *, inlined: bool) -> None:
        functools.update_wrapper(self, function)
        self.part = njit(pipeline_class=PartCompiler, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=inlined)(function)
        self.alone = njit(function)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self.alone(*arguments, **named)


@typeof_impl.register(Compiled)
def _typeof(value: Compiled, context: Any) -> types.Dispatcher:
    return types.Dispatcher(value.part)
