"""The answer, in sentences chosen by what the intervals allow and filled with cells of tables."""

from __future__ import annotations

import math
from dataclasses import replace

from analysis.figures.words import Words
from analysis.report.facts import NOTHING, TODAY, Facts
from analysis.report.model import Cell, Said, Table
from analysis.report.tables import side


def three_sentences(facts: Facts, words: Words, overview: Table, mechanism: Table | None, obstacles: Table) -> list[Said]:
    """Days at home, placements that fail again, and power or places; for the regime that does most, always against today."""
    if not facts.policies:
        return [_nothing_compared(overview, words), _bottleneck(obstacles, None, mechanism, words)]
    regime = leading(facts, overview)
    days, failures = _days(regime, facts, overview, words), _failures(regime, overview, words)
    return [
        turned(tempered(days, overview, facts, regime, "home"), facts, regime, "home", words),
        turned(tempered(failures, overview, facts, regime, "failed"), facts, regime, "failed", words),
        _bottleneck(obstacles, regime, mechanism, words),
    ]


def tempered(said: Said, overview: Table, facts: Facts, regime: str, short: str) -> Said:
    """The sentence, followed by what one irrelevant extra child does (A/A) where the difference is not clearly larger than that."""
    if facts.twin is None or not {"change"} <= set(said.cells) or clear(overview, facts.twin, regime, short):
        return said
    cells = {f"aa_{edge}": overview.cell(f"{short}_{edge}", key=facts.twin) for edge in ("low", "high")}
    return replace(said, cells=dict(said.cells) | cells, tail="answer.not_clear")


def turned(said: Said, facts: Facts, regime: str, short: str, words: Words) -> Said:
    """The sentence, which goes on with where it turns: at which plausible end of which parameter the difference has the other sign."""
    turns = (facts.flips.get((regime, short)) or {}).get("turns", [])
    if not turns or said.template.endswith(("_unsure", "_alone", "_none")):
        return said
    names = "; ".join(dict.fromkeys(str(turn["moved"]) for turn in turns))
    return replace(said, names=dict(said.names) | {"turns": names}, tail=f"answer.turns {said.tail}".strip())


def clear(overview: Table, twin: str | None, regime: str, short: str = "home") -> bool:
    """Whether a difference is larger than any that the A/A run's interval holds; true where there is no A/A run to hold it against."""
    if twin is None:
        return True
    churn = [abs(overview.cell(f"{short}_{edge}", key=twin).value) for edge in ("change", "low", "high")]
    known = [value for value in churn if not math.isnan(value)]
    return not known or abs(overview.cell(f"{short}_change", key=regime).value) > max(known)


def leading(facts: Facts, overview: Table) -> str:
    """The regime the sentences speak of: the largest certain gain; else the largest certain loss; else the largest estimate."""
    rows = overview.frame.set_index("key").loc[facts.policies]
    sides = {
        name: side(rows.at[name, "home_low"], rows.at[name, "home_high"]) if clear(overview, facts.twin, name) else "unsure"
        for name in facts.policies
    }
    less = [name for name in facts.policies if sides[name] == "less"]
    if less:
        return min(less, key=lambda name: rows.at[name, "home_change"])
    more = [name for name in facts.policies if sides[name] == "more"]
    if more and len(more) == len(facts.policies):
        return max(more, key=lambda name: rows.at[name, "home_change"])
    unsure = [name for name in facts.policies if sides[name] == "unsure"]
    return min(unsure, key=lambda name: rows.at[name, "home_change"])


def _nothing_compared(overview: Table, words: Words) -> Said:
    return Said("answer.no_policy", {"home": Cell(overview, 0, "home")})


def _days(regime: str, facts: Facts, overview: Table, words: Words) -> Said:
    base = facts.base(regime)
    names = {"regime": words.inline(regime), "beside": " " + words(f"beside.{base}") if base else ""}
    change, low, high = (overview.cell(column, key=regime) for column in ("home_change", "home_low", "home_high"))
    cells = {"change": change, "low": low, "high": high, "now": Cell(overview, 0, "home")}
    found = side(low.value, high.value)
    if math.isnan(low.value):
        return Said("answer.days_alone", {key: cells[key] for key in ("change", "now")}, names)
    if found == "less":
        cells |= {"change": change.without_sign(), "low": high.without_sign(), "high": low.without_sign()}
    elif found == "more":
        cells |= {key: cells[key].without_sign() for key in ("change", "low", "high")}
    return Said(f"answer.days_{found}", cells, names)


