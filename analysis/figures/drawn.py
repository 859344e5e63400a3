"""What a figure is once it is drawn; apart from `style`, so that who keeps figures needn't import matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Drawn:
    """A figure as it is kept: an `<svg>` element as text, and PNG bytes."""

    svg: str
    png: bytes

    def save(self, path: Path) -> None:
        """Write `path`.svg and `path`.png."""
        path.with_suffix(".svg").write_text('<?xml version="1.0" encoding="utf-8"?>\n' + self.svg, "utf-8")
        path.with_suffix(".png").write_bytes(self.png)
