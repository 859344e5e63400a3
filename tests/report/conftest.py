"""A made-up results folder, its reports in both languages, and Chromium to look at them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.measures import cells, counts, summary
from analysis.report import write
from tests.analysis import made

SHIFTS = {"landscape": 1.0, "landscape_aa": 1.01, "geen": 1.15, "doorzettingskracht": 1.0, "doorzettingsmacht": 0.8}
TABLES = ("cells", "counts", "summary", "areas", "series", "series_places")


def tables_of(scenarios: dict[str, float], replicates: int = 2, n: int = 300) -> dict[str, pd.DataFrame]:
    """Tables of a run as a folder of `keep=summary` holds them."""
    found: dict[str, list[pd.DataFrame]] = {}
    meta = made.meta()
    for name, shift in scenarios.items():
        for replicate in range(replicates):
            own = dict(made.run(name, replicate, n=n, shift=shift))
            own |= {"cells": cells(own, meta), "counts": counts(own, meta), "summary": summary(own, meta)}
            own |= _series(name, replicate, shift)
            for table in TABLES:
                found.setdefault(table, []).append(own[table])
    return {table: pd.concat(frames, ignore_index=True) for table, frames in found.items()}


def _series(name: str, replicate: int, shift: float) -> dict[str, pd.DataFrame]:
    weeks = range(0, 12 * 52, 13)
    key = {"scenario": name, "seed": 7, "replicate": replicate}
    trust = [
        {**key, "week": week, "area": area, "measure": "trust", "value": 3.4 - 0.001 * week * shift + area / 20}
        for week in weeks
        for area in range(6)
    ]
    places = [
        {
            **key,
            "week": week,
            "institution": f"{kind}{number}",
            "kind": kind,
            "places": 100,
            "occupied": 96,
            "waiting": int(20 * shift + week / 30),
        }
        for week in weeks
        for kind in ("special", "provider", "arrangement", "board_room")
        for number in range(2)
    ]
    return {"series": pd.DataFrame(trust), "series_places": pd.DataFrame(places)}


def tree(name: str) -> dict[str, Any]:
    """A scenario's settings, as far as a report reads them."""
    holder = "director" if "macht" in name else "none"
    return {
        "name": name,
        "capacity": {"slack": 0.02, "response": 0.1},
        "behaviour": {"willing": 0.55},
        "regime": {
            "name": name,
            "base": "landscape" if name.startswith("landscape") else "geen",
            "levers": {"authority.holder.education": holder},
        },
    }


def manifest_of(scenarios: dict[str, float], **more: Any) -> dict[str, Any]:
    return {
        "plek": "0.1.0",
        "format": 1,
        "code": {"digest": "0f" * 32, "clean": True},
        "command": "plek experiment=compare capacity.slack=0.02 'out=results/x'",
        "overrides": ["capacity.slack=0.02"],
        "scenarios": {name: tree(name) for name in scenarios},
        "seed": 7,
        "replicates": 2,
        "versions": {"python": "3.11.9"},
        "labels": {"doorzettingsmacht": {"nl": "Doorzettingsmacht", "en": "Power of decision"}},
        **made.meta(),
        **more,
    }


def store(folder: Path, tables: dict[str, pd.DataFrame], manifest: dict[str, Any]) -> Path:
    """Write a results folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", compression="zstd")
    return made.sealed(folder, manifest)


@pytest.fixture(scope="session")
def made_tables() -> dict[str, pd.DataFrame]:
    return tables_of(SHIFTS)


@pytest.fixture(scope="session")
def results_folder(tmp_path_factory: pytest.TempPathFactory, made_tables: dict[str, pd.DataFrame]) -> Path:
    return store(tmp_path_factory.mktemp("report") / "results", made_tables, manifest_of(SHIFTS))


@pytest.fixture(scope="session")
def reports(results_folder: Path) -> dict[str, list[Path]]:
    """Language -> the files of its report."""
    return {lang: write(results_folder, lang=lang) for lang in ("nl", "en")}


@pytest.fixture(scope="session", params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def page(reports: dict[str, list[Path]], lang: str) -> str:
    return reports[lang][0].read_text("utf-8")


@pytest.fixture
def ask(chromium: str, tmp_path: Path) -> Callable[..., Any]:
    """ask(page, script, width): what the script, given `done(value)`, says of the page in headless Chromium; and its log of requests."""

    def run(page: str, script: str, width: int = 1280, height: int = 20000) -> Any:
        tail = (
            "<script>window.addEventListener('load',()=>{const done=v=>{const p=document.createElement('pre');p.id='told';"
            f"p.textContent=JSON.stringify(v);document.body.replaceChildren(p)}};{script}}})</script></body>"
        )
        file = tmp_path / "page.html"
        file.write_text(page.replace("</body>", tail), "utf-8")
        command = [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},{height}",
            "--virtual-time-budget=30000",
            "--dump-dom",
            file.as_uri(),
        ]
        found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        told = re.search(r'<pre id="told">(.*?)</pre>', found.stdout, re.S)
        assert told, f"Chromium said nothing: {found.stderr[-400:]}"
        return json.loads(html.unescape(told[1]))

    return run
