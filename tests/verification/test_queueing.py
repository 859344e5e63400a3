"""Law 11: with exogenous Poisson arrivals, exponential stays, no holidays and nobody who gives up, a provider is an M/M/c queue and matches
Erlang; two providers with priorities and children who come back match Ciw, a general queueing simulator."""

import math
from typing import Any, NamedTuple

import ciw
import numpy as np
import pytest

from sim import PlacementModel, Scenario
from sim.machine.codes import ARRIVES_NEWCOMER, CARE_WAITING, CONCURRENT, IN_TREATMENT, NOT_YET, Q_CARE

YEARS = 60
DAYS = YEARS * 364
MEAN = 10 * 7
"""Mean treatment in days: much longer than a day."""


def bare(**behaviour: Any) -> Scenario:
    """One area in which nothing happens but that newcomers ask for care: no crisis, dispute, exemption, move; slots constant."""
    quiet = {
        "crisis_po": 0.0, "crisis_vo": 0.0, "p_dispute": 0.0, "p_dispute_first": 0.0, "p_exempt_tired": 0.0, "p_exempt_refusal": 0.0,
        "p_move": 0.0, "treatment_memoryless": True, "treatment_weeks": MEAN / 7, "accept": 0.0, "p_transition_break": 0.0,
    }  # fmt: skip
    return Scenario.from_dict(
        {
            "region": {"name": "tiny", "scale": 0.3},
            "landscape": "geen",
            "regime": {"name": "geen", "base": "geen"},
            "calendar": "plain",
            "horizon": {"burn_in_years": YEARS - 1, "years": 1},
            "population": {"newcomers": 20.0, "need_share": 0.01, "direct_special": 0.0, "providers_per_100k": 500.0},
            "capacity": {"care_turnover": 0.0, "care_slots": 20.0, "care_discipline": 2 if behaviour.pop("by_severity", False) else 0},
            "behaviour": quiet | behaviour,
        }
    )


class Waits(NamedTuple):
    """One row for each time a child joined a list: day it joined, days it waited (-1: still waits), provider, urgent or not; and the
    lengths of all treatments that began."""

    joined: np.ndarray
    days: np.ndarray
    provider: np.ndarray
    urgent: np.ndarray
    treatments: np.ndarray


