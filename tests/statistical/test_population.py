"""The drawn country against its sources: partnerships.csv, figures.csv and the parameters that carry marginals."""

from typing import Any

import numpy as np
import pytest

from sim import Scenario, evidence
from sim.country.population import Population, draw_population
from sim.machine.codes import CARE_FIRST, NEEDS_NONE, PO, SBO, VO
from sim.parameters import PARAMETERS


def value(name: str) -> float:
    return float(PARAMETERS[name].value)


@pytest.fixture(scope="module")
def country() -> Population:
    return draw_population(Scenario.from_dict({"region": "netherlands", "horizon": {"burn_in_years": 0, "years": 2}}))


@pytest.fixture(scope="module")
def now(country: Population) -> Any:
    """Pupils in the country at the start."""
    return country.pupils[country.pupils["enters"] < 0]


def test_all_partnerships_with_their_own_pupils(country: Population) -> None:
    table = evidence.partnerships()
    parts = country.institutions["partnerships"]
    assert len(parts) == len(table) == 150
    assert sorted(parts["pupils"].tolist()) == sorted(table.regular_pupils.tolist())
    assert parts["pupils"][parts["sector"] == PO].sum() == table.regular_pupils[table.sector == "PO"].sum()
    code = {int(s[2:]) * 10 + (s[:2] == "VO"): n for s, n in zip(table.swv, table.regular_pupils, strict=True)}
    assert {int(p["id"]): int(p["pupils"]) for p in parts} == code


def test_areas_cover_every_partnership_once(country: Population) -> None:
    areas, parts = country.institutions["areas"], country.institutions["partnerships"]
    found: list[int] = []
    for a in areas:
        found += range(a["first_po"], a["first_po"] + a["n_po"]) if a["n_po"] else []
        found += range(a["first_vo"], a["first_vo"] + a["n_vo"]) if a["n_vo"] else []
    assert sorted(found) == list(range(len(parts)))
    assert len(set(areas["province"])) == 12


@pytest.mark.parametrize(("rows", "parameter", "within"), [("municipalities", "population.municipalities", 0.02)])
def test_numbers_of_municipalities(country: Population, rows: str, parameter: str, within: float) -> None:
    assert len(country.institutions[rows]) == pytest.approx(value(parameter), rel=within)


@pytest.mark.parametrize(("sector", "parameter"), [(PO, "population.boards_po"), (VO, "population.boards_vo")])
def test_numbers_of_boards(country: Population, sector: int, parameter: str) -> None:
    """A board with schools in several partnerships is one in each of them: the model has more than the register, by a third at most."""
    n = (country.institutions["partnerships"]["sector"][country.institutions["boards"]["partnership"]] == sector).sum()
    assert value(parameter) <= n <= 1.35 * value(parameter)


def test_numbers_of_providers(country: Population) -> None:
    pupils = country.institutions["partnerships"]["pupils"].sum()
    assert len(country.institutions["providers"]) == pytest.approx(value("population.providers_per_100k") * pupils / 1e5, rel=0.05)


def test_boards_hold_their_partnerships_pupils(country: Population) -> None:
    boards, parts = country.institutions["boards"], country.institutions["partnerships"]
    held = np.bincount(boards["partnership"], boards["pupils"], minlength=len(parts))
    assert held == pytest.approx(parts["pupils"], rel=0.02)


def test_pupils_in_special_schools(country: Population) -> None:
    """sbo as the partnerships have it; so and vso together as the ledger has them, split by the national shares."""
    table = evidence.partnerships()
    schools = country.institutions["schools"]
    seated = country.seat[country.seat >= 0]
    kind, level = schools["profile"][seated], schools["level"][seated]
    assert (kind == SBO).sum() == pytest.approx(table.sbo_pupils.sum(), rel=0.01)
    so, vso = ((kind != SBO) & (level == PO)).sum(), ((kind != SBO) & (level == VO)).sum()
    assert so / (so + vso) == pytest.approx(value("population.so_share"), abs=0.01)
    assert so + vso == pytest.approx(evidence.fact("pf_pupils_028").value / value("population.so_share"), rel=0.06)
    assert (schools["places"] >= np.bincount(seated, minlength=len(schools))).all() or value("capacity.slack") < 0


def test_one_in_five_regular_pupils_needs_support(country: Population, now: Any) -> None:
    regular = (country.seat[country.pupils["enters"] < 0] < 0).sum()
    assert regular / country.institutions["partnerships"]["pupils"].sum() == pytest.approx(value("population.need_share"), rel=0.01)


def test_severity_is_drawn_from_its_beta_distribution(country: Population, now: Any) -> None:
    a, b = value("population.severity_a"), value("population.severity_b")
    free = now["severity"][country.seat[country.pupils["enters"] < 0] < 0]
    assert free.mean() == pytest.approx(a / (a + b), abs=0.005)
    assert free.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.02)
    seated = now["severity"][country.seat[country.pupils["enters"] < 0] >= 0]
    assert seated.mean() > free.mean() + 0.05


def test_care_need_grows_with_severity_and_a_share_must_come_first(now: Any) -> None:
    needs = now["care_need"] != NEEDS_NONE
    low, high = needs[now["severity"] < 0.3].mean(), needs[now["severity"] > 0.7].mean()
    assert high > 2 * low
    assert 0.05 < needs.mean() < 0.35
    assert (now["care_need"][needs] == CARE_FIRST).mean() == pytest.approx(value("population.care_first"), abs=0.08)


def test_parents(now: Any) -> None:
    for trait in ("trust", "attachment", "ability"):
        assert now[trait].mean() == pytest.approx(0.5, abs=0.005), trait
        assert now[trait].std() == pytest.approx(12**-0.5, abs=0.005), trait
    assert now["supported"].mean() == pytest.approx(value("population.parents_supported"), abs=0.005)
    assert now["resolve"].mean() == pytest.approx(value("population.resolve_weeks"), rel=0.03)
    assert abs(np.corrcoef(now["trust"], now["ability"])[0, 1]) < 0.01


def test_ages(now: Any) -> None:
    """From four to eighteen; secondary from about twelve on."""
    age = -now["birth"] / 364.0
    assert age.min() >= 3.9
    assert age.max() < 19.5
    secondary = now["vo_day"] <= 0
    assert age[secondary].min() > 11.0
    assert age[~secondary].max() < 13.5


def test_everybody_lives_somewhere_that_exists(country: Population) -> None:
    p, inst = country.pupils, country.institutions
    assert (inst["municipalities"]["area"][p["municipality"]] == p["area"]).all()
    assert (inst["partnerships"]["sector"][p["partnership_vo"]] == VO).mean() > 0.99
    assert (inst["boards"]["partnership"][p["board_vo"]] == p["partnership_vo"]).all()
    assert (inst["boards"]["partnership"][p["board_po"]] == p["partnership_po"]).all()
    assert len(np.unique(p["id"])) == len(p)


def test_trust_of_partnerships_has_the_surveys_mean_and_spread(country: Population) -> None:
    trust = country.institutions["partnerships"]["trust"]
    n = len(trust)
    assert trust.mean() == pytest.approx(value("population.trust_boards"), abs=4 * value("population.trust_boards_sd") / n**0.5)
    assert trust.std() == pytest.approx(value("population.trust_boards_sd"), rel=0.25)
