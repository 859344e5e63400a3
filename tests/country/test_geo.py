"""The geography that is carried adds up: partnerships, municipalities, areas and the nation, and the tables agree with each other."""

from __future__ import annotations

import pytest

from sim import evidence
from sim.evidence import geo

NAMES = "area_neighbours areas municipalities overlap partnerships postcodes special_places sums tiles tiles_areas".split()
@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_described(name: str) -> None:
    readme = (geo.files(geo.__name__) / "README.md").read_text(encoding="utf-8")
    assert f"`{name}.csv`" in readme
    assert len(geo.table(name)) > 60


def test_special_pupils_add_up_per_partnership_and_nation() -> None:
    places, sums = geo.table("special_places"), geo.table("sums").set_index("code")
    primary, others = places["type"] == "SBO", places["type"] != "SBO"
    for sector, column in (("PO", "po"), ("VO", "vo")):
        own = sums[sums.index.str.startswith(sector)]
        found = places[others].groupby(column)["pupils_2025"].sum()
        assert (found - own["so_vso_2025"]).abs().sum() == 0
    sbo = places[primary].groupby("po")["pupils_2025"].sum().reindex(sums.index[sums.index.str.startswith("PO")]).fillna(0)
    assert (sbo - sums["sbo_2025"].reindex(sbo.index)).abs().sum() == 0
    nation = places.groupby(primary)["pupils_2025"].sum()
    assert (nation[True], nation[False]) == (31_612, 75_666)


def test_every_partnership_is_in_one_area_and_every_area_has_both_sectors() -> None:
    areas = geo.table("areas")
    codes = [code for po, vo in zip(areas["po"], areas["vo"], strict=True) for code in f"{po} {vo}".split()]
    assert sorted(codes) == sorted(evidence.partnerships().swv)
    assert all(po.startswith("PO") and vo.startswith("VO") for po, vo in zip(areas["po"], areas["vo"], strict=True))
    assert geo.table("partnerships").set_index("code")["area_proposed"].to_dict() == geo.area_of()


def test_the_new_areas_join_what_belongs_together() -> None:
    """Pairs by equal number keep 62% of primary pupils with their secondary partnership, the areas 95.5%."""
    overlap = geo.table("overlap")
    total = overlap["primary_pupils"].sum()
    kept = overlap[overlap["po"].map(geo.area_of()) == overlap["vo"].map(geo.area_of())]["primary_pupils"].sum() / total
    paired = overlap[overlap["same_code"] == "yes"]["primary_pupils"].sum() / total
    assert kept == pytest.approx(0.955, abs=0.002)
    assert paired < 0.65


def test_postcodes_municipalities_and_tiles_name_known_partnerships() -> None:
    known = set(evidence.partnerships().swv)
    assert {code for pair in geo.postcodes().values() for code in pair} == known
    assert set(geo.table("municipalities")["po"]) | set(geo.table("municipalities")["vo"]) <= known
    assert len(geo.table("municipalities")) == 342
    assert len(geo.table("postcodes")) - len(geo.postcodes()) == 3
    tiles = geo.table("tiles")
    assert set(tiles["code"]) == {code for code in known if code.startswith("PO")}
    for name in ("tiles", "tiles_areas"):
        assert not geo.table(name).duplicated(["column", "row"]).any()


def test_neighbours_are_areas_and_are_named_once() -> None:
    near = geo.table("area_neighbours")
    pairs = {frozenset(pair) for pair in zip(near["area"], near["neighbour"], strict=True)}
    assert len(pairs) == len(near) == 140
    assert (near["same_province"] == "no").sum() == 46
    assert set(near["area"]) | set(near["neighbour"]) <= set(geo.table("areas")["area"])


def test_corrected_counts_name_where_sites_were_counted_twice() -> None:
    sums = geo.table("sums").set_index("code")
    over = sums[sums["csv_regular_pupils"] > 1.02 * sums["pupils"]].index
    assert sum(code.startswith("PO") for code in over) == 16
    assert sum(code.startswith("VO") for code in over) == 7
    assert sums.loc["VO2510", "csv_regular_pupils"] / sums.loc["VO2510", "pupils"] == pytest.approx(1.196, abs=0.001)
