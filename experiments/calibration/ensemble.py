"""The ensemble as files: members in an order in which every beginning is balanced, its centre, and what the data could not tell.

`python -m experiments.calibration.ship FOLDER` makes it the one that `ensemble=calibrated` runs.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from experiments.calibration import priors, smc
from experiments.calibration.priors import Array, Prior
from experiments.calibration.statistics import Target, national_pupils

OPEN = 0.2


def balanced(u: Array) -> list[int]:
    """An order of the rows in which every beginning has low and high halves of each column nearly equally often, and pairs of columns
    unrelated: each next row is the one that keeps the sums of signs, and of their products, smallest."""
    sign = np.where(u > np.median(u, axis=0), 1.0, -1.0)
    sums = np.zeros(u.shape[1])
    products = np.zeros((u.shape[1], u.shape[1]))
    left, order = list(range(len(u))), []
    while left:
        candidates = sign[left]
        cost = ((sums + candidates) ** 2).sum(axis=1)
        cross = products + candidates[:, :, None] * candidates[:, None, :]
        cost += 0.25 * (cross**2).sum(axis=(1, 2)) / u.shape[1]
        best = left.pop(int(np.argmin(cost)))
        order.append(best)
        sums += sign[best]
        products += np.outer(sign[best], sign[best])
    return order


def write(
    folder: Path, settings: dict[str, Any], every: tuple[Prior, ...], own: tuple[Prior, ...], moves: Array, u: Array, reached: Array,
    noise: Array, shift: Array, centre_u: Array, centre_off: Array, targets: tuple[Target, ...],
) -> dict[str, Any]:  # fmt: skip
    """Write calibrated.csv, calibrated.json; give a short account. centre_u: the point of the centre; centre_off: how far the
    whole country is from each fitted target there."""
    contraction = smc.contraction(u)
    axes = [k for k, prior in enumerate(own) if prior.axis and contraction[k] < OPEN]
    order = balanced(u[:, axes]) if axes else list(range(len(u)))
    u, reached = u[order], reached[order]
    columns = priors.values(own, u)
    centre = {name: _short(column[0]) for name, column in priors.values(own, centre_u[None, :]).items()}
    (folder / "calibrated.csv").write_text(_rows(columns, len(u)), encoding="utf-8")
    edges = np.nanquantile(reached, [0.05, 0.5, 0.95], axis=0)
    document = {
        "what": "An ensemble of equally plausible countries: parameter sets that meet the fitted targets. Made by experiments.calibration.",
        "settings": {key: item for key, item in settings.items() if key != "out"},
        "country_pupils": national_pupils(),
        "members": len(u),
        "centre": centre,
        "priors": [_prior(p, moves[every.index(p)], u, contraction, own) for p in every],
        "axes": [_axis(own[k], u[:, k], contraction[k]) for k in axes],
        "targets": _targets(targets, noise, shift, edges, centre_off),
    }
    (folder / "calibrated.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return {
        "members": len(u),
        "axes": [own[k].name for k in axes],
        "reached": {t.name: [_short(edges[q, j]) for q in range(3)] + [t.value] for j, t in enumerate(targets)},
    }


def _rows(columns: dict[str, Array], n: int) -> str:
    """The CSV: a row per member, weights alike."""
    lines = [",".join(["member", "weight", *columns])]
    for row, values in enumerate(zip(*columns.values(), strict=True)):
        lines.append(",".join([str(row), f"{1 / n:.8g}", *(f"{value:.8g}" for value in values)]))
    return "\n".join(lines) + "\n"


def _prior(p: Prior, moves: Array, u: Array, contraction: Array, own: tuple[Prior, ...]) -> dict[str, Any]:
    """A prior, how much it moves the targets [target], and where the data left it if it was varied."""
    k = own.index(p) if p in own else None
    return {
        "name": p.name, "parameters": list(p.parameters), "kind": p.kind, "low": p.low, "high": p.high, "axis": p.axis,
        "screened": round(float(moves.max()), 3), "varied": k is not None,
        "contraction": None if k is None else round(float(contraction[k]), 3),
        "quantiles": None if k is None else [_short(q) for q in np.quantile(p.value(u[:, k]), [0.05, 0.5, 0.95])],
    }  # fmt: skip


def _axis(p: Prior, u: Array, contraction: float) -> dict[str, Any]:
    """Something that the data say little of, with its ends in the ensemble; u: its place in the prior, per member."""
    low, middle, high = (_short(q) for q in np.quantile(p.value(u), [0.05, 0.5, 0.95]))
    return {
        "name": p.name, "label_nl": p.nl, "label_en": p.en, "plus": [p.parameters[0]], "minus": list(p.parameters[1:]), "split": middle,
        "low": low, "high": high, "contraction": round(float(contraction), 3),
    }  # fmt: skip


def _targets(targets: tuple[Target, ...], noise: Array, shift: Array, edges: Array, centre_off: Array) -> list[dict[str, Any]]:
    """What was reached of each target: edges [quantile, target] over the ensemble; centre_off [fitted target] at the centre."""
    off = iter(centre_off)
    return [
        {"name": t.name, "value": t.value, "tolerance": t.tolerance, "fitted": t.fitted, "noise": _short(noise[j]), "country_apart": _short(shift[j]),
         "reached": [_short(edges[q, j]) for q in range(3)], "centre_off": round(float(next(off)), 2) if t.fitted else None}
        for j, t in enumerate(targets)
    ]  # fmt: skip


def _short(value: float) -> float:
    return float(f"{float(value):.5g}")
