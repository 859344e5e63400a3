"""Measures: pure functions from tables to tidy frames, one row per (scenario, seed, replicate[, group]).

Every function takes `tables` (name -> DataFrame, one run or many stacked) and `meta` (at least branch_day and end_day; with scenario and
replicate in it the tables are taken to be that one run's, which saves looking), and keeps `scenario, seed, replicate` as its first columns.
`by` names group columns (see `groups.GROUPS`).
"""

from analysis.measures.at_home import at_home_on, octobers, stays
from analysis.measures.authority import use_bands, uses
from analysis.measures.blockers import by_blockers, touching
from analysis.measures.causes import by_cause, causes_of, change_by_cause
from analysis.measures.counting import counts, risk
from analysis.measures.luck import changes, gains_and_losses
from analysis.measures.measure import Measure
from analysis.measures.placements import drop_out, ended_up
from analysis.measures.regions import equality, per_area
from analysis.measures.register import exempt_stock, national_count
from analysis.measures.registry import MEASURES, RATES, label, unit
from analysis.measures.scalars import summary
from analysis.measures.tally import cells, rates, tally
from analysis.measures.terms import term

__all__ = [
    "MEASURES",
    "RATES",
    "Measure",
    "at_home_on",
    "by_blockers",
    "by_cause",
    "causes_of",
    "cells",
    "change_by_cause",
    "changes",
    "counts",
    "drop_out",
    "ended_up",
    "equality",
    "exempt_stock",
    "gains_and_losses",
    "label",
    "national_count",
    "octobers",
    "per_area",
    "rates",
    "risk",
    "stays",
    "summary",
    "tally",
    "term",
    "touching",
    "unit",
    "use_bands",
    "uses",
]
