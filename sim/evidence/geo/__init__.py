"""Where the partnerships are: postcodes, municipalities, areas, places in special education, tile maps. Facts and sums; no register is copied.

What the files hold and where they are from: README.md in this folder.
"""

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def table(name: str) -> pd.DataFrame:
    """One of the files (`postcodes`, `municipalities`, `special_places`, ...) as it is: words as text, numbers as numbers. Do not change it."""
    with files(__name__).joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, dtype={"pc4": str, "municipality_code": str})


@cache
def postcodes() -> dict[str, tuple[str, str]]:
    """Postcode of four figures -> (primary partnership, secondary partnership); those of no partnership are left out."""
    own = table("postcodes")
    return {pc4: (po, vo) for pc4, po, vo in zip(own["pc4"], own["po"], own["vo"], strict=True) if po.startswith("PO") and vo.startswith("VO")}


@cache
def area_of() -> dict[str, int]:
    """Code of a partnership -> the area in which its children go to school."""
    own = table("areas")
    return {code: int(area) for area, po, vo in zip(own["area"], own["po"], own["vo"], strict=True) for code in f"{po} {vo}".split()}


@cache
def special_partnerships() -> dict[tuple[str, str], tuple[str, str]]:
    """(code of a municipality, type of special school) -> its partnerships, where all its sites of that type lie in the same."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in table("special_places").itertuples():
        found.setdefault((str(row.municipality_code), str(row.type)), set()).add((str(row.po), str(row.vo)))
    return {key: next(iter(pairs)) for key, pairs in found.items() if len(pairs) == 1}
