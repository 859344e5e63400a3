"""`python -m experiments.documents site [to=FOLDER]`: the pages of docs/ and of the whole project as a site, built without a network.

Pages that lie elsewhere in the project are taken in under a name of the site, and links between them follow. Docstrings become reference pages, the
imports a picture, the notebook a page.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from experiments.documents import picture, signatures
from experiments.errors import InputError

TAKEN_IN = {
    "README.md": "start.md", "SAMENVATTING.md": "samenvatting.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changes.md",
    "sim/MODEL.md": "model.md", "sim/EVALUATION.md": "evaluation.md", "sim/GLOSSARY.md": "glossary.md", "sim/evidence/README.md": "evidence.md",
    "experiments/README.md": "running.md", "configs/regime/README.md": "own-regime.md",
}  # fmt: skip
"""{file of the project: page of the site}."""
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", flags=re.M | re.S)
ORPHAN = "---\norphan: true\n---\n\n"
PICTURE = "<!-- picture: imports -->"


def build(root: Path, to: Path) -> None:
    """Write the site of the project at root into a folder. InputError where a page can't be made as it stands: warnings are errors."""
    try:
        from sphinx.cmd.build import build_main
    except ImportError as error:
        raise InputError("site: the package sphinx is missing: pip install 'plek[docs]'") from error
    with tempfile.TemporaryDirectory() as folder:
        write_sources(root, Path(folder))
        if build_main(["-W", "--keep-going", "-q", "-E", "-b", "html", folder, str(to)]):
            raise InputError("site: the pages named above have to be mended first")


def write_sources(root: Path, folder: Path) -> None:
    """All pages as Sphinx reads them."""
    pages = names(root)
    index = (root / "docs" / "index.md").read_text(encoding="utf-8")
    for file, page in pages.items():
        path = folder / page
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (root / file).read_text(encoding="utf-8")
        text = relinked(as_page(text) if file.endswith(".ipynb") else text, file, pages, root)
        text = text.replace(PICTURE, "![Which folder of the code imports which](imports.svg)")
        path.write_text(text if _is_listed(page, index) else ORPHAN + text, encoding="utf-8")
    shutil.copy(root / "docs" / "conf.py", folder / "conf.py")
    (folder / "imports.svg").write_text(picture.draw(picture.edges(root)), encoding="utf-8")
    (folder / "code").mkdir()
    for package in signatures.packages(root):
        (folder / "code" / f"{package}.md").write_text(signatures.page(root, package), encoding="utf-8")
    (folder / "code.md").write_text(_index("Code", "What functions and classes promise, by folder.", "code"), encoding="utf-8")
    (folder / "decisions.md").write_text(_index("Decisions", "What was decided, and what follows.", "decisions"), encoding="utf-8")


def _is_listed(page: str, index: str) -> bool:
    """Whether a list of the first page leads to it; all decisions are in a list of their own."""
    folder, _, _ = page.rpartition("/")
    return folder == "decisions" or page in ("index.md", "decisions.md") or any(
        f"\n{line}\n" in index for line in (page.removesuffix(".md"), f"{folder}/*")
    )


def names(root: Path) -> dict[str, str]:
    """{file of the project: page of the site}, both with slashes."""
    found = {file: page for file, page in TAKEN_IN.items() if (root / file).is_file()}
    for path in sorted((root / "docs").rglob("*")):
        if path.suffix in (".md", ".ipynb") and "_build" not in path.parts:
            own = path.relative_to(root / "docs")
            found[path.relative_to(root).as_posix()] = own.with_suffix(".md").as_posix()
    for path in sorted((root / "sim" / "adr").glob("*.md")):
        found[path.relative_to(root).as_posix()] = f"decisions/{path.name}"
    return found


def relinked(text: str, file: str, pages: dict[str, str], root: Path) -> str:
    """The text with links to pages of the site, as seen from its own; a file that is no page is named, not linked."""
    here = PurePosixPath(pages[file]).parent

    def link(found: re.Match[str]) -> str:
        sign, words, where = found.groups()
        target, hash_, anchor = where.partition("#")
        if "://" in where or not target:
            return found[0]
        aimed = (root / file).parent.joinpath(target).resolve().relative_to(root.resolve()).as_posix()
        if aimed not in pages:
            return f"{words}" if "`" in words else f"{words} (`{aimed}`)" if words.strip("/") != aimed else f"`{aimed}`"
        up = "../" * len(here.parts)
        return f"{sign}[{words}]({up}{pages[aimed]}{hash_}{anchor})"

    return _outside_code(text, lambda part: LINK.sub(link, part))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with everything but blocks of code changed."""
    parts, last = [], 0
    for block in FENCE.finditer(text):
        parts += [change(text[last : block.start()]), block[0]]
        last = block.end()
    return "".join([*parts, change(text[last:])])


def as_page(notebook: str) -> str:
    """A notebook as Markdown: its text, its code, and what the code printed when it was last run."""
    return "\n\n".join(part for cell in json.loads(notebook)["cells"] for part in _cell(cell)) + "\n"


def _cell(cell: dict[str, object]) -> Iterator[str]:
    source = "".join(cell["source"])  # type: ignore[arg-type]
    if cell["cell_type"] == "markdown":
        yield source
        return
    yield f"```python\n{source}\n```"
    for output in cell["outputs"]:  # type: ignore[attr-defined]
        said = "".join(output.get("text") or output.get("data", {}).get("text/plain") or [])
        if said.strip():
            yield f"```text\n{said.rstrip()}\n```"


def _index(title: str, about: str, folder: str) -> str:
    return f"# {title}\n\n{about}\n\n```{{toctree}}\n:maxdepth: 1\n:glob:\n\n{folder}/*\n```\n"
