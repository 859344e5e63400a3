"""The model's rules as they are written, whether or not the engine compiles them."""

from collections.abc import Callable
from typing import Any


def as_written(rule: Any) -> Callable[..., Any]:
    """The Python function behind a compiled rule."""
    found: Callable[..., Any] = getattr(rule, "py_func", rule)
    return found
