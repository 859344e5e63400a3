"""Documents agree with the code: generated tables are fresh, links lead somewhere, names that prose uses exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.documents.__main__ import DOCUMENTS, rewritten
from experiments.errors import InputError
from sim import Scenario, evidence, simulate
from sim.law import surveys
from sim.law.levers import LEVERS
from sim.machine import codes
from sim.machine.state import PUPIL
from sim.parameters import GROUPS, PARAMETERS

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
TABLE = re.compile(r"<!-- table: .*?<!-- end -->", flags=re.S)
SKIP = {".venv", "node_modules", "results", "build", ".git"}


def documents(root: Path) -> list[Path]:
    """Every Markdown file of the project."""
    return sorted(path for path in root.rglob("*.md") if not SKIP & set(path.relative_to(root).parts))


def model(root: Path) -> str:
    return (root / "sim" / "MODEL.md").read_text(encoding="utf-8")


def prose(root: Path) -> str:
    """MODEL.md without its generated tables."""
    return TABLE.sub("", model(root))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tables_are_fresh(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert rewritten(text, root, DOCUMENTS[name]) == text, "run: python -m experiments.documents"


def test_a_stale_table_and_an_unknown_one_are_noticed(root: Path) -> None:
    page = "docs/reference/parameters.md"
    stale = (root / page).read_text(encoding="utf-8").replace("behaviour.shadow", "behaviour.light")
    assert rewritten(stale, root, DOCUMENTS[page]) != stale
    text = model(root)
    with pytest.raises(InputError, match="lights"):
        rewritten(text.replace("<!-- table: laws -->", "<!-- table: lights -->"))


def anchors(path: Path) -> set[str]:
    """Anchors of the headings, as forges make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(path: Path) -> Iterator[str]:
    """Links of a document that lead nowhere."""
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        where, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (path.parent / where).resolve() if where else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{path.name}: {link}"


def test_every_link_leads_somewhere(root: Path) -> None:
    assert [link for path in documents(root) for link in broken(path)] == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A head\n[a](#a-head) [b](#a-foot) [c](none.md) [d](https://example.nl)\n", encoding="utf-8")
    assert list(broken(page)) == ["page.md: #a-foot", "page.md: none.md"]


def test_files_that_the_model_description_names_exist(root: Path) -> None:
    named = {word for word in CODE.findall(prose(root)) if re.fullmatch(r"[\w/.]+\.(py|csv)(:\w+)?", word)}
    assert len(named) > 25
    found = {path.relative_to(root / "sim").as_posix() for path in (root / "sim").rglob("*")}
    assert {word.partition(":")[0] for word in named} - found == set()


def test_parameters_and_levers_that_the_model_description_names_exist(root: Path) -> None:
    dotted = {word for word in CODE.findall(prose(root)) if re.fullmatch(r"[a-z]+(\.[a-z_]+)+", word)}
    parts = {".".join(name.split(".")[:n]) for name in LEVERS for n in range(1, 4)}
    own = {word for word in dotted if word.split(".")[0] in (*GROUPS, *parts) and not word.endswith(".py")}
    assert len(own) > 10
    assert own - set(PARAMETERS) - parts - {"horizon.burn_in_years"} == set()


def test_bare_names_in_submodels_are_parameters(root: Path) -> None:
    text = prose(root)
    words = {word for code in CODE.findall(text[text.index("## 7.") : text.index("## 8.")]) for word in re.split(r"[^\w]+", code)}
    names = {p.field for p in PARAMETERS.values()}
    known = (
        names
        | set(codes.OUTCOME)
        | {w.rsplit(".", 1)[-1] for w in LEVERS}
        | set("share x py close_accounts po vo voluntary statutory".split())
    )
    pairs = {word.removesuffix("_po").removesuffix("_vo") for word in names} | {word.removesuffix("_voluntary") for word in names}
    files = {path.stem for path in (root / "sim").rglob("*.py")} | {path.name for path in (root / "sim").rglob("*") if path.is_dir()}
    assert {word for word in words if word and not word[0].isdigit()} - known - pairs - files - set(GROUPS) == set()


def test_facts_that_the_model_description_cites_are_in_the_ledger(root: Path) -> None:
    cited = {word for word in CODE.findall(prose(root)) if re.match(r"(pf|drv|use|regime)_\w+$", word)} - {
        p.field for p in PARAMETERS.values()
    }
    assert len(cited) >= 5
    assert cited <= set(evidence.ids())


def test_the_state_tuple_is_described_as_it_is(root: Path) -> None:
    text = prose(root)
    for name in ("where", "case", "care", "owner", "stance", "plan"):
        values = getattr(codes, name.upper())
        assert name in (PUPIL.names or ())
        assert f"| `{name}` | {', '.join(values)} |" in text, name


def test_every_landscape_number_is_explained(root: Path) -> None:
    text = prose(root)
    assert [key for key in surveys.LANDSCAPES["survey_2025"] if f"`{key}`" not in text] == []


@pytest.mark.slow
def test_every_column_of_a_run_is_described(root: Path) -> None:
    tables = simulate(Scenario.from_dict({"region": "tiny", "horizon": {"burn_in_years": 1, "years": 1}})).tables()
    text = model(root)
    recorded = text[text.index("## 10.") : text.index("## 11.")]
    for name, table in tables.items():
        row = next(line for line in recorded.splitlines() if line.startswith(f"| `{name}` |"))
        columns = [c for c in table.columns if c not in ("scenario", "seed", "replicate") and not c.startswith("days_")]
        assert [c for c in columns if not re.search(rf"\b{c}\b", row)] == [], name


def test_decisions_are_numbered_without_a_gap(root: Path) -> None:
    files = sorted((root / "sim" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), path.name
