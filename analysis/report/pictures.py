"""The figures of a report: what is drawn, the table with the same numbers, and sentences about it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures.words import Words
from analysis.measures.luck import ROLES
from analysis.report import tables
from analysis.report.answer import clear, leading
from analysis.report.facts import TODAY, Facts
from analysis.report.model import Cell, Picture, Said, Table
from analysis.report.tables import side

SURVIVAL_WEEK = 26


def six(facts: Facts, words: Words, overview: Table, obstacles: Table) -> Iterator[Picture]:
    """The figures that answer the question: time, failing again, for whom, power or places.

    One by one, those first whose numbers are soonest known, so that one can be drawn while the numbers of the next are made. A run too short
    to follow any placement for a year has no figure of failures; the answer says why. Where no regime is compared, nobody gains or loses by one.
    """
    yield _change(facts, words, overview)
    yield _causes(facts, words)
    yield _obstacles(facts, words, obstacles)
    yield _survival(facts, words)
    if facts.units["followed_1y"].sum() > 0:
        yield _failures(facts, words)
    if facts.policies:
        yield _gains(facts, words, overview)


def _picture(name: str, drawn: pd.DataFrame, table: Table, says: list[Said], words: Words, note: str = "note") -> Picture:
    alt = " ".join([words(f"picture.{name}_alt"), *(said.plain(words) for said in says)])
    return Picture(name, words(f"picture.{name}"), drawn, table, says, alt, words(f"picture.{name}_{note}"))


def _change(facts: Facts, words: Words, overview: Table) -> Picture:
    frame = overview.frame.iloc[1:]
    parts = [
        pd.DataFrame(
            {
                "scenario": frame["key"],
                "measure": measure,
                "estimate": frame[f"{short}_change"],
                "low": frame[f"{short}_low"],
                "high": frame[f"{short}_high"],
            }
        )
        for measure, short in (("home_year", "home"), ("failed_1y", "failed"))
    ]
    drawn = pd.concat(parts, ignore_index=True).dropna(subset=["estimate"])
    sides = {name: side(*_edges(overview, name)) if clear(overview, facts.twin, name) else "unsure" for name in facts.policies}
    counts = {found: [name for name in facts.policies if sides[name] == found] for found in ("less", "more", "unsure")}
    says = [
        Said(f"say.change_{found}", {}, {"regimes": "; ".join(words.inline(name) for name in names)})
        for found, names in counts.items()
        if names
    ]
    return _picture("change", drawn, overview, says, words)


def _edges(overview: Table, name: str) -> tuple[float, float]:
    return overview.cell("home_low", key=name).value, overview.cell("home_high", key=name).value


def _survival(facts: Facts, words: Words) -> Picture:
    table = tables.survived(facts, words)
    says = []
    weeks = table.frame.loc[table.frame["key"] == TODAY, "week"]
    if len(weeks):
        week = SURVIVAL_WEEK if SURVIVAL_WEEK in set(weeks) else int(weeks.max())
        half = table.frame[table.frame["week"] == week].set_index("key")["estimate"]
        others = half.drop(TODAY)
        cells = {"week": table.cell("week", key=TODAY, week=week), "now": table.cell("estimate", key=TODAY, week=week)}
        says.append(Said("say.survival_now", cells))
        if len(others):
            low, high = str(others.idxmin()), str(others.idxmax())
            ends = {"low": table.cell("estimate", key=low, week=week), "high": table.cell("estimate", key=high, week=week)}
            if ends["low"].text(words.lang) == ends["high"].text(words.lang):
                says.append(Said("say.survival_same", {"low": ends["low"]}))
            else:
                says.append(Said("say.survival_range", ends, {"lowest": words.inline(low), "highest": words.inline(high)}))
    return _picture("survival", facts.survived, table, says, words)


def _causes(facts: Facts, words: Words) -> Picture:
    table = tables.causes(facts, words)
    own = facts.by_cause[facts.by_cause["scenario"] == TODAY].set_index("cause")["days"]
    if not own.sum() > 0:
        raise AnalysisError(
            f"{facts.results.path}: no stay began after the announcement in '{TODAY}'; there are no days to divide by cause"
        )
    first, second = own.sort_values(ascending=False).index[:2]
    cells = {"first": table.cell(TODAY, key=first), "second": table.cell(TODAY, key=second), "total": table.cell(TODAY, key="total")}
    says = [Said("say.causes", cells, {"one": words.name("cause", first), "two": words.name("cause", second)})]
    return _picture("causes", facts.by_cause, table, says, words)


def _failures(facts: Facts, words: Words) -> Picture:
    table = tables.failures(facts, words)
    drawn = facts.failures
    whole = drawn[drawn["kind"] == "all"]
    imposed = whole[(whole["placing"] == "imposed") & (whole["n"] > 0)]
    says = []
    if whole.loc[(whole["scenario"] == TODAY) & (whole["placing"] == "all"), "n"].sum() > 0:
        says.append(Said("say.failures_now", {"now": table.cell("estimate", key=TODAY, of="all.all")}))
    if len(imposed):
        chosen = imposed[imposed["scenario"].isin(facts.policies)]
        chosen = chosen if len(chosen) else imposed
        name = str(chosen.loc[chosen["n"].idxmax(), "scenario"])
        cells = {
            "imposed": table.cell("estimate", key=name, of="all.imposed"),
            "free": table.cell("estimate", key=name, of="all.free"),
            "n": table.cell("n", key=name, of="all.imposed"),
        }
        says.append(Said("say.failures_imposed" + ("_now" if name == TODAY else ""), cells, {"regime": words.inline(name)}))
    else:
        says.append(Said("say.failures_none_imposed"))
    return _picture("drop_out", drawn, table, says, words)


def _gains(facts: Facts, words: Words, overview: Table) -> Picture:
    table = tables.gains(facts, words)
    drawn = facts.by_group_shown
    told = (drawn["low"] > 0) | (drawn["high"] < 0)
    sure = drawn[(drawn["dimension"] != "role") & told & ~(drawn["estimate"].abs() <= drawn["churn"])]
    says = []
    for found, rows, pick in (("gain", sure[sure["estimate"] < 0], "idxmin"), ("loss", sure[sure["estimate"] > 0], "idxmax")):
        if len(rows):
            best = rows.loc[getattr(rows["estimate"], pick)()]
            cell = table.cell("estimate", key=best["scenario"], of=f"{best['dimension']}.{best['group']}")
            names = {"group": words.name(best["dimension"], best["group"]), "regime": words.inline(best["scenario"])}
            says.append(Said(f"say.gains_{found}", {"change": cell.without_sign()}, names))
        else:
            says.append(Said(f"say.gains_no_{found}"))
    says.append(_touched(facts, words, overview, tables.roles(facts, words)))
    return _picture("gains", drawn, table, says, words, "note" if drawn["churn"].notna().any() else "note_bare")


def _touched(facts: Facts, words: Words, overview: Table, table: Table | None) -> Said:
    """Children acted on, displaced and in the background under the regime the answer speaks of, and under the A/A run."""
    if table is None or not facts.policies:
        return Said("say.roles_unknown")
    regime = leading(facts, overview)
    cells = {role: table.cell("mean_change", key=regime, of=role) for role in ROLES}
    if facts.twin is None:
        return Said("say.roles_bare", cells, {"regime": words.inline(regime)})
    cells |= {f"aa_{role}": table.cell("mean_change", key=facts.twin, of=role) for role in ROLES}
    return Said("say.roles", cells, {"regime": words.inline(regime)})


def _obstacles(facts: Facts, words: Words, table: Table) -> Picture:
    if table.name == "bottleneck":
        cells = {
            key: table.cell("share", of="all.all", key=key)
            for key in ("places_unlimited", "boards_willing", "care_immediate", "parents_consent")
        }
        return _picture("bottleneck", facts.by_obstacle, table, [Said("say.bottleneck", cells)], words)
    cells = {kind: Cell(table, 0, kind) for kind in ("care", "joint")}
    return _picture("blocked", facts.by_blocker, table, [Said("say.blocked", cells)], words)