def run(scenario: Scenario, replicate: int, rate: float, slots: int, providers: int, share_urgent: float = 0.0) -> Waits:
    """Run with Poisson arrivals of `rate` a day over all providers, each with `slots`. Children never leave."""
    model = PlacementModel(scenario, replicate)
    state = model.state
    p = np.asarray(state.pupils)
    rng = np.random.default_rng(1000 + replicate)
    days = np.floor(np.cumsum(rng.exponential(1.0 / rate, int(DAYS * rate * 1.2)))).astype(int)
    days = days[days < DAYS - 1]
    newcomers = np.flatnonzero((p["arrival"] == ARRIVES_NEWCOMER) & (p["where"] == NOT_YET) & (p["enters"] < DAYS))
    chosen = []
    for year in range(YEARS):
        mine = newcomers[p["enters"][newcomers] // 364 == year]
        arrivals = days[days // 364 == year]
        assert len(arrivals) <= len(mine), "the population must hold enough children for the arrivals"
        p["enters"][mine[: len(arrivals)]] = np.maximum(arrivals, 1)
        chosen.append(mine[: len(arrivals)])
        p["enters"][mine[len(arrivals) :]] = DAYS + 10
    arriving = np.concatenate(chosen)
    p["care_need"] = 0
    p["care_need"][arriving] = CONCURRENT
    p["severity"][arriving] = np.where(rng.random(len(arriving)) < share_urgent, 0.9, 0.1)
    p["leaves"], p["vo_day"] = 2**29, 2**29
    for table, field, value in ((state.municipalities, "decision_days", 0), (state.municipalities, "n_providers", providers)):
        np.asarray(table)[field] = value
    assert len(state.providers) >= providers
    np.asarray(state.providers)["funded"] = slots
    np.asarray(state.providers)["slots"] = slots
    return _watch(model)


def _watch(model: PlacementModel) -> Waits:
    before = np.asarray(model.state.pupils["n_care"]).copy() * 0
    open_: dict[int, tuple[int, int]] = {}
    rows: list[tuple[int, int, int, bool]] = []
    lengths: list[int] = []
    first = int(model.state.world["first_care_queue"][0])
    while model.day < DAYS:
        model.advance(1)
        p = np.asarray(model.state.pupils)
        today = model.day - 1
        changed = np.flatnonzero(p["n_care"] != before)
        before[changed] = p["n_care"][changed]
        queue = np.asarray(model.state.links["queue"])[:, Q_CARE]
        for i in changed:
            if p["care"][i] == IN_TREATMENT:
                rows.append((today, 0, int(p["care_provider"][i]), bool(p["severity"][i] > 0.5)))
                lengths.append(int(p["clock_care"][i]) - today)
            else:
                assert p["care"][i] == CARE_WAITING
                open_[int(i)] = (today, int(queue[i]) - first)
        for i in [i for i in open_ if p["care"][i] == IN_TREATMENT]:
            day, provider = open_.pop(i)
            rows.append((day, today - day, provider, bool(p["severity"][i] > 0.5)))
            lengths.append(int(p["clock_care"][i]) - today)
    rows += [(day, -1, provider, bool(np.asarray(model.state.pupils)["severity"][i] > 0.5)) for i, (day, provider) in open_.items()]
    return Waits(*(np.array(c) for c in zip(*sorted(rows), strict=True)), np.array(lengths))


def erlang_c(c: int, load: float) -> float:
    """Probability that an arrival waits: c servers, offered load = arrival rate x mean stay < c."""
    b = 1.0
    for k in range(1, c + 1):
        b = load * b / (k + load * b)
    return b / (1.0 - load / c * (1.0 - b))


MEAN_DAYS = 1.0 / (1.0 - math.exp(-1.0 / MEAN))
"""Mean of a treatment that is rounded up to whole days."""


@pytest.mark.slow
@pytest.mark.parametrize(("slots", "use"), [(3, 0.7), (8, 0.75)])
def test_a_provider_is_an_m_m_c_queue(slots: int, use: float) -> None:
    """Six providers by lot are six independent queues; two replicates give twelve, each compared with Erlang at the load it happened to get:
    its arrivals a day times the mean treatment. The twelve differences give the error."""
    providers, first = 6, 10 * 364
    p_more, w_more, treatments = [], [], []
    for replicate in range(2):
        w = run(bare(treatment_fails=0.0), replicate, use * slots / MEAN_DAYS * providers, slots, providers)
        treatments.append(w.treatments)
        for v in range(providers):
            mine = (w.provider == v) & (w.joined >= first) & (w.days >= 0)
            load = mine.sum() / (DAYS - first) * w.treatments.mean()
            p_wait = erlang_c(slots, load)
            p_more.append((w.days[mine] > 0).mean() - p_wait)
            w_more.append(w.days[mine].mean() - p_wait * w.treatments.mean() / (slots - load))
    lengths = np.concatenate(treatments)
    assert abs(lengths.mean() - MEAN_DAYS) < 3.0 * MEAN_DAYS / math.sqrt(len(lengths))
    expected = erlang_c(slots, use * slots)
    # a wait of less than a day is none: `grain` is what counting whole days can hide
    for more, wanted, grain in ((p_more, expected, 0.02), (w_more, expected * MEAN_DAYS / (slots * (1.0 - use)), 0.5)):
        error = np.std(more, ddof=1) / math.sqrt(len(more))
        assert error < 0.15 * wanted, "the runs are long enough to tell"
        assert abs(np.mean(more)) < 3.0 * error + grain, (np.mean(more), error)


def ciw_waits(rates: tuple[float, float], slots: int, again: float, seed: int) -> dict[tuple[int, str], float]:
    """Mean wait by node and class: urgent children go first; after treatment a share comes back to either provider."""
    back = [[again / 2, again / 2], [again / 2, again / 2]]
    network = ciw.create_network(
        arrival_distributions={k: [ciw.dists.Exponential(r / 2)] * 2 for k, r in zip(("urgent", "other"), rates, strict=True)},
        service_distributions={k: [ciw.dists.Exponential(1.0 / MEAN_DAYS)] * 2 for k in ("urgent", "other")},
        number_of_servers=[slots, slots],
        routing=dict.fromkeys(("urgent", "other"), back),
        priority_classes={"urgent": 0, "other": 1},
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(8 * DAYS)
    records = [r for r in simulation.get_all_records() if r.arrival_date > 7280]

    def mean(node: int, kind: str) -> float:
        return float(np.mean([r.waiting_time for r in records if r.node == node and r.customer_class == kind]))

    return {(node, kind): mean(node, kind) for node in (1, 2) for kind in ("urgent", "other")}


@pytest.mark.slow
def test_two_providers_with_priorities_match_a_queueing_simulator() -> None:
    """Severer children first; one treatment in five ends otherwise than planned and is asked for again, at either provider."""
    slots, again, use, urgent = 5, 0.2, 0.75, 0.3
    total = 2 * slots * use / MEAN_DAYS * (1.0 - again)
    found: dict[tuple[int, str], list[float]] = {(n, k): [] for n in (1, 2) for k in ("urgent", "other")}
    for replicate in range(4):
        w = run(bare(treatment_fails=again, by_severity=True), replicate, total, slots, 2, urgent)
        for v in range(2):
            for start in range(2 * 3640, DAYS - 364, 3640):
                span = (w.provider == v) & (w.joined >= start) & (w.joined < start + 3640) & (w.days >= 0)
                found[v + 1, "urgent"].append(w.days[span & w.urgent].mean())
                found[v + 1, "other"].append(w.days[span & ~w.urgent].mean())
    wanted = ciw_waits((total * urgent, total * (1 - urgent)), slots, again, seed=3)
    for key, values in found.items():
        error = np.std(values, ddof=1) / math.sqrt(len(values))
        assert error < 0.35 * wanted[key], key
        assert abs(np.mean(values) - wanted[key]) < 3.0 * error + 0.5, (key, np.mean(values), wanted[key], error)
    assert wanted[1, "other"] > 3 * wanted[1, "urgent"], "priority matters here"
