"""DUO's open registers of a year as a country.

    plek register DUO-FILE... year=2025 out=FOLDER

DUO-FILE   number 06 (pupils by site and year) and, for postcodes, number 02 (addresses), as DUO gives them
year       pupils on 1 October of that year
out        a new folder with the country's tables; then: plek country=FOLDER ...
"""

import csv
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from experiments.registers import country, duo
from sim.country.declared import COLUMNS
from sim.country.declared import country as read_country
from sim.errors import PlekError, RegisterError


def main(words: Sequence[str] | None = None) -> int:
    """Write the tables and say what they hold; 2 and one line on stderr where that can't be done, with nothing written."""
    given = list(sys.argv[1:] if words is None else words)
    if not given or {"-h", "--help"} & set(given):
        print(__doc__)
        return 0
    try:
        files, year, out = _read(given)
        print(write(files, year, out))
    except PlekError as error:
        print(f"plek register: {error}", file=sys.stderr)
        return 2
    return 0


def write(files: Sequence[Path], year: int, out: Path) -> str:
    """The country of a year as the folder `out`, which must not be there yet; what it holds, in words. RegisterError otherwise."""
    if out.exists():
        raise RegisterError(f"{out} is there already: name another folder with out=")
    sites = country.placed(duo.sites(list(files), year))
    tables = country.tables(sites)
    part = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, rows in tables.items():
            with (part / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                lines = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
                lines.writeheader()
                lines.writerows(rows)
        source = f"DUO, registers 06 and 02, pupils on 1 October {year}; secondary pupils of November 2024"
        (part / "country.toml").write_text(f'name = "registers_{year}"\nyear = {year}\nsource = "{source}"\n', encoding="utf-8")
        read_country(str(part))  # as strictly as a run reads it
        part.rename(out)
    except OSError as error:
        raise RegisterError(f"can't write '{out}': {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return _told(sites, year, out)


def _told(sites: list[country.Placed], year: int, out: Path) -> str:
    n, pupils = Counter(own.site.kind for own in sites), Counter[str]()
    for own in sites:
        pupils[own.site.kind] += own.site.pupils
    by = Counter(own.by for own in sites)
    lines = [f"{kind:7} {n[kind]:6,} sites {pupils[kind]:10,} pupils" for kind in duo.KINDS]
    lines.append(f"{by['postcode']:,} sites placed by postcode, {by['municipality']:,} by the main partnership of their municipality")
    return "\n".join([f"1 October {year}:", *lines, f"country: {out}   (plek country={out} ...)"])


def _read(words: Sequence[str]) -> tuple[list[Path], int, Path]:
    keys = {word.partition("=")[0]: word.partition("=")[2] for word in words if "=" in word}
    files = [Path(word) for word in words if "=" not in word]
    for key in keys:
        if key not in ("year", "out"):
            raise RegisterError(f"no key '{key}': there is year and out")
    if not files or set(keys) != {"year", "out"}:
        raise RegisterError("say which files, which year and where to: plek register DUO-FILE... year=2025 out=FOLDER")
    if not keys["year"].isdigit():
        raise RegisterError(f"year={keys['year']}: must be a year, such as 2025")
    return files, int(keys["year"]), Path(keys["out"])


if __name__ == "__main__":
    sys.exit(main())
