"""A stripped world in which special schools are plain waiting rooms: referral, arrivals and departures exogenous.

No regular room, arrangements, temporary places or places elsewhere; no drop-out, return, refusal, exemption, move
or care need that must come first; no trust, money or belief that moves. A child comes to the list when its
file is done, has a place until it leaves primary school, and leaves the list on that day if it never had one.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim import PlacementModel, Scenario
from sim.machine.codes import OFFER, Q_SPECIAL, START_AGREED
from tests.property.country import merged, under

STRIPPED: dict[str, Any] = {
    "region": {"name": "tiny", "scale": 0.35},
    "horizon": {"burn_in_years": 2, "years": 4},
    "landscape": "geen",
    "calendar": "plain",
    "population": {"care_first": 0.0, "newcomers": 0.0},
    "capacity": {
        "regular_room": 0.0, "temporary_room": 0.0, "arrangement_hours": 0.0, "response": 0.0, "staff_shock": 0.0, "slack": -0.05,
        "care_turnover": 0.0,
    },
    "behaviour": {
        "accept": 1.0, "accept_fit": 0.0, "accept_trust": 0.0, "accept_far": 0.0, "p_move": 0.0, "p_transition_break": 0.0,
        "p_exempt_tired": 0.0, "p_exempt_refusal": 0.0, "p_exempt_special": 0.0, "p_exempt_return": 0.0, "p_tlv_refused": 0.0,
        "return_so": 0.0, "return_sbo": 0.0, "drop_base": 0.0, "drop_special_settled": 0.0, "so_to_vso": 0.0, "sbo_to_vso": 0.0,
        "crisis_squeeze": 0.0, "trust_agree": 0.0, "trust_force": 0.0, "director_leaves": 0.0, "trust_shrinkage": 0.0,
        "p_residential": 0.0, "answer_weeks": 0.2,
    },
    "funding": {"price_far": 200000},
}  # fmt: skip
GEEN = {"name": "geen", "base": "geen"}


def only_of_its_kind(model: PlacementModel) -> np.ndarray:
    """Rows of primary special schools whose kind the area has once: their places are interchangeable."""
    schools = np.asarray(model.state.schools)
    kinds = list(zip(schools["area"].tolist(), schools["level"].tolist(), schools["profile"].tolist(), strict=True))
    return np.array([k for k, kind in enumerate(kinds) if kinds.count(kind) == 1 and kind[1] == 0])


def waits(scenario: Scenario) -> pd.Series:
    """Days after the branch that each child waits in the list of such a school, by pupil; no row for who never waits overnight."""
    model = PlacementModel(scenario)
    schools = only_of_its_kind(model)
    days = np.zeros(len(model.state.pupils), np.int64)
    model.advance(scenario.burn_in_days)
    while model.day < scenario.n_days:
        model.advance(1)
        p = np.asarray(model.state.pupils)
        kept = (p["case"] == OFFER) | (p["case"] == START_AGREED)
        days += np.isin(np.asarray(model.state.links["queue"])[:, Q_SPECIAL], schools) & ~kept
    return pd.Series(days, index=np.asarray(model.state.pupils["id"]))[days > 0]


def gains(before: pd.Series, after: pd.Series) -> pd.Series:
    """Days of waiting less, by pupil who waits in either."""
    return before.sub(after, fill_value=0).astype(int)


def stripped(regime: Mapping[str, Any] = GEEN, **changes: Any) -> Scenario:
    """The stripped world under a regime, with groups of the tree changed."""
    return under(regime, merged(STRIPPED, changes))
