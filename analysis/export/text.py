"""CSV: as tools everywhere read it, or as Excel with Dutch settings does (`;` between columns, a decimal comma)."""

from __future__ import annotations

from pathlib import Path

from analysis.export import values
from analysis.export.reading import Source
from analysis.export.variable import Variable

STYLES = {"en": {"sep": ",", "decimal": "."}, "nl": {"sep": ";", "decimal": ","}}


def write_table(source: Source, variables: list[Variable], path: Path, style: str) -> None:
    """One table as `path`: UTF-8, with the mark that Excel needs in the Dutch style; yes and no as 1 and 0, nothing where there is none."""
    yesno = [v.name for v in variables if v.kind == "yesno"]
    whole = {v.name: "Int64" for v in variables if v.kind == "whole"} | dict.fromkeys(yesno, "Int8")
    with path.open("w", encoding="utf-8-sig" if style == "nl" else "utf-8", newline="") as file:
        file.write(STYLES[style]["sep"].join(v.name for v in variables) + "\n")
        for batch in source.batches():
            frame = values.plain(batch, variables).to_pandas(integer_object_nulls=True)
            frame = frame.astype(whole)
            frame.to_csv(file, header=False, index=False, lineterminator="\n", **STYLES[style])
