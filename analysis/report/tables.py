"""The report's tables, made of facts and words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.figures.numbers import decimals
from analysis.figures.words import Words
from analysis.report.facts import LEVEL, TODAY, Facts
from analysis.report.model import Column, Table
from analysis.report.roles import replicates_read

READ_WEEKS = (4, 13, 26, 52, 104)


def column(
    words: Words, key: str, kind: str = "number", digits: int = 0, *, sign: bool = False, heading: str = "", unit: str = ""
) -> Column:
    """A column with its heading, unit and meaning from the words file."""
    title = heading or words(f"col.{key}")
    meaning = words(f"meaning.{key}") if words.has(f"meaning.{key}") else title
    said = words(f"unit.{unit}") if unit else {"percent": words("unit.share"), "text": ""}.get(kind, "")
    return Column(key, title, kind, digits, sign, said, meaning)


def verdict(row: pd.Series, words: Words) -> str:
    """Less, more, or cannot be told: whether the interval keeps to one side of zero."""
    return words(f"verdict.{side(row['low'], row['high'])}")


def turns_at(facts: Facts, scenario: str, row: pd.Series, words: Words) -> str | None:
    """At which plausible values the difference has the other sign; nothing for one that isn't stated, `untested` where nobody looked."""
    if side(row["low"], row["high"]) == "unsure":
        return None
    found = facts.flips.get((scenario, "home"))
    if found is None:
        return words("flips.untested")
    if facts.ensemble["flips"].get("code") != (facts.results.manifest.get("code") or {}).get("digest"):
        return words("flips.other_version")
    turns = "; ".join(f"{turn['moved']}={turn['value']}" for turn in found["turns"])
    return turns or words("flips.nowhere", settings=found["settings"], untold=found["untold"])


def side(low: float, high: float) -> str:
    """`less`, `more` or `unsure`."""
    return "less" if high < 0 else "more" if low > 0 else "unsure"


def compared(facts: Facts, words: Words, against: str, name: str) -> Table:
    """Days at home and failing placements of every regime beside a reference."""
    found = facts.compared(against).set_index(["measure", "scenario"])
    names = [scenario for scenario in facts.scenarios if scenario != against]
    names += [facts.twin] if facts.twin and against == TODAY else []
    level = facts.failures.query("kind == 'all' and placing == 'all'").set_index("scenario")["estimate"]
    home, failed = (found[found.index.get_level_values(0) == measure].droplevel(0).reindex(names) for measure in ("home", "failed"))
    failed = 100 * failed[["difference", "low", "high"]]
    digits, points = (decimals(one["difference"], one["low"], one["high"]) for one in (home, failed))
    bases = {scenario: words.name("base", facts.base(scenario)) for scenario in names if facts.base(scenario)}
    rows = [{"scenario": words.scenario(against), "key": against, "home": home["reference"].iloc[0], "failed": level[against]}]
    for scenario in names:
        rows.append(
            {
                "scenario": words.scenario(scenario),
                "key": scenario,
                "base": bases.get(scenario),
                "home": home.at[scenario, "value"],
                "home_change": home.at[scenario, "difference"],
                "home_low": home.at[scenario, "low"],
                "home_high": home.at[scenario, "high"],
                "home_turns": None if scenario == facts.twin or against != TODAY else turns_at(facts, scenario, home.loc[scenario], words),
                "home_verdict": None if scenario == facts.twin else verdict(home.loc[scenario], words),  # a yardstick is not judged
                "failed": facts.share_failed(scenario) if scenario == facts.twin else level[scenario],
                "failed_change": failed.at[scenario, "difference"],
                "failed_low": failed.at[scenario, "low"],
                "failed_high": failed.at[scenario, "high"],
            }
        )
    columns = _columns_compared(facts, words, against, bool(bases), digits, points)
    frame = pd.DataFrame(rows).reindex(columns=["key", *(one.key for one in columns)])
    title = words(f"table.{name}", reference=words.scenario(against))
    return Table(name, title, columns, frame, words("table.compared_note"))


