"""DUO's files become a country: their quirks are read as they are meant, what is wrong is said with counts, and the real files add up."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from experiments.registers import duo
from experiments.registers.__main__ import main
from experiments.run import front_door
from sim import Scenario
from sim.country.declared import SHIPPED, country
from sim.evidence import geo

HEADS = (
    "INSTELLINGSCODE;VESTIGINGSCODE;NAAM_VESTIGING;SOORT_VESTIGING;DENOMINATIE_VESTIGING;BEVOEGD_GEZAG_NUMMER;"
    "GEMEENTECODE_VESTIGING;GEMEENTENAAM_VESTIGING"
)
REAL = Path(os.environ.get("PLEK_DUO", Path(__file__).resolve().parents[3] / "shared/data/duo"))
"""DUO's own files, which are not carried: tests of them are there where they are."""


def made(year: int = 2025, codec: str = "utf-8-sig", line: str = "\r\n") -> tuple[bytes, bytes]:
    """(06, 02) of a school in every primary partnership, and some special ones in Helmond and Zwolle, with DUO's quirks."""
    towns = geo.table("municipalities").set_index("municipality")
    rows, addresses = [f"{HEADS};LEERLINGEN_{year - 1};LEERLINGEN_{year}"], ["PROVINCIE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;GEMEENTENAAM"]
    first = {po: pc4 for pc4, (po, _) in reversed(list(geo.postcodes().items()))}
    for number, (po, pc4) in enumerate(sorted(first.items())):
        name = str(geo.table("postcodes").set_index("pc4")["municipality_2025"][pc4])
        code = str(towns["municipality_code"][name]).zfill(4)
        rows.append(f"{number:02}AA;{number:02}AA00;'t Één {po};BO;Openbaar;1;{code};{name};{100 + number};{200 + number}")
        addresses.append(f"X;{number:02}AA00;'t Één {po};{pc4} AB;{name}")
    for code, kind, town, pupils in (("90AA00", "SBO", "HELMOND", "120"), ("90AA01", "SO", "HELMOND", "<5"), ("90AA02", "VSO", "HELMOND", "80"),
                                     ("90AA03", "SO/VSO", "ZWOLLE", "60"), ("90AA04", "VSO", "ZWOLLE", "0")):  # fmt: skip
        rows.append(f"{code[:4]};{code};De {kind};{kind};Openbaar;1;{towns['municipality_code'][town]};{town};10;{pupils}")
    return (line.join([*rows, ""]).encode(codec), line.join([*addresses, ""]).encode("cp1252"))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "06.csv", tmp_path / "02.csv"]
    for path, raw in zip(paths, made(), strict=True):
        path.write_bytes(raw)
    return paths