def _failures(regime: str, overview: Table, words: Words) -> Said:
    change, low, high = (overview.cell(column, key=regime) for column in ("failed_change", "failed_low", "failed_high"))
    names = {"regime": words.inline(regime)}
    if math.isnan(change.value):
        return Said("answer.failed_none", {}, names)
    now = Cell(overview, 0, "failed")
    if math.isnan(low.value):
        return Said("answer.failed_alone", {"change": change, "now": now}, names)
    found = side(low.value, high.value)
    cells = {"change": change, "low": low, "high": high, "now": now}
    if found == "less":
        cells |= {"change": change.without_sign(), "low": high.without_sign(), "high": low.without_sign()}
    elif found == "more":
        cells |= {key: cells[key].without_sign() for key in ("change", "low", "high")}
    return Said(f"answer.failed_{found}", cells, names)


def _bottleneck(obstacles: Table, regime: str | None, mechanism: Table | None, words: Words) -> Said:
    """Power or places today, and what the regime does next to no regime at all (which only tells how it works)."""
    if obstacles.name == "bottleneck":
        key, ideals = "answer.obstacle", {"place": "places_unlimited", "power": "boards_willing"}
        cells = {
            name + end: obstacles.cell(column, of="all.all", key=ideal)
            for name, ideal in ideals.items()
            for end, column in (("", "share"), ("_low", "low"), ("_high", "high"))
        }
        gap = (cells["place_low"].value - cells["power_high"].value, cells["place_high"].value - cells["power_low"].value)
    else:
        key = "answer.blocked"
        columns = {"place": "place", "power": "power", "both": "joint_power_place", "gap": "gap", "gap_low": "gap_low", "gap_high": "gap_high"}
        cells = {name: Cell(obstacles, 0, column) for name, column in columns.items()}
        gap = (cells["gap_low"].value, cells["gap_high"].value)
        if sum(float(obstacles.frame[kind].iloc[0]) for kind in ("joint", "joint_power_place")) > 0.5:
            key, cells = "answer.mixed", cells | {"joint": Cell(obstacles, 0, "joint")}
    key += {"more": "_place", "less": "_power", "unsure": "_open"}[side(*gap)] if key != "answer.mixed" else ""
    if regime is None or mechanism is None:
        return Said(key, cells)
    found = [mechanism.cell(column, key=regime) for column in ("home_change", "home_low", "home_high")]
    cells |= dict(zip(("change", "low", "high"), found, strict=True))
    told = "told" if side(found[1].value, found[2].value) != "unsure" else "untold"
    return Said(key + "_" + told, cells, {"regime": words.inline(regime), "nothing": words.inline(NOTHING)})


def verdicts(facts: Facts, words: Words, overview: Table) -> list[Said]:
    """Which regimes shorten, which lengthen, and of which it cannot be told: names only, the numbers stand in the table."""
    rows = overview.frame.set_index("key")
    groups: dict[str, list[str]] = {"less": [], "more": [], "unsure": []}
    for name in facts.policies:
        told = clear(overview, facts.twin, name)
        groups[side(rows.at[name, "home_low"], rows.at[name, "home_high"]) if told else "unsure"].append(words.inline(name))
    return [Said(f"answer.list_{found}", {}, {"regimes": "; ".join(names)}) for found, names in groups.items() if names]


def bases(facts: Facts, words: Words) -> list[Said]:
    """Which regimes replace what partnerships have today, so that their difference is partly its loss, and which lie on top of it."""
    found = {base: [words.inline(name) for name in facts.policies if facts.base(name) == base] for base in (NOTHING, TODAY)}
    return [Said(f"answer.base_{base}", {}, {"regimes": "; ".join(names)}) for base, names in found.items() if names]
