"""Worked examples: a handful of stays and what a measure makes of them, each with the reason an expert could dispute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis import measures
from analysis.measures.basis import CAUSES

KEY = {"scenario": "case", "seed": 1, "replicate": 0}
CASES = [
    (file.stem, case)
    for file in sorted(Path(__file__).with_name("cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def _spells(rows: list[dict[str, Any]], branch: int, end: int) -> pd.DataFrame:
    found = []
    for row in rows:
        stop = end if row["end"] < 0 else row["end"]
        number = sum(one["pupil"] == row["pupil"] for one in found)
        given = {
            "pupil": row["pupil"],
            "partnership": "PO1",
            "area": row.get("area", 0),
            "sector": row.get("sector", "po"),
            "regime": "landscape",
            "spell_no": number,
            "stay_no": row.get("stay_no", number),
            "age_weeks": row.get("age_weeks", 520),
            "start_day": row["start"],
            "end_day": row["end"],
            "end_reason": row.get("end_reason", "open" if row["end"] < 0 else "placed_regular"),
            "imposed": False,
            "fit": 0.5,
            "school_days": row.get("school_days", 0),
            "before_branch_days": max(min(stop, branch) - row["start"], 0),
            "after_branch_days": max(stop - max(row["start"], branch), 0),
            "register_exempt_days": row.get("exempt_days", 0),
            "start_register_day": row.get("registered", -1),
        }
        for status in ("lrv", "av", "authorised"):
            given[f"register_{status}_days"] = row.get(status, 0)
        causes = row.get("causes", {"search": stop - row["start"]})
        assert sum(causes.values()) == stop - row["start"], "a case's causes must sum to its stay"
        found.append(given | {f"days_{cause}": causes.get(cause, 0) for cause in CAUSES})
    return pd.DataFrame(found)


def _exemptions(rows: list[dict[str, Any]]) -> pd.DataFrame:
    found = [
        {"pupil": row["pupil"], "partnership": "PO1", "area": row.get("area", 0), "sector": row.get("sector", "po"), "spell_no": 0,
         "start_day": row["end"], "end_day": row["end"] + row["exempt_days"], "end_reason": "returned"}
        for row in rows if "exempt_days" in row
    ]  # fmt: skip
    return pd.DataFrame(found, columns=["pupil", "partnership", "area", "sector", "spell_no", "start_day", "end_day", "end_reason"])


def _placements(rows: list[dict[str, Any]]) -> pd.DataFrame:
    default = {
        "partnership": "PO1",
        "area": 0,
        "sector": "po",
        "spell_no": 0,
        "kind": "special",
        "school": "S1",
        "start_agreed_day": -1,
        "end": -1,
        "end_reason": "open",
        "fit": 0.5,
        "imposed": False,
        "over_capacity": False,
    }
    return pd.DataFrame([default | row for row in rows]).rename(columns={"start": "start_day", "end": "end_day"})


def _interventions(rows: list[dict[str, Any]]) -> pd.DataFrame:
    default = {
        "partnership": "PO1",
        "kind": "authority",
        "invoker": "parents",
        "decider": "director",
        "domain": "education",
        "outcome": "offer",
        "school": "",
        "passed_pupil": -1,
        "added_days": 0,
    }
    return pd.DataFrame([default | row for row in rows], columns=["day", "pupil", *default])


def tables_of(case: dict[str, Any]) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    meta = {"branch_day": case.get("branch_day", 0), "end_day": case["end_day"]} | KEY
    tables = {
        "spells": _spells(case["spells"], meta["branch_day"], meta["end_day"]) if "spells" in case else None,
        "exemptions": _exemptions(case["spells"]) if "spells" in case else None,
        "day_sets": pd.DataFrame(case["day_sets"]) if "day_sets" in case else None,
        "placements": _placements(case["placements"]) if "placements" in case else None,
        "interventions": _interventions(case["interventions"]) if "interventions" in case else None,
        "areas": pd.DataFrame(case.get("areas", [{"area": 0, "province": "Drenthe", "partnerships": "PO1,VO1", "regular_pupils": 1000}])),
    }
    return {name: frame.assign(**KEY) for name, frame in tables.items() if frame is not None}, meta


@pytest.mark.parametrize(("topic", "case"), CASES, ids=[f"{topic}: {case['case']}" for topic, case in CASES])
def test_case(topic: str, case: dict[str, Any]) -> None:
    tables, meta = tables_of(case)
    assert len(case["why"]) > 20, "a case says why"
    assert case.get("summary") or case.get("rows"), "a case expects something"
    found = measures.summary(tables, meta).iloc[0]
    for name, value in case.get("summary", {}).items():
        assert name in measures.MEASURES, name
        assert found[name] == pytest.approx(value, nan_ok=True), f"{name}: {found[name]} instead of {value}"
    for wanted in case.get("rows", []):
        frame = getattr(measures, wanted["measure"])(tables, meta, **wanted.get("with", {}))
        for column, value in wanted["where"].items():
            frame = frame[frame[column].astype(type(value)) == value]
        assert len(frame) == 1, f"{wanted['where']} names {len(frame)} rows"
        for column, value in wanted["values"].items():
            assert frame[column].iloc[0] == pytest.approx(value, nan_ok=True), f"{column}: {frame[column].iloc[0]} instead of {value}"


def test_cases_of_every_kind_are_there() -> None:
    assert {topic for topic, _ in CASES} == {"authority", "blockers", "causes", "days", "october", "placements", "register", "stays", "supply"}
