"""The tables of sim/EVALUATION.md: priors, what the data could not tell, targets reached, patterns; from the files of the calibration."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.calibration import statistics
from experiments.documents.tables import grid


def _file(root: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "configs" / "ensemble" / name).read_text(encoding="utf-8"))
    return found


def _three(values: list[float] | None) -> str:
    return "" if values is None else f"{values[1]:g} ({values[0]:g} to {values[2]:g})"


def priors(root: Path) -> str:
    """Every uncertain quantity: its prior, what screening found, where the data left it."""
    rows = [
        (f"`{row['name']}`", " and ".join(f"`{p}`" for p in row["parameters"]), f"{row['kind']}, {row['low']:g} to {row['high']:g}",
         f"{row['screened']:g}", "fixed" if not row["varied"] else f"{row['contraction']:.0%}", _three(row["quantiles"]))
        for row in _file(root, "calibrated.json")["priors"]
    ]  # fmt: skip
    return grid(("quantity", "parameter", "prior", "largest effect (tolerances)", "contraction", "median (5% to 95%)"), rows)


def axes(root: Path) -> str:
    """What the data leave where the prior put it, and what could decide between regimes: the axes of every answer."""
    rows = [(row["label_en"], f"{row['low']:g} to {row['high']:g}", f"{row['contraction']:.0%}") for row in _file(root, "calibrated.json")["axes"]]
    return grid(("axis", "5% to 95% of the ensemble", "contraction"), rows)


def _targets(root: Path, fitted: bool) -> str:
    definitions = {t.name: t for t in statistics.load()}
    off = {row["name"]: row["centre_off"] for row in _file(root, "calibrated.json")["targets"]}
    rows = [
        (definitions[row["name"]].definition, f"{row['value']:g} ± {row['tolerance']:g}", _three(row["reached"]),
         "yes" if row["median_within"] else "**no**", "yes" if row["holds"] else "**no**",
         *((_off(off[row["name"]]),) if fitted else ()), ", ".join(f"`{i}`" for i in definitions[row["name"]].source))
        for row in _file(root, "calibrated-check.json")["targets"] if row["fitted"] == fitted
    ]  # fmt: skip
    centre = ("centre, tolerances off",) if fitted else ()
    return grid(("figure", "value", "model, median (5% to 95%)", "median within", "interval meets it", *centre, "source"), rows)


def _off(distance: float) -> str:
    return f"{distance:+.2f}" if abs(distance) <= 1 else f"**{distance:+.2f}**"


def fitted(root: Path) -> str:
    """The figures that were fitted to."""
    return _targets(root, True)


def held_out(root: Path) -> str:
    """The figures that were held out, decided before fitting."""
    return _targets(root, False)


def patterns(root: Path) -> str:
    """Qualitative patterns: the number, and whether they hold."""
    found = _file(root, "calibrated-check.json")["patterns"]
    rows = [(row["pattern"], row["number"], f"{row['value']:g}", "yes" if row["holds"] else "**no**") for row in found]
    return grid(("pattern", "measured by", "model", "holds"), rows)


EVALUATION: dict[str, Callable[[Path], str]] = {
    "priors": priors, "axes": axes, "fitted": fitted, "held_out": held_out, "patterns": patterns,
}  # fmt: skip
