"""A waitlist as a plain sorted list."""

from bisect import insort
from collections.abc import Iterator
from typing import Any

KNOWN = 64
"""Turns a list remembers."""


class Pass:
    """One child was passed by another; `went` says that the other has had its turn. Days are written into the row of interventions."""

    def __init__(self, mover: Any, passed: Any, row: dict[str, int]) -> None:
        self.mover, self.passed, self.row, self.went = mover, passed, row, False


class Waitlist:
    """Those who wait, lowest key first; of equal keys who came first."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Any]] = []
        self.turns: list[int] = []
        self.passes: list[Pass] = []

    def join(self, pupil: Any, key: int) -> None:
        if pupil in self:
            raise ValueError(f"pupil {pupil.id} already waits here")
        insort(self.rows, (key, pupil), key=lambda row: row[0])

    def leave(self, pupil: Any) -> None:
        self.rows = [row for row in self.rows if row[1] is not pupil]

    def ahead_of(self, pupil: Any) -> list[tuple[int, Any]]:
        """Keys and pupils before this one, the nearest first."""
        at = next(k for k, row in enumerate(self.rows) if row[1] is pupil)
        return self.rows[:at][::-1]

    def serve(self, pupil: Any, day: int) -> None:
        """The turn of this pupil. Those who passed it and went before have each put it back by a turn; the others by nothing."""
        for x in self.passes:
            x.went = x.went or x.mover is pupil
        mine = [x for x in self.passes if x.passed is pupil]
        behind = [x for x in mine if x.went]
        known = self.turns[-KNOWN:]
        days = [known[max(0, len(known) - k)] for k in range(len(behind), 0, -1)]
        for x in mine:
            x.row["added_days"] = 0
        for x, before, after in zip(behind, days, [*days, day][1:], strict=True):
            x.row["added_days"] = after - before
        self.passes = [x for x in self.passes if x.passed is not pupil]
        self.turns.append(day)

    def __contains__(self, pupil: object) -> bool:
        return any(row[1] is pupil for row in self.rows)

    def __iter__(self) -> Iterator[Any]:
        return iter([pupil for _, pupil in self.rows])

    def __len__(self) -> int:
        return len(self.rows)