def test_files_as_they_come_become_a_country(files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mine"
    assert front_door(["register", *map(str, files), "year=2025", f"out={out}"]) == 0
    told = capsys.readouterr().out
    assert "BO          76 sites" in told
    assert "76 sites placed by postcode, 4 by the main partnership" in told
    own = country(str(out))
    assert own.name == "registers_2025"
    assert [(line.municipality, line.type, line.sites, line.pupils) for line in own.special or ()] == [
        ("ZWOLLE", "SO/VSO", 1, 60), ("HELMOND", "SBO", 1, 120), ("HELMOND", "SO", 1, duo.FEW), ("HELMOND", "VSO", 1, 80),
    ]  # fmt: skip
    helmond = next(part for part in own.partnerships if part.code == "PO3008")
    assert (helmond.counts["sbo_pupils"], helmond.counts["so_vso_pupils"], helmond.counts["so_vso_sites"]) == (120, 82, 2)
    assert Scenario.from_dict({"region": "netherlands", "country": str(out)})


@pytest.mark.parametrize(("codec", "line"), [("utf-8-sig", "\r\n"), ("utf-8", "\n"), ("cp1252", "\r\n")])
def test_codes_and_line_ends_do_not_matter(codec: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "06.csv"
    path.write_bytes(made(codec=codec, line=line)[0])
    assert [site.pupils for site in duo.sites([path], 2025)][:3] == [200, 201, 202]
    assert [site.pupils for site in duo.sites([path], 2024)][:3] == [100, 101, 102]


def change(old: str, new: str, n: int = -1) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, n)


SPOILED: dict[str, tuple[Callable[[str], str], str]] = {
    "another year": (change("LEERLINGEN_2025", "LEERLINGEN_2023"), "no pupils of 2025; it has 2023 to 2024"),
    "no years": (change("LEERLINGEN_", "AANTAL_"), "0 files with pupils by year"),
    "a column missing": (change(";SOORT_VESTIGING", ""), "lines with another number of cells than the first (line 2)"),
    "a column renamed": (change("SOORT_VESTIGING", "SOORT_VEST"), "no column SOORT_VESTIGING"),
    "commas": (change(";", ","), "no columns with ';' between them"),
    "an unknown type": (change(";SBO;", ";SPBO;"), "'SPBO' 1 times; known are BO, SBO"),
    "a site twice": (change("90AA01", "90AA00"), "1 sites stand there more than once (90AA00)"),
    "an unknown municipality": (change(";193;ZWOLLE", ";9999;NERGENS"),
                                "1 sites with 60 pupils lie in 1 municipalities that are not known"),
    "pupils in words": (change(";<5", ";vijf"), "'vijf' is no number of pupils"),
    "a negative number": (change(";120\r", ";-120\r"), "'-120' is no number of pupils"),
    "nothing below the heading": (lambda text: text.split("\r\n")[0] + "\r\n", "no lines below the first"),
    "cut off": (lambda text: text[: len(text) // 2].rsplit(";", 2)[0], "lines with another number of cells"),
    "a partnership without pupils": (
        lambda text: "\r\n".join(line for line in text.split("\r\n") if "PO3008" not in line), "no regular pupils in PO3008"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_wrong_is_said_and_nothing_is_written(name: str, files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil, said = SPOILED[name]
    files[0].write_bytes(spoil(files[0].read_bytes().decode("utf-8-sig")).encode("utf-8-sig"))
    before = sorted(tmp_path.iterdir())
    assert main([*map(str, files), "year=2025", f"out={tmp_path / 'mine'}"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.csv"], "say which files, which year"),
        (["x.csv", "year=2025", "out=x", "jaar=1"], "no key 'jaar'"),
        (["x.csv", "year=vorig", "out=x"], "must be a year"),
        (["none.csv", "year=2025", "out=x"], "none.csv: No such file"),
    ],
)
def test_wrong_words_are_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_what_is_there_is_never_overwritten(files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    assert main([*map(str, files), "year=2025", f"out={tmp_path / 'mine'}"]) == 2
    assert "is there already" in capsys.readouterr().err


def real(year: int, out: Path) -> pd.DataFrame:
    """The partnerships of a year from DUO's own files, where they are (PLEK_DUO names the folder)."""
    found = sorted(REAL.glob("0[26]*.csv"))
    assert main([*map(str, found), f"year={year}", f"out={out}"]) == 0
    return pd.read_csv(out / "partnerships.csv").set_index("swv")


if REAL.is_dir():

    @pytest.mark.parametrize("year", [2024, 2025])
    def test_the_real_files_add_up(year: int, tmp_path: Path) -> None:
        found, sums = real(year, tmp_path / "c"), geo.table("sums").set_index("code")
        po, vo = (found[found["sector"] == sector] for sector in ("PO", "VO"))
        nation = {2024: (1_354_181, 32_611, 75_239), 2025: (1_356_915, 31_612, 75_666)}[year]
        assert (po["regular_pupils"].sum(), po["sbo_pupils"].sum(), po["so_vso_pupils"].sum()) == nation
        assert vo["so_vso_pupils"].sum() == nation[2]
        if year == 2025:
            assert (po["sbo_pupils"] == sums["sbo_2025"].reindex(po.index)).all()
            for own in (po, vo):
                off = (own["so_vso_pupils"] - sums["so_vso_2025"].reindex(own.index)).abs()
                assert (off > 0).sum() <= 2
                assert off.max() <= 18
            assert ((po["regular_pupils"] - sums["pupils"].reindex(po.index)).abs() > 0).sum() <= 2
        else:
            assert (po["so_vso_sites"] == sums["so_vso_sites_2024"].reindex(po.index)).all()
            assert (po["sbo_sites"] == sums["sbo_sites_2024"].reindex(po.index)).all()

    @pytest.mark.parametrize("year", [2024])
    def test_the_shipped_real_areas_are_those_of_the_registers(year: int, tmp_path: Path) -> None:
        real(year, tmp_path / "c")
        for name in ("areas", "neighbours", "partnerships", "special_schools"):
            shipped = SHIPPED / "regions_2024" / f"{name}.csv"
            assert (tmp_path / "c" / f"{name}.csv").read_bytes() == shipped.read_bytes(), name
        shutil.rmtree(tmp_path / "c")
