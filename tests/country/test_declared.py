"""A country is its tables: the shipped default is what it always was, and tables that don't fit are refused by file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import Scenario, evidence
from sim.country import declared, regions
from sim.country.population.institutions import draw_institutions
from sim.errors import CountryError, ScenarioError
from sim.evidence import geo


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of the real areas, to be spoiled."""
    return shutil.copytree(declared.SHIPPED / "regions_2024", tmp_path / "mine")


def scenario(country: object, region: str = "netherlands") -> Scenario:
    return Scenario.from_dict({"region": region, "country": country})


def test_the_default_pairs_partnerships_by_number() -> None:
    """The rule in words of code: equal numbers are an area, others join the nearest number of their province; neighbours are the province."""
    table = evidence.partnerships()
    table["number"] = table.swv.str[2:].astype(int)
    po, vo = (set(table.number[table.sector == sector]) for sector in ("PO", "VO"))
    both = sorted(po & vo)
    anchor = {}
    for number in sorted(po | vo):
        own = [n for n in both if n // 100 == number // 100]
        anchor[number] = number if number in both or not own else min(own, key=lambda n: (abs(n - number), n))
    order = {number: place for place, number in enumerate(sorted(set(anchor.values())))}
    table["area"] = table.number.map(anchor).map(order)
    table["province"] = (table.number // 100).map(regions.PROVINCES)
    wanted = table.sort_values(["area", "sector", "number"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(regions.partnerships()[list(wanted.columns)], wanted)
    areas = declared.country().areas
    for area in areas:
        same = [other.number for other in areas if other.province == area.province and other != area]
        assert list(area.near) == sorted(same, key=lambda other, own=area.number: (abs(other - own), other))


def test_a_country_that_is_the_default_by_name_changes_nothing() -> None:
    plain, named = Scenario.from_dict({"region": "netherlands"}), scenario("default")
    assert plain == named
    assert (plain.digest, plain.burn_in_digest) == (named.digest, named.burn_in_digest)


def test_the_hash_of_the_tables_is_in_the_digests_and_the_folder_is_not(mine: Path, tmp_path: Path) -> None:
    one, other = scenario(str(mine)), scenario("regions_2024")
    assert one.burn_in_digest == other.burn_in_digest != scenario(None).burn_in_digest
    assert one.digest == other.digest
    assert Scenario.from_dict(one.to_dict()) == one
    path = mine / "partnerships.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("41336", "41337"), encoding="utf-8")
    assert scenario(str(mine)).burn_in_digest != other.burn_in_digest
    with pytest.raises(ScenarioError, match="have changed since"):
        Scenario.from_dict(one.to_dict())
    with pytest.raises(ScenarioError, match="have changed since"):
        draw_institutions(one, 0)


def test_the_real_areas_hold_the_real_sums() -> None:
    drawn = draw_institutions(scenario("regions_2024"), 0)
    own = declared.country("regions_2024")
    assert len(drawn["areas"]) == 70
    assert own.special is not None
    assert drawn["schools"]["to_seat"].sum() == pytest.approx(sum(line.pupils for line in own.special), abs=30)
    assert sum(line.pupils for line in own.special if line.type == "SBO") == geo.table("special_places").query("type == 'SBO'")["pupils_2024"].sum()
    for name in ("areas", "partnerships", "boards", "schools", "providers", "municipalities"):
        assert len(np.unique(drawn[name]["id"])) == len(drawn[name]), name
    shares = [np.isin(drawn["schools"]["profile"], profile) for profile in (1, 2)]
    three, four = (int(drawn["schools"]["to_seat"][where].sum()) for where in shares)
    assert three / (three + four) == pytest.approx(Scenario.from_dict({}).group("population")["cluster3_share"], abs=0.03)


def test_declared_places_are_the_places_and_the_rest_stays(mine: Path) -> None:
    path = mine / "special_schools.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(k for k, line in enumerate(lines) if ",SBO,1," in line)
    pupils = int(lines[number].rsplit(",", 1)[1])
    heads, rest = lines[0] + ",places", [f"{line},{pupils + 7 if k == number else ''}" for k, line in enumerate(lines) if k]
    path.write_text("\n".join([heads, *rest]) + "\n", encoding="utf-8")
    before, after = draw_institutions(scenario("regions_2024"), 0), draw_institutions(scenario(str(mine)), 0)
    differs = np.flatnonzero(before["schools"]["places"] != after["schools"]["places"])
    assert after["schools"]["places"][differs].tolist() in ([pupils + 7], [])
    assert all((before[name] == after[name]).all() for name in before if name != "schools")


def spoil(file: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return act


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "no folder": (shutil.rmtree, "no folder with a country.toml"),
    "no partnerships": (lambda folder: (folder / "partnerships.csv").unlink(), "partnerships.csv: No such file"),
    "not toml": (spoil("country.toml", lambda text: text + "= ="), "country.toml: "),
    "a column renamed": (spoil("areas.csv", lambda text: text.replace("province", "provincie", 1)), "areas.csv lacks column 'province'"),
    "a column too many": (spoil("areas.csv", lambda text: text.replace("province", "province,x", 1)), "a column 'x' too many"),
    "a province unknown": (spoil("areas.csv", lambda text: text.replace(",Drenthe", ",Drente", 1)), "line 4, province: 'Drente' is not one of"),
    "areas misnumbered": (spoil("areas.csv", lambda text: text.replace("\n2,", "\n3,", 1)), "line 4, area: areas are numbered"),
    "no areas": (spoil("areas.csv", lambda text: text.splitlines()[0] + "\n"), "no areas"),
    "its own neighbour": (spoil("neighbours.csv", lambda text: text + "5,5\n"), "5 and 5 are the same area"),
    "an area that is not there": (spoil("neighbours.csv", lambda text: text + "5,70\n"), "neighbour: '70' is no whole number from 0 to 69"),
    "a partnership twice": (spoil("partnerships.csv", lambda text: text + text.splitlines()[1] + "\n"), "swv: PO2001 is there already"),
    "a code of the other sector": (spoil("partnerships.csv", lambda text: text.replace("PO2001,PO", "PO2001,VO")), "is no code of a VO partnership"),
    "pupils in words": (spoil("partnerships.csv", lambda text: text.replace("41336", "many")), "regular_pupils: 'many' is no whole number"),
    "pupils below zero": (spoil("partnerships.csv", lambda text: text.replace("41336", "-5")), "'-5' is no whole number"),
    "no pupils": (spoil("partnerships.csv", lambda text: text.replace("41336", "0")), "no regular pupils"),
    "an area without secondary schools": (spoil("partnerships.csv", lambda text: "\n".join(
        line.replace("VO2201,VO,2", "VO2201,VO,3") for line in text.splitlines()) + "\n"), "area 2 (Assen) needs a primary and a secondary"),
    "a type unknown": (spoil("special_schools.csv", lambda text: text.replace(",SBO,", ",SPBO,", 1)), "type: 'SPBO' is not one of SBO, SO"),
    "no sites": (spoil("special_schools.csv", lambda text: text.replace(",SBO,1,", ",SBO,0,", 1)), "sites: 0; leave the line out"),
    "a cell too few": (spoil("special_schools.csv", lambda text: text + "1,EMMEN,SO\n"), "not 5 cells"),
    "not text": (lambda folder: (folder / "areas.csv").write_bytes(b"\xff\xfe\x00"), "areas.csv: "),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_tables_that_do_not_fit_are_refused_by_file_and_line(name: str, mine: Path) -> None:
    act, said = SPOILED[name]
    act(mine)
    with pytest.raises(CountryError) as told:
        scenario(str(mine))
    assert said in str(told.value)
    assert "\n" not in str(told.value)
