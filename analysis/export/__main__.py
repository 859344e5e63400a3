"""Results for SPSS, Stata, R, Excel, DuckDB or SQLite, with labels and a codebook.

    python -m analysis.export RESULTS to=sav tables=spells,summary lang=en out=FOLDER

to         sav (SPSS), dta (Stata), csv, xlsx (Excel), duckdb, sqlite
tables     which, with commas between; all without it
lang       of the labels: nl or en
csv        en (comma, decimal point) or nl (semicolon, decimal comma: for Excel with Dutch settings)
out        where to; without it beside the results
overwrite  true to replace an earlier export
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from analysis.errors import AnalysisError
from analysis.words import parse, truth


def main(argv: Sequence[str] | None = None) -> int:
    """Export and say where; 2 and one line on stderr where that can't be done, with nothing written."""
    known = {"to": None, "tables": None, "lang": "nl", "csv": "en", "out": None, "overwrite": "false"}
    try:
        places, keys = parse(sys.argv[1:] if argv is None else argv, known, __doc__)
        if keys["to"] is None:
            raise AnalysisError("to= is missing: sav, dta, csv, xlsx, duckdb or sqlite")
        from analysis.export import export

        chosen = [name for name in (keys["tables"] or "").split(",") if name]
        more = {"lang": keys["lang"] or "", "csv": keys["csv"] or ""}
        print(export(places[0], keys["to"], tables=chosen, out=keys["out"], overwrite=truth("overwrite", keys["overwrite"]), **more))
    except AnalysisError as error:
        print(f"plek export: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
