"""Declared special schools as schools of the model: one level and one profile each."""

from collections.abc import Sequence

import numpy as np

from sim.country.declared import TYPES, Special
from sim.country.population.shares import shares
from sim.machine import chance
from sim.machine.codes import CLUSTER3, CLUSTER4, PO, SBO, VO

School = tuple[int, int, int, int, int | None]
"""level, profile, number among these, pupils, places (None: not known)"""
_SITES = 50  # purposes of draws for how unlike the sites of a municipality are, one for each type


def schools_of(own: Sequence[Special], key: np.uint64, so_share: float, cluster3_share: float, scale: float) -> list[School]:
    """The schools of one area, in the order of its declared lines.

    Sites that a line holds together are of unequal size as elsewhere. A site of both levels is two schools; which cluster a site serves no register
    says: sites are dealt, largest first, so that the shares are those of the country, and a level with one site serves both (assumed).
    """
    found: list[tuple[int, int, int, int | None]] = []
    level: dict[int, list[tuple[int, int | None]]] = {PO: [], VO: []}
    first = dict.fromkeys(TYPES, 0)
    for line in own:
        n = max(1, round(line.sites * scale))
        sizes = shares(round(line.pupils * scale), n, key, chance.TRAITS + _SITES + TYPES.index(line.type), 1.5, first[line.type])
        first[line.type] += n
        places = [None] * n if line.places is None else _split(round(line.places * scale), sizes)
        for size, seats in zip(sizes.tolist(), places, strict=True):
            if line.type == "SBO":
                found.append((PO, SBO, size, seats))
                continue
            so = {"SO": 1.0, "VSO": 0.0}.get(line.type, so_share)
            for sector, share in ((PO, so), (VO, 1 - so)):
                if share:
                    level[sector].append((round(size * share), None if seats is None else round(seats * share)))
    for sector, sites in level.items():
        found += [(sector, profile, size, seats) for profile, size, seats in _dealt(sites, cluster3_share)]
    count: dict[tuple[int, int], int] = {}
    schools = []
    for sector, profile, size, seats in found:
        if size:
            nr = count[sector, profile] = count.get((sector, profile), -1) + 1
            schools.append((sector, profile, nr, size, seats))
    return schools


def _split(total: int, sizes: np.ndarray) -> list[int | None]:
    """Seats by size, adding up to the total."""
    ends = np.round(np.cumsum(sizes) * (total / max(int(sizes.sum()), 1))).astype(int)
    return [int(n) for n in np.diff(ends, prepend=0)]


def _dealt(sites: list[tuple[int, int | None]], share: float) -> list[tuple[int, int, int | None]]:
    """(profile, pupils, places) of each site: `share` of the pupils in cluster 3, as near as whole sites allow."""
    if len(sites) == 1:
        size, seats = sites[0]
        three = round(size * share)
        parts = [None, None] if seats is None else [round(seats * share), seats - round(seats * share)]
        return [(CLUSTER3, three, parts[0]), (CLUSTER4, size - three, parts[1])]
    lacks = {CLUSTER3: share, CLUSTER4: 1 - share}
    total = sum(size for size, _ in sites) or 1
    found = []
    for size, seats in sorted(sites, key=lambda site: -site[0]):
        profile = max(lacks, key=lambda own: lacks[own])
        lacks[profile] -= size / total
        found.append((profile, size, seats))
    return found
