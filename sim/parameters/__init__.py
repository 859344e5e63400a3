"""Every number of the model: a value enters with unit, meaning, source (an evidence id, or "assumed") and bounds, or not at all."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Number = bool | int | float


@dataclass(frozen=True)
class Parameter:
    """One parameter. The Python type of `value` is its type; `low` and `high` are the bounds of what may be asked, both inclusive."""

    name: str
    value: Number
    unit: str
    meaning: str
    source: str
    low: float
    high: float

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def field(self) -> str:
        """Name of the parameter's column in the engine."""
        return self.name.partition(".")[2]


GROUPS = ("population", "behaviour", "capacity", "funding", "ideal")


@cache
def _load() -> dict[str, Parameter]:
    found = {}
    for group in GROUPS:
        rows = tomllib.loads((Path(__file__).parent / f"{group}.toml").read_text(encoding="utf-8"))
        for field, row in rows.items():
            found[f"{group}.{field}"] = Parameter(name=f"{group}.{field}", **row)
    return found


PARAMETERS: dict[str, Parameter] = _load()


def defaults(group: str) -> dict[str, Number]:
    """Default values of one group, by field."""
    return {p.field: p.value for p in PARAMETERS.values() if p.group == group}
