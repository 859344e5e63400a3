"""What the report says of plausible countries: the members of the ensemble that was run, each a country of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import robust
from analysis.figures.numbers import decimals
from analysis.figures.words import Words
from analysis.report.facts import LEVEL, NOTHING, TODAY, Facts
from analysis.report.model import Picture, Said, Table
from analysis.report.tables import column

DRAWN = 3
SAID = ("turns", "may_turn", "only", "holds", "few")


@dataclass(frozen=True)
class Plausible:
    """Frames of an ensemble's results, in the report's units, and the tables made of them."""

    facts: Facts
    words: Words

    @cached_property
    def axes(self) -> list[robust.Axis]:
        return robust.axes(self.facts.results.manifest)

    @cached_property
    def members(self) -> pd.DataFrame:
        return robust.members(self.facts.results, TODAY)

    def changes(self, against: str) -> pd.DataFrame:
        """scenario, measure (home, failed), replicate, difference: days per 1,000 pupils per year, percentage points."""
        name, years = self.facts.window
        known = {f"days_home_{name}": ("home", 1 / years), "share_failed_1y": ("failed", 100.0)}
        found = robust.differences(self.facts.units, known, against)
        shown = self.facts.scenarios if against == TODAY else self.facts.policies
        twin = [self.facts.twin] if self.facts.twin and against == TODAY else []
        found = found[found["scenario"].isin([*shown, *twin])].sort_values("scenario", key=self.facts.place, kind="stable")
        scale = found["measure"].map({key: factor for key, (_, factor) in known.items()}).astype(float)
        short = found["measure"].map({key: word for key, (word, _) in known.items()})
        return found.assign(difference=found["difference"] * scale, measure=short).reset_index(drop=True)

    @cached_property
    def halves(self) -> pd.DataFrame:
        """Low and high half of each axis for every policy against today, see robust.by_axis."""
        changes = self.changes(TODAY)
        return robust.by_axis(changes[changes["scenario"].isin(self.facts.policies)], self.members, self.axes, LEVEL)

    @cached_property
    def counted(self) -> Table:
        """In how many countries each regime is better than today, and than no regime."""
        words, parts = self.words, []
        for against in (TODAY, NOTHING) if NOTHING in self.facts.scenarios and self.facts.policies else (TODAY,):
            found = robust.better(self.changes(against)).set_index(["scenario", "measure"])
            for name in found.index.get_level_values("scenario").unique():
                row = {"key": name, "of": against, "scenario": words.scenario(name), "against": words.scenario(against)}
                for measure in ("home", "failed"):
                    own = found.loc[(name, measure)] if (name, measure) in found.index else {}
                    row |= {f"{measure}_{key}": own.get(key, np.nan) for key in ("n", "less", "share")}
                parts.append(row)
        columns = (
            column(words, "scenario", "text"),
            column(words, "against", "text"),
            *(column(words, key, "percent" if "share" in key else "number")
              for key in ("home_n", "home_less", "home_share", "failed_n", "failed_less", "failed_share_less")),
        )  # fmt: skip
        frame = pd.DataFrame(parts).rename(columns={"failed_share": "failed_share_less"})
        return Table("robust", words("table.robust"), columns, frame, words("table.robust_note"))

    def halved(self, measure: str) -> Table:
        """Each half of each axis: countries, mean difference, interval, countries with less; and what both halves say together."""
        words = self.words
        found = self.halves[self.halves["measure"] == measure].reset_index(drop=True)
        digits = decimals(found["mean"], found["low"], found["high"])
        labels = {axis.name: axis.labels[words.lang] for axis in self.axes}
        frame = found.assign(
            key=found["scenario"], of=found["axis"], part=found["half"], countries=found["n"], share=found["share"],
            scenario=found["scenario"].map(words.scenario), axis=found["axis"].map(labels),
            half=[words(f"half.{half}") for half in found["half"]], axis_verdict=[words(f"axis_verdict.{one}") for one in found["verdict"]],
        )  # fmt: skip
        unit = "days_year" if measure == "home" else "points"
        columns = (
            *(column(words, key, "text") for key in ("scenario", "axis", "half")),
            column(words, "countries"),
            *(column(words, key, "number", digits, sign=True, unit=unit) for key in ("mean", "low", "high")),
            column(words, "share", "percent", heading=words("col.share_less_than_now")),
            column(words, "axis_verdict", "text"),
        )
        name = "axes" if measure == "home" else "axes_failed"
        return Table(name, words(f"table.{name}"), columns, frame, words("table.axes_note"))

    @cached_property
    def left_open(self) -> Table:
        """The axes: what is added and taken off, where the halves part, and how little the data said."""
        words = self.words
        rows = [
            (axis.labels[words.lang], " + ".join(axis.plus) + "".join(f" \u2212 {name}" for name in axis.minus), axis.low, axis.high,
             axis.split, axis.contraction) for axis in self.axes
        ]  # fmt: skip
        keys = ["axis", "setting", "axis_low", "axis_high", "split", "contraction"]
        columns = tuple(
            column(words, key, "text" if key in keys[:2] else "percent" if key == "contraction" else "number", 0 if key == "contraction" else 2)
            for key in keys
        )
        return Table("open", words("table.open"), columns, pd.DataFrame(rows, columns=keys), words("table.open_note"))

    def tables(self) -> list[Table]:
        """All of them, the count first. Halves of axes are of policies: a run of ideals alone has none."""
        found = [self.counted]
        if self.axes and self.facts.policies:
            followed = "failed" in set(self.halves["measure"])
            found += [self.halved("home"), *([self.halved("failed")] if followed else []), self.left_open]
        return found

    def count(self, regime: str) -> Said:
        """In how many countries the regime the answer speaks of is better."""
        row = self.counted.frame.query("key == @regime and of == @TODAY").iloc[0]
        cells = {key: self.counted.cell(key, key=regime, of=TODAY) for key in ("home_less", "home_n", "failed_less", "failed_n")}
        if not row["failed_n"] > 0:
            return Said("answer.robust_days", {key: cells[key] for key in ("home_less", "home_n")}, {"regime": self.words.inline(regime)})
        return Said("answer.robust", cells, {"regime": self.words.inline(regime)})

    def turns(self, regime: str) -> list[Said]:
        """On which assumptions the regime's sign turns, days first; then the other regimes of which that can be told."""
        words, said = self.words, []
        for measure in ("home", "failed"):
            own = self.halves[(self.halves["measure"] == measure) & (self.halves["half"] == robust.HALVES[0])]
            what = words(f"what.{measure}")
            said += [
                Said(f"answer.axes_{kind}", {}, {"regime": words.inline(regime), "what": what, "axes": "; ".join(names)})
                for kind, names in self._named(own[own["scenario"] == regime]).items()
                if names and (measure == "home" or kind == "turns")
            ]
            others = own[(own["scenario"] != regime) & (own["verdict"] == "turns")]["scenario"].unique()
            if len(others):
                said.append(Said("answer.axes_others", {}, {"regimes": "; ".join(map(words.inline, others)), "what": what}))
        return said

    def _named(self, rows: pd.DataFrame) -> dict[str, list[str]]:
        labels = {axis.name: f"“{axis.labels[self.words.lang]}”" for axis in self.axes}
        found: dict[str, list[str]] = {kind: [] for kind in SAID}
        for axis, told in zip(rows["axis"], rows["verdict"], strict=True):
            kind, _, half = told.partition("_") if told.startswith("only") else (told, "", "")
            if kind in found:
                found[kind].append(self.words(f"half.of_{half}", axis=labels[axis]) if half else labels[axis])
        return found if any(found.values()) else {"unsure": ["; ".join(labels[axis] for axis in rows["axis"])] if len(rows) else []}

    def picture(self, regime: str) -> Picture | None:
        """Both halves of every axis, for the regime the answer speaks of and the next ones in the order of their difference.

        None where no axis has countries on both sides.
        """
        words = self.words
        found = self.halves[self.halves["measure"] == "home"]
        wide = found[found["scenario"] == regime].pivot(index="axis", columns="half", values="mean").dropna()
        if not len(wide):
            return None
        order = found.groupby("scenario")["mean"].mean().sort_values().index
        shown = [regime, *(name for name in order if name != regime)][:DRAWN]
        drawn = found[found["scenario"].isin(shown)].sort_values("scenario", key=lambda names: names.map(shown.index), kind="stable")
        drawn = drawn.assign(label=drawn["axis"].map({axis.name: axis.labels[words.lang] for axis in self.axes}), reference=TODAY)
        table = self.halved("home")
        axis = str((wide["high"] - wide["low"]).abs().idxmax())
        cells = {half: table.cell("mean", key=regime, of=axis, part=half) for half in robust.HALVES}
        label = next(one.labels[words.lang] for one in self.axes if one.name == axis)
        says = [Said("say.axes", cells, {"regime": words.inline(regime), "axis": label})]
        alt = " ".join([words("picture.axes_alt"), *(one.plain(words) for one in says)])
        return Picture("axes", words("picture.axes"), drawn, table, says, alt, words("picture.axes_note"))
