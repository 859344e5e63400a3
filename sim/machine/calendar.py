"""The school calendar: one fixed national calendar, assumed. A model year has 52 weeks; day 0 is Monday 1 August.

Dutch holidays: summer (six weeks, spread by region; here the last two and the first four weeks of the model year), autumn, Christmas,
spring, May. Meetings and starts happen on school days only; compulsory schooling runs from the fifth birthday.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.machine.jit import rule

WEEK = 7
YEAR = 364
WEEKS = 52
HOLIDAY_WEEKS = (0, 1, 2, 3, 11, 20, 21, 29, 38, 39, 50, 51)
INTAKE_WEEKS = (4, 12, 22, 30, 40)
"""Weeks in which special schools take pupils in: the first after each holiday (pf_capacity_001)."""

LOOK_AHEAD = 300
"""Days beyond the run that are still asked for; a later school day is after the end, whichever it is."""


class Calendar(NamedTuple):
    """Columns by day of the run, length n_days + YEAR so that a look ahead stays inside."""

    school_days: npt.NDArray[np.int32]
    """Number of school days before this day."""
    next_school_day: npt.NDArray[np.int32]
    """First school day on or after this day."""
    next_intake: npt.NDArray[np.int32]
    """First intake day of special schools on or after this day."""
    holiday: npt.NDArray[np.int8]
    """1 in holiday weeks."""


def school_calendar(n_days: int, *, plain: bool = False) -> Calendar:
    """The calendar of a run of n_days days; `plain` has no holidays, no weekends and daily intake (for closed forms)."""
    day = np.arange(n_days + 2 * YEAR)
    week = day // WEEK % WEEKS
    holiday = np.isin(week, HOLIDAY_WEEKS) & (not plain)
    school = ~holiday & ((day % WEEK < 5) | plain)
    intake = (np.isin(week, INTAKE_WEEKS) & (day % WEEK == 0)) | plain
    keep = n_days + YEAR
    return Calendar(
        school_days=(np.cumsum(school) - school)[:keep].astype(np.int32),
        next_school_day=_next(school)[:keep],
        next_intake=_next(intake)[:keep],
        holiday=holiday[:keep].astype(np.int8),
    )


def _next(flag: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Index of the first True at or after each position (the last position counts as True)."""
    index = np.where(flag, np.arange(flag.size), flag.size - 1)
    return np.minimum.accumulate(index[::-1])[::-1].astype(np.int32)


@rule
def school_day_from(s: Any, day: int) -> int:
    """The first school day on or after this one, or one beyond the run."""
    return s.next_school_day[min(day, s.world[0].n_days + LOOK_AHEAD)]
