"""`python -m experiments.documents`: the generated tables of sim/MODEL.md, sim/EVALUATION.md and docs/reference, written anew.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; what is between is replaced, the rest is left as it is.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from experiments.documents.evaluation import EVALUATION
from experiments.documents.tables import TABLES
from experiments.errors import InputError
from experiments.run import guarded
from experiments.words import read

Tables = Mapping[str, Callable[[Path], str]]
ROOT = Path(__file__).resolve().parents[2]
PAGES = ("parameters", "levers", "regimes", "options", "landscapes", "measures", "purposes", "coverage")
"""Tables that are pages of their own, in docs/reference."""
STORY = {name: table for name, table in TABLES.items() if name not in PAGES}
DOCUMENTS: dict[str, Tables] = {
    "sim/MODEL.md": STORY,
    "sim/EVALUATION.md": EVALUATION,
    **{f"docs/reference/{name}.md": {name: TABLES[name]} for name in PAGES},
}
SITE = "docs/_build"
BLOCK = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end -->)", flags=re.S)


def rewritten(text: str, root: Path = ROOT, tables: Tables = STORY) -> str:
    """The text with every table fresh. InputError for a table nobody can make, or one that the text leaves out."""
    names = [name for _, name, _ in BLOCK.findall(text)]
    unknown, missing = sorted(set(names) - set(tables)), sorted(set(tables) - set(names))
    if unknown or missing:
        raise InputError(f"tables that nobody makes: {unknown or 'none'}; tables that the text leaves out: {missing or 'none'}")
    return BLOCK.sub(lambda found: f"{found[1]}\n{tables[found[2]](root)}\n\n{found[3]}", text)


def main(words: Sequence[str] = ()) -> int:
    """Rewrite the documents where a table has changed, and say so; `site` builds the site instead."""
    if words:
        return _site(words)
    for name, tables in DOCUMENTS.items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8")
        new = rewritten(old, ROOT, tables)
        if new != old:
            path.write_text(new, encoding="utf-8")
        print(f"{name}: {'rewritten' if new != old else 'tables are as the code has them'}")
    return 0


def _site(words: Sequence[str]) -> int:
    from experiments.documents.site import build

    places, keys = read("documents", words, {"to": SITE}, __doc__, 1, ("word, site", "words"))
    if places != ["site"]:
        raise InputError(f"documents: no '{places[0]}'; there is site")
    folder = Path(keys["to"]).resolve()
    build(ROOT, folder)
    print(f"site:      {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
