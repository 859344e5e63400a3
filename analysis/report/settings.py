"""What a run was given: what was set by hand, what each regime sets, which assumptions carry the result, where it all comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.figures.numbers import compact
from analysis.figures.words import Words, texts
from analysis.report.facts import TODAY, Facts
from analysis.report.model import Column, Table
from analysis.report.tables import column
from analysis.robust import members

NOT_SETTINGS = ("out", "report", "lang", "workers", "threads", "shard", "dry_run", "retry_failed")
NOT_PARAMETERS = ("name", "regime", "option", "aa", "region")  # what is compared and where, not what was changed
UNSEEN = ("name", "label", "sentence", "sources", "label_nl", "label_en", "sentence_nl", "sentence_en")


def flat(tree: Any, prefix: str = "") -> dict[str, Any]:
    """Dotted key -> leaf."""
    if not isinstance(tree, Mapping) or not tree:
        return {prefix: tree}
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found |= flat(value, f"{prefix}.{key}" if prefix else str(key))
    return found


def shown(value: Any, words: Words) -> str:
    """A setting as text, numbers as the language writes them."""
    if isinstance(value, bool) or value is None:
        return words({True: "set.yes", False: "set.no", None: "set.none"}[value])
    if isinstance(value, (int, float)):
        return (
            compact(float(value), words.lang)
            if abs(value) >= 0.01 or value == 0
            else str(value).replace(".", "," if words.lang == "nl" else ".")
        )
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(one, words) for one in value) or words("set.none")
    return str(value) if not isinstance(value, Mapping) else words("set.none")


def _text(words: Words, *keys: str) -> tuple[Column, ...]:
    return tuple(column(words, key, "text") for key in keys)


def overrides(facts: Facts, words: Words) -> Table:
    """Every parameter of today's scenario that differs from the baseline: dotted name, baseline, value. Those of an ensemble are left out.

    Results that do not hold their baseline have what was typed by hand instead.
    """
    baseline = facts.results.manifest.get("baseline")
    if isinstance(baseline, Mapping):
        after = flat(facts.results.manifest.get("scenarios", {}).get(TODAY, {}))
        return _differences(flat(baseline), after, words, facts.ensemble.get("parameters", ()))
    given = facts.results.manifest.get("overrides") or []
    pairs = [(key, value) for key, _, value in (str(one).partition("=") for one in given) if key not in NOT_SETTINGS]
    changed = facts.results.manifest.get("changed")
    if isinstance(changed, Mapping):
        pairs += [(key, shown(value, words)) for key, value in flat(changed).items() if key not in dict(pairs)]
    frame = pd.DataFrame(pairs, columns=["setting", "value"])
    return Table(
        "overrides", words("table.overrides"), _text(words, "setting", "value"), frame, "" if len(frame) else words("table.overrides_none")
    )


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], words: Words, drawn: Sequence[str]) -> Table:
    keys = [key for key in dict.fromkeys((*after, *before)) if key.split(".")[0] not in NOT_PARAMETERS and key not in drawn]
    rows = [(key, shown(before.get(key), words), shown(after.get(key), words)) for key in keys if before.get(key) != after.get(key)]
    frame = pd.DataFrame(rows, columns=["setting", "baseline", "value"])
    note = "" if len(frame) else words("table.overrides_none")
    return Table("overrides", words("table.changed"), _text(words, "setting", "baseline", "value"), frame, note)


def levers(facts: Facts, words: Words) -> Table:
    """Where each scenario's settings differ from today's, lever by lever."""
    trees = facts.results.manifest.get("scenarios", {})
    today = flat(trees.get(TODAY, {}))
    rows = []
    for name in facts.scenarios:
        if name == TODAY:
            continue
        own = flat(trees.get(name, {}))
        for key in sorted(own):
            if key.split(".")[-1] not in UNSEEN and own[key] != today.get(key):
                rows.append((words.scenario(name), key, shown(today.get(key), words), shown(own[key], words)))
    frame = pd.DataFrame(rows, columns=["scenario", "setting", "today", "value"])
    return Table(
        "levers", words("table.levers", reference=words.scenario(TODAY)), _text(words, "scenario", "setting", "today", "value"), frame
    )


def assumptions(facts: Facts, words: Words) -> Table:
    """What the answer turns on, with its value in this run where the run says it; over the countries of an ensemble from least to most."""
    tree = flat(facts.results.manifest.get("scenarios", {}).get(TODAY, {}))
    here = {name: shown(value, words) for name, value in tree.items()} | _ranges(facts, words)
    rows = []
    for key in _topics(words):
        named = (
            [name for name in words(f"assume.{key}.parameters").split() if name in here] if words.has(f"assume.{key}.parameters") else []
        )
        rows.append(
            (words(f"assume.{key}.what"), words(f"assume.{key}.why"), "; ".join(f"{name} = {here[name]}" for name in named))
        )
    frame = pd.DataFrame(rows, columns=["assumption", "why", "here"])
    return Table("assumptions", words("table.assumptions"), _text(words, "assumption", "why", "here"), frame)


def _ranges(facts: Facts, words: Words) -> dict[str, str]:
    if not facts.ensemble:
        return {}
    countries = members(facts.results, TODAY)
    ends = {str(name): [shown(float(f"{end:.2g}"), words) for end in (own.min(), own.max())] for name, own in countries.items()}
    return {name: words("set.range", low=low, high=high) for name, (low, high) in ends.items()}


def _topics(words: Words) -> list[str]:
    return list(dict.fromkeys(key.split(".")[1] for key in texts() if key.startswith("assume.")))


def provenance(facts: Facts, words: Words) -> Table:
    """Where the numbers come from."""
    manifest = facts.results.manifest
    code = manifest.get("code") or {}
    rows = {
        "plek": manifest.get("plek"),
        "code": code.get("digest"),
        "clean": code.get("clean"),
        "ensemble": facts.ensemble.get("name"),
        "ensemble_sha": facts.ensemble.get("sha256"),
        "seed": manifest.get("seed"),
        "replicates": len(facts.results.replicates),
        "branch_day": manifest.get("branch_day"),
        "end_day": manifest.get("end_day"),
        "scenarios": ", ".join(facts.results.scenarios),
        "tables": ", ".join(facts.results.tables),
        "folder": facts.results.path.name,
        "versions": ", ".join(f"{name} {number}" for name, number in (manifest.get("versions") or {}).items()),
    }
    frame = pd.DataFrame(
        [(words(f"origin.{key}"), _plain(value, words)) for key, value in rows.items() if value not in (None, "")],
        columns=["what", "value"],
    )
    return Table("provenance", words("table.provenance"), _text(words, "what", "value"), frame)


def _plain(value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return shown(value, words)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def command(facts: Facts) -> str:
    """The command that repeats the run; empty when the run did not note it."""
    found = facts.results.manifest.get("command", "")
    return " ".join(found) if isinstance(found, list) else str(found)
