"""In what order things of one moment happen: sorting within the state's own scratch space, the same compiled and interpreted."""

from typing import Any

from sim.machine.jit import event


@event
def sort_scratch(s: Any, n: int) -> None:
    """The first n numbers of s.scratch, smallest first (Shell's method)."""
    gap = 1
    while 3 * gap < n:
        gap = 3 * gap + 1
    while gap > 0:
        for x in range(gap, n):
            value = s.scratch[x]
            y = x
            while y >= gap and s.scratch[y - gap] > value:
                s.scratch[y] = s.scratch[y - gap]
                y -= gap
            s.scratch[y] = value
        gap //= 3


@event
def sort_keys(s: Any, n: int) -> None:
    """The first n numbers of s.scratch_keys, smallest first (Shell's method)."""
    gap = 1
    while 3 * gap < n:
        gap = 3 * gap + 1
    while gap > 0:
        for x in range(gap, n):
            value = s.scratch_keys[x]
            y = x
            while y >= gap and s.scratch_keys[y - gap] > value:
                s.scratch_keys[y] = s.scratch_keys[y - gap]
                y -= gap
            s.scratch_keys[y] = value
        gap //= 3
