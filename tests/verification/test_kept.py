"""A burnt-in country kept on disk changes no byte of a run, and what is damaged or can't be kept is made anew."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sim import Scenario, simulate
from sim.country import kept
from sim.country.population import draw_population
from sim.country.setup import build_state
from sim.machine.state import State
from sim.results.outcomes import Outcomes

TINY = {"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLEK_CACHE", str(tmp_path))
    monkeypatch.setenv("PLEK_BURNT_IN_GB", "1")
    return tmp_path / "burnt-in"


def same(a: Outcomes, b: Outcomes) -> bool:
    return all(table.equals(b.tables()[name]) for name, table in a.tables().items())


@pytest.fixture(scope="module")
def plain() -> Outcomes:
    return simulate(Scenario.from_dict(TINY))


def test_same_tables_from_what_was_kept(place: Path, plain: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made, then read: the tables of a run that keeps nothing."""
    assert same(simulate(Scenario.from_dict(TINY), reuse=True), plain)
    assert len(list(place.glob("*.state"))) == 1
    monkeypatch.setattr("sim.run._burnt_in", lambda *_: pytest.fail("burnt in again"))
    assert same(simulate(Scenario.from_dict(TINY), reuse=True), plain)


def test_two_branches_of_one_kept_country(place: Path) -> None:
    """Branches copy what was read: the file, and the first branch, leave no trace in the second."""
    one = Scenario.from_dict(TINY)
    simulate(one, reuse=True)
    (file,) = place.glob("*.state")
    before = file.read_bytes()
    assert same(simulate(one, reuse=True), simulate(one, reuse=True))
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", ["cut off", "a byte changed", "empty", "another file"])
def test_a_damaged_file_is_made_anew(place: Path, plain: Outcomes, damage: str) -> None:
    one = Scenario.from_dict(TINY)
    simulate(one, reuse=True)
    (file,) = place.glob("*.state")
    whole = file.read_bytes()
    spoilt = {"cut off": whole[:-5000], "empty": b"", "another file": b"not a state" * 1000}.get(damage)
    if spoilt is None:
        middle = 5 * 4096
        spoilt = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    file.write_bytes(spoilt)
    assert same(simulate(one, reuse=True), plain)
    assert kept._read(file) is not None


def test_what_differs_has_another_name() -> None:
    """Seed, replicate, horizon and uncertainties decide a burnt-in country; a law does not."""
    one = Scenario.from_dict(TINY)
    names = {kept.key(one, 0, one.n_days), kept.key(one, 1, one.n_days), kept.key(one, 0, one.n_days + 364)}
    names.add(kept.key(Scenario.from_dict(TINY | {"seed": 7}), 0, one.n_days))
    names.add(kept.key(Scenario.from_dict(TINY | {"behaviour": {"p_move": 0.25}}), 0, one.n_days))
    assert len(names) == 5
    assert kept.key(one.with_changes(name="another"), 0, one.n_days) in names


def test_nothing_is_kept_where_none_may_be(tmp_path: Path, plain: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit 0, and a folder that is a file: the run goes on and keeps nothing."""
    monkeypatch.setenv("PLEK_CACHE", str(tmp_path))
    monkeypatch.setenv("PLEK_BURNT_IN_GB", "0")
    assert same(simulate(Scenario.from_dict(TINY), reuse=True), plain)
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("PLEK_BURNT_IN_GB", "1")
    (tmp_path / "burnt-in").write_text("in the way")
    assert same(simulate(Scenario.from_dict(TINY), reuse=True), plain)


def test_old_countries_make_room(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not used for longest goes; what was used within the hour stays, and the newcomer is not kept."""
    state = burnt_in()
    place.mkdir(parents=True)
    kept._write(place / "first.state", state)
    size = (place / "first.state").stat().st_size
    monkeypatch.setenv("PLEK_BURNT_IN_GB", str(1.5 * size / kept.GIGABYTE))
    kept._write(place / "second.state", state)
    assert [p.name for p in place.iterdir()] == ["first.state"]
    monkeypatch.setattr(kept, "RECENT", -1)
    kept._write(place / "second.state", state)
    assert [p.name for p in place.iterdir()] == ["second.state"]


def test_two_at_once_leave_one_whole_file(place: Path) -> None:
    """Each writes beside and renames: whoever comes last, the file is whole, and nothing is left beside it."""
    state = burnt_in()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: kept._write(place / "one.state", state), range(8)))
    found = kept._read(place / "one.state")
    assert found is not None
    assert np.array_equal(np.asarray(found.pupils), np.asarray(state.pupils))
    assert [p.name for p in place.iterdir()] == ["one.state"]


def burnt_in() -> State:
    one = Scenario.from_dict(TINY)
    return build_state(one, draw_population(one, 0), one.n_days)
