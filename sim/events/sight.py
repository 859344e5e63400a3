"""What stands between a child and school, read from counts of free places; no scan of schools."""

from typing import Any

import numpy as np

from sim.events.places.places import affordable, arrangement_fits, arrangement_free, free_in_catchment
from sim.machine.codes import NO_QUEUE, TARGET_SPECIAL, WAITING
from sim.machine.jit import rule
from sim.rules.blockers import blockers_of
from sim.rules.special_profile import special_profile


@rule
def look(s: Any, i: int, day: int) -> int:
    """The blocker set of pupil i today."""
    p = s.pupils[i]
    partnership = s.partnerships[p.partnership]
    free = partnership.free & p.fitting
    willing = 0
    unwilling = 0
    if free & p.willing != np.uint64(0):
        willing = 1
    elif free != np.uint64(0):
        unwilling = 1
    special = 0
    if p.waits == WAITING and free_in_catchment(s, p.area, p.sector, special_profile(p.profile, p.severity, p.sector)) > 0:
        special = 1
    arrangement = 0
    poor = 0
    if (p.target != TARGET_SPECIAL or p.waits != NO_QUEUE) and arrangement_fits(s, i) and arrangement_free(s, p.partnership, 1):
        arrangement = 1
        if not affordable(s, p.partnership, s.par[0].price_arrangement):
            poor = 1
    return blockers_of(s.holiday[day], p.owner, p.case, p.waits, p.care, p.care_need, p.stance, willing, unwilling, special, arrangement, poor)