def _columns_compared(facts: Facts, words: Words, against: str, bases: bool, digits: int, points: int) -> tuple[Column, ...]:
    """Columns of a comparison; digits of days, points of percentages."""
    return (
        column(words, "scenario", "text"),
        *([column(words, "base", "text")] if bases and against == TODAY else []),
        column(words, "home", "number", digits, unit="days_year"),
        column(words, "home_change", "number", digits, sign=True, unit="days_year"),
        column(words, "home_low", "number", digits, sign=True, unit="days_year"),
        column(words, "home_high", "number", digits, sign=True, unit="days_year"),
        column(words, "home_verdict", "text"),
        *([column(words, "home_turns", "text")] if facts.ensemble and against == TODAY else []),
        column(words, "failed", "percent", 1),
        column(words, "failed_change", "number", points, sign=True, unit="points"),
        column(words, "failed_low", "number", points, sign=True, unit="points"),
        column(words, "failed_high", "number", points, sign=True, unit="points"),
    )


def survived(facts: Facts, words: Words) -> Table:
    """Share of stays still going on after some weeks."""
    found = facts.survived[facts.survived["week"].isin(READ_WEEKS)]
    frame = found.assign(key=found["scenario"], scenario=found["scenario"].map(words.scenario)).reset_index(drop=True)
    columns = (
        column(words, "scenario", "text"),
        column(words, "week"),
        column(words, "estimate", "percent", 1, heading=words("col.still_home")),
        column(words, "low", "percent", 1),
        column(words, "high", "percent", 1),
    )
    return Table("survival", words("table.survival"), columns, frame)


def ended(facts: Facts, words: Words) -> Table:
    """How stays had ended after a year and after two."""
    found = facts.ended[facts.ended["week"].isin((52, 104))]
    wide = found.pivot_table(index=["scenario", "week"], columns="end", values="estimate", sort=False).reset_index()
    ends = [name for name in wide.columns if name not in ("scenario", "week")]
    wide = wide.assign(key=wide["scenario"], open=1 - wide[ends].sum(axis=1), scenario=wide["scenario"].map(words.scenario))
    columns = (
        column(words, "scenario", "text"),
        column(words, "week"),
        *(
            Column(end, words.name("end", end), "percent", 1, unit=words("unit.share"), meaning=words.name("end", end))
            for end in (*ends, "open")
        ),
    )
    return Table("ends", words("table.ends"), columns, wide)


def causes(facts: Facts, words: Words) -> Table:
    """Days by cause, a column per regime."""
    wide = facts.by_cause.pivot_table(index="cause", columns="scenario", values="days", sort=False)[facts.scenarios]
    total = wide.sum().to_frame().T.rename(index={0: "total"})
    frame = pd.concat([wide, total]).rename_axis("key").reset_index()
    frame["cause"] = [words("col.total") if key == "total" else words.name("cause", key) for key in frame["key"]]
    digits = decimals(facts.by_cause["days"])
    columns = (
        column(words, "cause", "text"),
        *(
            Column(name, words.scenario(name), "number", digits, unit=words("unit.days_year"), meaning=words("meaning.days_by_cause"))
            for name in facts.scenarios
        ),
    )
    return Table("causes", words("table.causes"), columns, frame, words("table.causes_note"))


def failures(facts: Facts, words: Words) -> Table:
    """Drop-out within a year by kind, of imposed and other placements. Rows of kinds without an imposed placement are left out."""
    found = facts.failures
    found = found[(found["kind"] == "all") | (found["n"] > 0)].reset_index(drop=True)
    frame = found.assign(
        key=found["scenario"],
        of=found["kind"] + "." + found["placing"],
        scenario=found["scenario"].map(words.scenario),
        kind=[words.name("kind", kind) for kind in found["kind"]],
        placing=[words.name("placing", placing) for placing in found["placing"]],
    )
    columns = (
        column(words, "scenario", "text"),
        column(words, "kind", "text"),
        column(words, "placing", "text"),
        column(words, "n"),
        column(words, "estimate", "percent", 1, heading=words("col.failed_share")),
        column(words, "low", "percent", 1),
        column(words, "high", "percent", 1),
    )
    return Table("failures", words("table.failures"), columns, frame, words("table.failures_note"))


def gains(facts: Facts, words: Words) -> Table:
    """Change in days at home by group of children."""
    found = facts.by_group_shown
    digits = decimals(found["estimate"], found["high"], found["low"])
    frame = found.assign(
        key=found["scenario"],
        of=found["dimension"] + "." + found["group"].astype(str),
        scenario=found["scenario"].map(words.scenario),
        group=[words.name(dimension, group) for dimension, group in zip(found["dimension"], found["group"], strict=True)],
        dimension=[words.name("dimension", dimension) for dimension in found["dimension"]],
    )
    columns = (
        column(words, "scenario", "text"),
        column(words, "dimension", "text"),
        column(words, "group", "text"),
        *(column(words, key, "number", digits, sign=key != "churn", unit="days_year") for key in ("estimate", "low", "high", "churn")),
    )
    return Table(
        "gains",
        words("table.gains", reference=words.scenario(TODAY)),
        columns,
        frame,
        words("table.gains_note" if found["churn"].notna().any() else "table.gains_note_bare"),
    )


