"""A waitlist as a plain sorted list."""

from bisect import insort
from collections.abc import Iterator
from typing import Any


class Waitlist:
    """Those who wait, lowest key first; of equal keys who came first."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Any]] = []

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

    def __contains__(self, pupil: object) -> bool:
        return any(row[1] is pupil for row in self.rows)

    def __iter__(self) -> Iterator[Any]:
        return iter([pupil for _, pupil in self.rows])

    def __len__(self) -> int:
        return len(self.rows)
