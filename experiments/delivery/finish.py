"""What happens when everything is whole: manifest, timings, children's ways as text, and what the user is told."""

import json
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from experiments.calibration import met
from experiments.delivery.provenance import command, manifest
from experiments.delivery.tales import as_text
from experiments.execution import lock
from experiments.execution.conduct import Tally
from experiments.execution.disk import SUFFIX, told
from experiments.execution.store import MANIFEST, Store
from experiments.plan.plan import Plan

TIMINGS = f"timings{SUFFIX}"


def finish(plan: Plan, store: Store, tally: Tally, started: float) -> None:
    """Write manifest.json, timings.parquet, trace.txt, and for flips figures.csv; a chunk that was there already keeps its earlier time."""
    with told(store.path):
        _timings(store, tally)
    if not tally.n_left:
        provenance = manifest(plan, store, tally, started)
        _trace(store, store.files("trace", tally.n_chunks), int(provenance["branch_day"]))
        store.write_text(MANIFEST, json.dumps(provenance, indent=1, ensure_ascii=False) + "\n")
        if plan.settings.plan.design == "flips" and any(point.branch == met.TODAY for point in plan.points):
            store.write_text(met.FIGURES, met.counted(store.path))


def report_to_user(plan: Plan, store: Store, tally: Tally) -> None:
    """The table of differences, the report, where it all lies and how to repeat it."""
    if tally.note:
        print(tally.note)
    if tally.n_left:
        print(f"this part is done; {tally.n_left} of {tally.n_chunks} chunks are still to come from others. Results so far: {store.path}")
        return
    branches = {point.branch for point in plan.points}
    settings = {point.setting for point in plan.points}
    if len(branches) > 1 and len(settings) == 1:
        _table(store, plan.settings.lang)
    for failure in tally.failed[:5]:
        print(f"failed: {failure['scenario']}, replicate {failure['replicate']}: {failure['error']}")
    if tally.failed:
        print(f"{len(tally.failed)} runs failed; they are rows in the table points. To try them again: add retry_failed=true")
    print(f"results:   {store.path.resolve()}")
    print(f"to repeat: {command(plan, store)}", flush=True)
    if plan.settings.report:
        _report(store, plan.settings.lang)


def _timings(store: Store, tally: Tally) -> None:
    """One row per chunk computed so far: chunk, seconds."""
    with lock.waited_for(store.work / "lock-timings"):
        _add_timings(store.path / TIMINGS, store.work / TIMINGS, tally)


def _add_timings(file: Path, beside: Path, tally: Tally) -> None:
    before = _timings_so_far(file)
    new = pd.DataFrame({"chunk": pd.array(list(tally.seconds), "int64"), "seconds": pd.array(list(tally.seconds.values()), "float64")})
    new = new[new["seconds"] > 0]
    both = pd.concat([before, new]).drop_duplicates("chunk", keep="last").sort_values("chunk")
    both.to_parquet(beside, index=False, compression="zstd")
    beside.replace(file)


def _timings_so_far(file: Path) -> pd.DataFrame:
    """What was noted down; nothing where the file isn't there or is spoilt: times are no results."""
    try:
        return pd.read_parquet(file, columns=["chunk", "seconds"])
    except (OSError, ValueError):
        return pd.DataFrame({"chunk": pd.array([], "int64"), "seconds": pd.array([], "float64")})


def _trace(store: Store, files: list[Path], branch_day: int) -> None:
    """Children's ways as text, where `trace=` asked for them."""
    if not files:
        return
    rows = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    store.write_text("trace.txt", as_text(rows, branch_day))


def _table(store: Store, lang: str) -> None:
    """The table of differences; where the folder can't be read as results, why."""
    from analysis.report.console import table

    try:
        print(table(store.path, lang) or "", end="")
    except AnalysisError as error:
        print(f"no table: {error}")


def _report(store: Store, lang: str) -> None:
    """The report beside the results; what it can't say is said in one line and costs no results."""
    from analysis.report import write

    try:
        for path in write(store.path, lang=lang):
            print(f"report:    {Path(path).resolve()}")
    except AnalysisError as error:
        print(f"no report: {error}")
