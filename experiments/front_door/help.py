"""The text of `plek --help`: what stands in help.txt, with the choices of today."""

from collections.abc import Mapping, Sequence
from pathlib import Path

CHOICES = "{choices}"


def text(groups: Mapping[str, Sequence[str]]) -> str:
    """The help, with a line for every group that has choices of its own."""
    lines = [f"  {group}: {', '.join(names)}" for group, names in sorted(groups.items()) if "/" not in group]
    return Path(__file__).with_name("help.txt").read_text(encoding="utf-8").replace(CHOICES, "\n".join(lines)).rstrip()
