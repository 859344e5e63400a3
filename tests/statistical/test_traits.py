"""The compiled draw gives each pupil what definitions over whole columns give, to the bit."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import betaincinv

from sim import Scenario
from sim.country.population import Population, draw_population
from sim.machine import chance
from sim.machine.state import Table
from sim.results.tables.ordered import rows_of

YEAR = 364
SEED, REPLICATE = 5, 2


@pytest.fixture(scope="module")
def drawn() -> Population:
    tree = {"region": {"name": "Zeeland", "scale": 0.3}, "seed": SEED, "horizon": {"burn_in_years": 2, "years": 3}}
    return draw_population(Scenario.from_dict(tree), REPLICATE)


def u(pupils: Table, trait: int) -> np.ndarray:
    return chance.draws(pupils["key"], chance.TRAITS, trait)


def test_keys_are_those_of_all_other_entities(drawn: Population) -> None:
    assert np.array_equal(drawn.pupils["key"], chance.keys(SEED, REPLICATE, chance.PUPIL, drawn.pupils["id"]))
    assert len(np.unique(drawn.pupils["id"])) == len(drawn.pupils) > 1000


def test_severity_is_read_from_exact_quantiles_as_numpy_reads_them(drawn: Population) -> None:
    plain = drawn.pupils[(drawn.seat < 0) & (drawn.pupils["arrival"] == 0) & (drawn.pupils["enters"] < 0)]
    population = Scenario.from_dict({}).group("population")
    grid = np.arange(4097) / 4096.0
    expected = np.interp(u(plain, 3), grid, betaincinv(population["severity_a"], population["severity_b"], grid))
    assert np.array_equal(plain["severity"], np.clip(expected, 0.0, 1.0))


def test_plain_traits_are_their_draws(drawn: Population) -> None:
    for trait, name in ((9, "trust"), (10, "attachment"), (11, "ability")):
        assert np.array_equal(drawn.pupils[name], u(drawn.pupils, trait))


def test_boards_are_drawn_within_the_partnership_in_proportion_to_their_pupils(drawn: Population) -> None:
    pupils, parts, boards = drawn.pupils, drawn.institutions["partnerships"], drawn.institutions["boards"]
    for part in range(len(parts)):
        own = pupils[pupils["partnership_po"] == part]
        first, n = int(parts["board"][part]), int(parts["n_boards"][part])
        total = np.concatenate(([0.0], np.cumsum(boards["pupils"].astype(float))))
        target = total[first] + u(own, 18) * (total[first + n] - total[first])
        expected = np.clip(np.searchsorted(total, target, side="right") - 1, first, first + n - 1)
        assert np.array_equal(own["board_po"], expected)


def test_days_follow_from_the_draws_of_age(drawn: Population) -> None:
    newcomer = drawn.pupils["arrival"] == 2
    born = drawn.pupils["enters"] - ((np.where(newcomer, 5.0 + 11.0 * u(drawn.pupils, 0), 4.0 + u(drawn.pupils, 0))) * YEAR).astype(int)
    assert newcomer.any() and not newcomer.all()
    assert np.array_equal(drawn.pupils["birth"], born)
    assert (drawn.pupils["leaves"] > drawn.pupils["enters"])[newcomer].all()


def test_nobodys_traits_depend_on_who_else_is_drawn(drawn: Population) -> None:
    tree = {"region": {"name": "Zeeland", "scale": 0.3}, "seed": SEED, "horizon": {"burn_in_years": 2, "years": 1}}
    short = draw_population(Scenario.from_dict(tree), REPLICATE)
    fewer = short.pupils[: short.cohort[-2]]  # the extra child of an A/A run is of no year
    same = drawn.pupils[np.isin(drawn.pupils["id"], fewer["id"])]
    assert np.array_equal(same["id"], fewer["id"])
    for name in ("severity", "board_vo", "municipality", "care_need", "resolve", "leaves"):
        assert np.array_equal(same[name], fewer[name])


def test_everybody_is_found_by_id(drawn: Population) -> None:
    backwards = np.arange(len(drawn.pupils))[::-1]
    assert np.array_equal(rows_of(SimpleNamespace(pupils=drawn.pupils), drawn.pupils["id"][backwards]), backwards)  # type: ignore[arg-type]
