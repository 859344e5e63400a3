"""The table a run ends with: primary measures of each scenario, and how they differ from the reference under the same luck."""

import json
from pathlib import Path

import pandas as pd

from analysis import robust
from analysis.clauses import clauses
from analysis.clauses import table as clause_rows
from analysis.compare import paired, units
from analysis.errors import AnalysisError
from analysis.figures.words import Words
from analysis.load import Results, load
from analysis.measures import label, unit
from analysis.report.clauses import says, shown

MANIFEST = "manifest.json"

HORIZONS = (10, 3, 1)
WORDS = {
    "nl": ("verschil met", "95%-interval", "tot", "beter in", "{less} van {n} plausibele landen", "herhalingen"),
    "en": ("difference from", "95% interval", "to", "better in", "{less} of {n} plausible countries", "replicates"),
}


def table(folder: Path, lang: str) -> str | None:
    """The text of the table; None where the results can't carry a comparison (one unit only, no measures). AnalysisError where the folder
    isn't what its manifest says."""
    results = load(folder)
    try:
        reference = str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["reference"])
        sums = units(*(robust.whole(frame, results.manifest) for frame in (results.cells, results.areas)))
        names = measures(int(results.meta["years"]))
        laws = clauses(results.manifest)
        listed = [name for name in results.scenarios if laws is None or name not in laws.between]
        found = paired(sums, names, against=reference, scenarios=[name for name in listed if name != reference])
        if results.manifest.get("ensemble"):
            found = found.merge(robust.better(robust.differences(sums, names, reference)), on=["scenario", "measure"], how="left")
    except (AnalysisError, KeyError):
        return None
    labels = {name: results.label(name, lang) for name in listed}
    width = max(map(len, labels.values())) + 2
    blocks = [_block(found[found["measure"] == name], name, labels, reference, width, lang) for name in names]
    told = f"{sentences(results, lang)}\n\n" if laws else ""
    return "\n\n".join(blocks) + f"\n\n{told}{len(results.replicates)} {WORDS[lang][-1]}\n"


def sentences(results: Results, lang: str) -> str:
    """What each clause of a run of experiment=clauses does, in sentences."""
    laws, words = clauses(results.manifest), Words(lang, results.manifest.get("labels"))
    assert laws is not None
    return " ".join(said.plain(words) for said in says(laws, shown(laws, clause_rows(results), words), words))


def measures(years: int) -> list[str]:
    """Primary measures of the longest horizon that a run of so many years reaches."""
    span = next((f"{n}y" for n in HORIZONS if n <= years), "run")
    return [f"days_home_{span}", f"days_out_{span}", *(["share_failed_1y"] if years >= 2 else [])]


def _number(value: float, digits: int, lang: str, sign: str = "") -> str:
    """1.234,5 in Dutch, 1,234.5 in English."""
    text = f"{value:{sign},.{digits}f}"
    return text.translate({ord(","): ".", ord("."): ","}) if lang == "nl" else text


def _block(rows: pd.DataFrame, name: str, labels: dict[str, str], reference: str, width: int, lang: str) -> str:
    difference, interval, to, better, countries, _ = WORDS[lang]
    digits = 1 if "days" in name else 4
    title = f"{label(name, lang)} ({unit(name, lang)})"
    ends = zip(rows["low"], rows["high"], strict=True)
    edges = [f"{_number(low, digits, lang, '+')} {to} {_number(high, digits, lang, '+')}" for low, high in ends]
    wide = max(map(len, [interval, *edges]))
    counted = [countries.format(less=int(row.less), n=int(row.n)) if row.n > 0 else "" for row in rows.itertuples()] if "n" in rows else []
    lines = [title, f"  {'':{width}}{'':>12}{f'{difference} {labels[reference]}':>36}  {interval:{wide}}  {better if counted else ''}".rstrip()]
    if len(rows):
        lines.append(f"  {labels[reference]:{width}}{_number(rows['reference'].iloc[0], digits, lang):>12}")
    for row, edge, count in zip(rows.itertuples(), edges, counted or [""] * len(rows), strict=True):
        told = f"  {labels[str(row.scenario)]:{width}}{_number(row.value, digits, lang):>12}{_number(row.difference, digits, lang, '+'):>36}"
        lines.append(f"{told}  {edge:{wide}}  {count}".rstrip())
    return "\n".join(lines)
