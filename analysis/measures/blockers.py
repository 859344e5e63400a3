"""What would have to change for school to start: blocker sets read as power-bound, place-bound, joint.

A set is a bitmask; bit k stands for BLOCKERS[k]. Classes: `power` is any non-empty set of {idle, unwilling, money} and nothing else;
`place` is {no_place} alone; likewise `care`, `consent`, `nobody` and `calendar` (a legal term, an agreed start, holidays) when nothing of
another
class stands beside them; two or more classes are joint: `joint_power_place` when they are just these two, else `joint`; `none` is the empty
set.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.basis import Days, Meta, Tables, column, keyed, ratio, split, table

BLOCKERS = ("nobody", "idle", "unwilling", "no_place", "money", "care_slot", "not_ready", "consent", "procedure", "holiday")
POWER, PLACE = ("idle", "unwilling", "money"), ("no_place",)
KINDS = {
    "power": POWER,
    "place": PLACE,
    "care": ("care_slot", "not_ready"),
    "consent": ("consent",),
    "nobody": ("nobody",),
    "calendar": ("procedure", "holiday"),
}
CLASSES = (*KINDS, "joint_power_place", "joint", "none")


def mask(names: tuple[str, ...]) -> int:
    """The bitmask of a set of blockers."""
    return sum(1 << BLOCKERS.index(name) for name in names)


def _classes(ignore: int) -> NDArray[np.int8]:
    found = np.empty(1 << len(BLOCKERS), dtype=np.int8)
    for bits in range(len(found)):
        kept = bits & ~ignore
        kinds = [kind for kind, names in KINDS.items() if kept & mask(names)]
        if len(kinds) == 1:
            name = kinds[0]
        else:
            name = "joint_power_place" if kinds == ["power", "place"] else ("joint" if kinds else "none")
        found[bits] = CLASSES.index(name)
    return found


STRICT = _classes(0)
BUT_CALENDAR = _classes(mask(KINDS["calendar"]))


def class_days(bits: Days, days: Days, classes: NDArray[np.int8] = STRICT) -> Days:
    """Days per class, in the order of CLASSES; sums to all days."""
    return np.bincount(classes[bits.astype(np.int64)], weights=days, minlength=len(CLASSES)).astype(np.int64)


def by_blockers(tables: Tables, meta: Meta, *, calendar: bool = True) -> pd.DataFrame:
    """Days at home after the branch by class of blocker set: days, less is better. Columns: blockers (class), days, share.

    calendar=False leaves legal terms and holidays out of the sets before they are classed (days with nothing else become `none`): what
    would
    bind once school is open and terms are over. Power-bound is what power alone could end, not what a regime will end; joint days need
    both.
    """
    return pd.concat([_frame(key, table(own, "day_sets"), calendar) for key, own in split(tables, meta)], ignore_index=True)


def _frame(key: dict[str, object], sets: pd.DataFrame, calendar: bool) -> pd.DataFrame:
    days = class_days(column(sets, "blockers"), column(sets, "days"), STRICT if calendar else BUT_CALENDAR)
    total = float(days.sum())
    return keyed(key, pd.DataFrame({"blockers": CLASSES, "days": days, "share": [ratio(float(part), total) for part in days]}))


def touching(tables: Tables, meta: Meta) -> pd.DataFrame:
    """Days on which each single blocker stands, alone or with others: days, upper bound of what removing it could save.

    Columns: blocker, alone, any, share_any. Sums exceed the total: a day with three blockers counts three times under `any`.
    """
    parts = []
    for key, own in split(tables, meta):
        sets = table(own, "day_sets")
        bits, days = column(sets, "blockers").astype(np.int64), column(sets, "days").astype(np.int64)
        rows = [(name, int(days[bits == 1 << k].sum()), int(days[bits >> k & 1 == 1].sum())) for k, name in enumerate(BLOCKERS)]
        frame = pd.DataFrame(rows, columns=["blocker", "alone", "any"])
        parts.append(keyed(key, frame.assign(share_any=frame["any"] / max(int(days.sum()), 1))))
    return pd.concat(parts, ignore_index=True)