def roles(facts: Facts, words: Words) -> Table | None:
    """What became of children acted on, displaced and in the background, per child, with the A/A run beside it.

    None where the children's own rows were not kept.
    """
    found = facts.touched
    if not len(found):
        return None
    digits = decimals(found["mean_change"])
    frame = found.assign(
        key=found["scenario"],
        of=found["role"],
        children=found["n"],
        before=found["reference"],
        scenario=found["scenario"].map(words.scenario),
        role=[words.name("role", role) for role in found["role"]],
    )
    columns = (
        column(words, "scenario", "text"),
        column(words, "role", "text"),
        column(words, "children"),
        column(words, "before", "number", 0, unit="days_child"),
        column(words, "mean_change", "number", digits, sign=True, unit="days_child"),
        column(words, "share_less", "percent", 0),
        column(words, "share_more", "percent", 0),
    )
    return Table("roles", words("table.roles", reference=words.scenario(TODAY)), columns, frame, words("table.roles_note"))


def blocked(facts: Facts, words: Words) -> Table:
    """Shares of days at home by what stands in the way, and how much more a place than power."""
    wide = facts.by_blocker.pivot_table(index="scenario", columns="blockers", values="share", sort=False).reindex(facts.scenarios)
    extra = facts.place_over_power
    frame = wide.rename_axis("key").reset_index().merge(extra.rename(columns={"scenario": "key"}), on="key", how="left")
    frame["scenario"] = frame["key"].map(words.scenario)
    kinds = [kind for kind in ("power", "place", "joint_power_place", "care", "consent", "nobody", "joint", "none") if kind in frame]
    columns = (
        column(words, "scenario", "text"),
        *(
            Column(kind, words.name("blocked", kind), "percent", 0, unit=words("unit.share"), meaning=words.name("blocked", kind))
            for kind in kinds
        ),
        column(words, "gap", "number", 1, sign=True, unit="points"),
        column(words, "gap_low", "number", 1, sign=True, unit="points"),
        column(words, "gap_high", "number", 1, sign=True, unit="points"),
    )
    return Table("blocked", words("table.blocked"), columns, frame, words("table.blocked_note"))


def bottleneck(facts: Facts, words: Words) -> Table:
    """Shapley shares by group of children."""
    found = facts.by_obstacle
    frame = found.assign(
        of=found["dimension"] + "." + found["group"].astype(str),
        key=found["ideal"],
        ideal=[words.name("ideal", ideal) for ideal in found["ideal"]],
        group=[words.name(d, g) for d, g in zip(found["dimension"], found["group"], strict=True)],
    )
    columns = (
        column(words, "group", "text"),
        column(words, "ideal", "text"),
        column(words, "share", "percent", 0),
        column(words, "low", "percent", 0),
        column(words, "high", "percent", 0),
    )
    return Table("bottleneck", words("table.bottleneck"), columns, frame, words("table.bottleneck_note"))


def run(facts: Facts, words: Words) -> Table:
    """What was run, in numbers: the ones the method text cites."""
    meta = facts.results.meta
    numbers = {
        "replicates": len(facts.results.replicates),
        **({"asked": facts.stopped} if facts.stopped else {}),
        "regimes": len(facts.scenarios),
        "areas": facts.areas["area"].nunique(),
        "provinces": facts.results.areas["province"].nunique(),
        "burn_in_years": float(meta.get("burn_in_years", np.nan)),
        "years": facts.years,
        "children_followed": len(replicates_read(facts.results)),
        "window_years": facts.window[1],
        "level": LEVEL * 100,
        "per_pupils": 1000.0,
    }
    frame = pd.DataFrame(
        {"key": list(numbers), "what": [words(f"run.{key}") for key in numbers], "number": [float(value) for value in numbers.values()]}
    )
    whole = bool((frame["number"].dropna() % 1 == 0).all())
    return Table("run", words("table.run"), (column(words, "what", "text"), column(words, "number", "number", 0 if whole else 1)), frame)
