"""A column as another tool will hold it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["whole", "real", "yesno", "coded", "text"]


@dataclass(frozen=True)
class Variable:
    """column: its name in plek's tables; name: in the file. bits: of a whole or real number.

    words: of a coded one, in the order of their codes (0, 1, ...), word -> label. missing: what -1 says (None: it is no code).
    width: bytes of the longest text in UTF-8, at least 1.
    """

    column: str
    name: str
    kind: Kind
    label: str
    bits: int = 64
    words: dict[str, str] = field(default_factory=dict)
    missing: str | None = None
    width: int = 1

    @property
    def codes(self) -> dict[int, str]:
        """Code -> label of each value that has one, the missing one (-1) included."""
        own = dict(enumerate(self.words.values()))
        return own if self.missing is None else {-1: self.missing, **own}
