"""What every exported variable is, and what its values mean: two small tables that go with every export."""

from __future__ import annotations

import pandas as pd

from analysis.export.variable import Variable
from analysis.load import Results

TYPES = {
    "whole": ("geheel getal", "whole number"), "real": ("getal", "number"), "yesno": ("ja of nee", "yes or no"), "coded": ("woord", "word"),
    "text": ("tekst", "text"),
}  # fmt: skip
CUT = {"sav": 255, "dta": 2045}
"""Bytes of a text that a format holds; longer ones are cut, and the codebook says so."""


def codebook(tables: dict[str, list[Variable]], to: str, lang: str) -> pd.DataFrame:
    """A row a variable: table, variable, column, type, label, and what -1 stood for (`missing`; how the format says it: `missing_as`)."""
    spelt = {"sav": "-1", "dta": ".a"}.get(to, "")
    rows = []
    for table, variables in tables.items():
        for v in variables:
            cut = ("; afgekapt op {} bytes", "; cut at {} bytes")[lang == "en"].format(CUT[to]) if v.width > CUT.get(to, v.width) else ""
            kind = TYPES[v.kind][lang == "en"]
            rows.append((table, v.name, v.column, kind, v.label + cut, v.missing or "", spelt if v.missing else ""))
    return pd.DataFrame(rows, columns=["table", "variable", "column", "type", "label", "missing", "missing_as"]).astype(str)


def values(tables: dict[str, list[Variable]], results: Results, lang: str) -> pd.DataFrame:
    """A row a value with a name: table, variable, code, word, label; for scenarios the label of the regime."""
    rows = []
    for table, variables in tables.items():
        for v in variables:
            if v.kind == "coded":
                rows += [(table, v.name, str(code), word, text) for code, (word, text) in enumerate(v.words.items())]
            elif v.column in ("scenario", "branch"):
                rows += [(table, v.name, "", scenario, results.label(scenario, lang)) for scenario in results.scenarios]
    return pd.DataFrame(rows, columns=["table", "variable", "code", "word", "label"]).astype(str)
