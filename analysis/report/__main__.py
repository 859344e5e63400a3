"""The report of a folder of results: a page (HTML), a document (Word), a workbook (Excel), and every figure with its numbers.

    python -m analysis.report RESULTS lang=en out=FOLDER

lang  nl or en
out   where the report goes; without it beside the results
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from analysis.errors import AnalysisError
from analysis.words import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Write a report and say where; 2 and one line on stderr where the results can't carry one."""
    try:
        places, keys = parse(sys.argv[1:] if argv is None else argv, {"lang": "nl", "out": None}, __doc__)
        from analysis.report import write

        for path in write(places[0], lang=keys["lang"] or "", out=keys["out"]):
            print(path)
    except AnalysisError as error:
        print(f"plek report: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    from analysis import command

    sys.exit(command.run(main))
