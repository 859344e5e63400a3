"""Sites of a year -> the declared tables of a country."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from experiments.registers.duo import Site
from sim.errors import RegisterError
from sim.evidence import geo

Row = dict[str, object]


@dataclass(frozen=True)
class Placed:
    """A site with its partnerships. by: `postcode`, or `municipality` where the list of addresses lacks it."""

    site: Site
    po: str
    vo: str
    by: str

    @property
    def area(self) -> int:
        """Where its children go to school: secondary special schools by their secondary partnership, all others by the primary one."""
        return geo.area_of()[self.vo if self.site.kind == "VSO" else self.po]


def placed(sites: list[Site]) -> list[Placed]:
    """Each site in its partnerships, by its postcode, else by those of its municipality: the ones in which all its sites of that type lay
    in 2024 and 2025, or the main ones.

    RegisterError, with counts, where neither is known.
    """
    by_code = {str(row.municipality_code): (row.po, row.vo) for row in geo.table("municipalities").itertuples()}
    special = geo.special_partnerships()
    found, lost = [], []
    for site in sites:
        own = geo.postcodes().get(site.postcode or "") or special.get((site.municipality_code, site.kind))
        main = by_code.get(site.municipality_code)
        if own is None and main is None:
            lost.append(site)
        else:
            po, vo = own or main or ("", "")
            found.append(Placed(site, po, vo, "postcode" if site.postcode in geo.postcodes() else "municipality"))
    if lost:
        names = Counter(f"{site.municipality} ({site.municipality_code})" for site in lost)
        told = ", ".join(f"{name}: {n} sites" for name, n in names.most_common(3))
        pupils = sum(site.pupils for site in lost)
        raise RegisterError(
            f"{len(lost)} sites with {pupils:,} pupils lie in {len(names)} municipalities that are not known and have no known postcode ({told}): "
            "give DUO's list of addresses (number 02) of the same year too"
        )
    return found


def tables(sites: list[Placed]) -> dict[str, list[Row]]:
    """Rows of areas, neighbours, partnerships and special_schools, as `sim.country.declared` reads them."""
    return {"areas": _areas(), "neighbours": _neighbours(), "partnerships": _partnerships(sites), "special_schools": _special(sites)}


def _areas() -> list[Row]:
    return [{"area": row.area, "name": row.name, "province": row.province} for row in geo.table("areas").itertuples(index=False)]


def _neighbours() -> list[Row]:
    """Areas with school sites within 5 km of each other, nearest centre first; one without any has its nearest two."""
    areas = geo.table("areas")
    far: dict[int, dict[int, float]] = defaultdict(dict)
    for row in geo.table("area_neighbours").itertuples():
        far[int(row.area)][int(row.neighbour)] = far[int(row.neighbour)][int(row.area)] = float(row.km_between_centres)
    centre = {int(row.area): (float(row.lon) * 0.614, float(row.lat)) for row in areas.itertuples()}  # a degree east at 52 north is 0.614 north
    for area, (x, y) in centre.items():
        if area not in far:
            others = sorted((111 * ((x - a) ** 2 + (y - b) ** 2) ** 0.5, other) for other, (a, b) in centre.items() if other != area)
            for km, other in others[:2]:
                far[area][other] = km
    return [
        {"area": area, "neighbour": other}
        for area in sorted(centre)
        for other, _ in sorted(far[area].items(), key=lambda pair: (pair[1], pair[0]))
    ]


def _partnerships(sites: list[Placed]) -> list[Row]:
    """Counts per partnership; regular secondary schools are in neither register: theirs are those of November 2024."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for own in sites:
        kind, pupils = own.site.kind, own.site.pupils
        if kind == "BO":
            counts[own.po] += Counter(regular_sites=1, regular_pupils=pupils)
        elif kind == "SBO":
            counts[own.po] += Counter(sbo_sites=1, sbo_pupils=pupils)
        else:
            for code in (own.po, own.vo):
                counts[code] += Counter(so_vso_sites=1, so_vso_pupils=pupils)
    found: list[Row] = []
    for row in geo.table("partnerships").itertuples():
        own_counts = counts[row.code]
        if row.sector == "VO":
            own_counts |= Counter(regular_sites=int(row.regular_sites), regular_pupils=int(row.regular_pupils))
        if not own_counts["regular_pupils"]:
            raise RegisterError(f"no regular pupils in {row.code}: is the register whole?")
        found.append(
            {"swv": row.code, "sector": row.sector, "area": geo.area_of()[row.code],
             "n_municipalities_2013": len(str(row.municipalities_2015).split(";"))}
            | {name: own_counts[name] for name in ("regular_sites", "regular_pupils", "sbo_sites", "sbo_pupils", "so_vso_sites", "so_vso_pupils")}
        )  # fmt: skip
    return found


def _special(sites: list[Placed]) -> list[Row]:
    """Sums by area, municipality and type: a country tells no single school's name."""
    sums: dict[tuple[int, str, str], Counter[str]] = defaultdict(Counter)
    for own in sites:
        if own.site.kind != "BO":
            sums[own.area, own.site.municipality, own.site.kind] += Counter(sites=1, pupils=own.site.pupils)
    return [
        {"area": area, "municipality": name, "type": kind, "sites": n["sites"], "pupils": n["pupils"]}
        for (area, name, kind), n in sorted(sums.items())
    ]
