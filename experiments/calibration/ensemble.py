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
    lines = [",".join(["member", "weight", *columns])]
    for row, values in enumerate(zip(*columns.values(), strict=True)):
        lines.append(",".join([str(row), f"{1 / len(u):.8g}", *(f"{value:.8g}" for value in values)]))
    (folder / "calibrated.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    off = iter(centre_off)
    edges = np.nanquantile(reached, [0.05, 0.5, 0.95], axis=0)
    document = {
        "what": "An ensemble of equally plausible countries: parameter sets that meet the fitted targets. Made by experiments.calibration.",
        "settings": {key: item for key, item in settings.items() if key != "out"},
        "country_pupils": national_pupils(),
        "members": len(u),
        "centre": centre,
        "priors": [
            {"name": p.name, "parameters": list(p.parameters), "kind": p.kind, "low": p.low, "high": p.high, "axis": p.axis,
             "screened": round(float(moves[every.index(p)].max()), 3), "varied": p in own,
             "contraction": round(float(contraction[own.index(p)]), 3) if p in own else None,
             "quantiles": [_short(q) for q in np.quantile(p.value(u[:, own.index(p)]), [0.05, 0.5, 0.95])] if p in own else None}
            for p in every
        ],
        "axes": [
            {"name": own[k].name, "label_nl": own[k].nl, "label_en": own[k].en, "plus": [own[k].parameters[0]],
             "minus": list(own[k].parameters[1:]), "split": _short(np.median(own[k].value(u[:, k]))),
             "low": _short(np.quantile(own[k].value(u[:, k]), 0.05)), "high": _short(np.quantile(own[k].value(u[:, k]), 0.95)),
             "contraction": round(float(contraction[k]), 3)}
            for k in axes
        ],
        "targets": [
            {"name": t.name, "value": t.value, "tolerance": t.tolerance, "fitted": t.fitted, "noise": _short(noise[j]),
             "country_apart": _short(shift[j]),
             "reached": [_short(edges[q, j]) for q in range(3)], "centre_off": round(float(next(off)), 2) if t.fitted else None}
            for j, t in enumerate(targets)
        ],
    }  # fmt: skip
    (folder / "calibrated.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return {
        "members": len(u),
        "axes": [own[k].name for k in axes],
        "reached": {t.name: [_short(edges[q, j]) for q in range(3)] + [t.value] for j, t in enumerate(targets)},
    }


def _short(value: float) -> float:
    return float(f"{float(value):.5g}")
