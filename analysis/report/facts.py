"""The numbers of a report, as tidy frames in the units it speaks in. Measures and estimators are analysis' own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analysis import robust
from analysis.clauses import clauses
from analysis.compare import draws, interval, paired, units
from analysis.errors import AnalysisError
from analysis.load import Results
from analysis.measures.basis import CAUSES, LASTING, YEAR
from analysis.measures.blockers import CLASSES
from analysis.measures.groups import POSITIONS
from analysis.measures.luck import ROLES
from analysis.measures.tally import CELL, cells
from analysis.report import curves
from analysis.report.roles import by_role
from analysis.shapley import ideals, shares
from analysis.survival import Risk

TODAY, NOTHING = "landscape", "geen"
LEVEL = 0.95
READ = ("home_", "out_", "cause_new_", "bound_", "followed_", "failed_", "imposed_", "regular_pupils")
GROUPS = ("care_need", "sector", "position", "profile")
SHOWN = ["scenario", "reference", "dimension", "group", "value", "estimate", "low", "high", "churn"]
Frame: TypeAlias = pd.DataFrame
_ORDER = (*GROUPS, "none", "concurrent", "first", "po", "vo", *POSITIONS)
_RANK = {name: place for place, name in enumerate(_ORDER)}


@dataclass(frozen=True)
class Facts:
    """What the report may say about one results folder. Frames are made at first use; AnalysisError when their tables aren't there."""

    results: Results

    @cached_property
    def scenarios(self) -> list[str]:
        """Scenarios to show: today first, then without regime, then the others in the order of the run; no A/A run, no ideals, no law
        between two others."""
        combos = {name for name, team in ideals(self.results.manifest).items() if team} | self.between
        names = [name for name in self.results.scenarios if not name.endswith("_aa") and name not in combos]
        if TODAY not in names and TODAY in self.results.scenarios:
            raise AnalysisError(
                f"{self.results.path}: '{TODAY}' was run only with a bottleneck taken away; a report compares with it as it is: run that too, or "
                "experiment=power_or_places"
            )
        if TODAY not in names:
            raise AnalysisError(
                f"{self.results.path}: no scenario '{TODAY}' to compare with (there is: {', '.join(names) or 'nothing'}); run it too"
            )
        return [name for name in (TODAY, NOTHING) if name in names] + [name for name in names if name not in (TODAY, NOTHING)]

    @property
    def between(self) -> set[str]:
        """Laws between two laws, run to tell which clause does the work."""
        laws = clauses(self.results.manifest)
        return laws.between if laws else set()

    @property
    def policies(self) -> list[str]:
        """The regimes a minister could choose: neither today nor its absence."""
        return [name for name in self.scenarios if name not in (TODAY, NOTHING)]

    def base(self, scenario: str) -> str:
        """What a lever that the scenario does not set is: `landscape`, as each partnership has it today, or `geen`, off; empty if unsaid.

        Under `geen` the scenario replaces what partnerships have; an option lies over today unless it says otherwise.
        """
        tree = self.results.manifest.get("scenarios", {}).get(scenario, {})
        bases = [(tree.get(key) or {}).get("base") for key in ("option", "regime")]
        return "geen" if bases[0] == "geen" else str(bases[1] or "")

    @property
    def ensemble(self) -> dict[str, Any]:
        """What the manifest says of the ensemble of countries that was run; empty where every replicate has the same parameters."""
        return self.results.manifest.get("ensemble") or {}

    @property
    def stopped(self) -> int | None:
        """How many replicates were asked for, where somebody stopped the run before they were all there; None otherwise."""
        return self.results.manifest.get("stopped")

    @cached_property
    def flips(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(scenario, home or failed) -> what `analysis.flips` found of that difference, as the ensemble brings it; empty where nobody looked."""
        said = self.ensemble.get("flips") or {}
        found = said.get("differences", ()) if said.get("against", TODAY) == TODAY else ()
        return {(one["scenario"], one["measure"]): one for one in found}

    @cached_property
    def cells(self) -> Frame:
        """Sums per group; of one province where a country is what is resampled (see `robust.whole`)."""
        return robust.whole(self._cells(), self.results.manifest)

    def _cells(self) -> Frame:
        if self.results.has("cells"):
            keys = ("scenario", "replicate", *CELL)
            return self.results.read("cells", [name for name in self.results.columns("cells") if name in keys or name.startswith(READ)])
        wanted = ("spells", "day_sets", "placements", "pupils", "areas")
        for table in wanted:
            if not self.results.has(table):
                raise AnalysisError(
                    f"{self.results.path}: no table 'cells' and no '{table}' to make it from; run again with keep=summary or more"
                )
        return pd.concat([cells(tables, meta) for _, _, tables, meta in self.results.runs(wanted)], ignore_index=True)

    @cached_property
    def areas(self) -> Frame:
        """Denominators, with provinces as `cells` has them."""
        return robust.whole(self.results.areas, self.results.manifest)

    @cached_property
    def units(self) -> Frame:
        """Sums per (scenario, replicate, province)."""
        for column in ("home_run", "cause_new_idle", "bound_place", "followed_1y"):
            if column not in self.cells:
                raise AnalysisError(f"{self.results.path}: table 'cells' lacks column '{column}'; results of another version?")
        frame = units(self.cells, self.areas)
        today = frame.loc[frame["scenario"] == TODAY, "home_run"].sum() if len(frame) else 0
        if not today > 0:
            raise AnalysisError(
                f"{self.results.path}: no child was at home in '{TODAY}' after the announcement; there is nothing to report on"
            )
        return frame

    @cached_property
    def window(self) -> tuple[str, float]:
        """(name, years) of the longest window of the primary measure that the run reaches."""
        for years in (10, 3, 1):
            if f"home_{years}y" in self.units:
                return f"{years}y", float(years)
        meta = self.results.meta
        return "run", (meta["end_day"] - meta["branch_day"]) / YEAR

    @property
    def years(self) -> float:
        meta = self.results.meta
        return (meta["end_day"] - meta["branch_day"]) / YEAR

    def compared(self, against: str) -> Frame:
        """scenario, measure, value, reference, difference, low, high: days per 1,000 pupils per year; shares of placements.

        measure: home (days at home a year over the longest window), out (at home or exempt), failed (of placements, in their first year).
        """
        name, years = self.window
        wanted = {f"days_home_{name}": ("home", 1 / years), f"days_out_{name}": ("out", 1 / years), "share_failed_1y": ("failed", 1.0)}
        placing = self.units.groupby("scenario")["followed_1y"].sum()
        def told(scenario: str) -> list[str]:
            return [key for key in wanted if "failed" not in key or (placing.get(scenario, 0) > 0 and placing.get(against, 0) > 0)]

        names = [*self.scenarios, *([self.twin] if self.twin else [])]
        parts = [paired(self.units, keys, against=against, scenarios=list(own), level=LEVEL) for keys, own in groupby(names, told)]
        found = pd.concat([part for part in parts if len(part)], ignore_index=True)
        scale = found["measure"].map({key: factor for key, (_, factor) in wanted.items()})
        for column in ("value", "reference", "difference", "low", "high", "mc_se"):
            found[column] = found[column] * scale
        return found.assign(measure=found["measure"].map({key: short for key, (short, _) in wanted.items()}))

    @cached_property
    def by_cause(self) -> Frame:
        """scenario, cause, days per 1,000 pupils per year of the run, of stays that began after the announcement."""
        sums = self.units.groupby("scenario", sort=False)[[f"cause_new_{cause}" for cause in CAUSES] + ["regular_pupils"]].sum()
        rows = [(name, cause, self._yearly(sums, name, f"cause_new_{cause}")) for name in self.scenarios for cause in CAUSES]
        return pd.DataFrame(rows, columns=["scenario", "cause", "days"])

    def _yearly(self, sums: Frame, name: str, column: str) -> float:
        return 1000 * float(sums.at[name, column]) / float(sums.at[name, "regular_pupils"]) / self.years

    @cached_property
    def by_blocker(self) -> Frame:
        """scenario, blockers, share of days at home after the announcement; legal terms and holidays left out of the sets."""
        columns = [f"bound_{kind}" for kind in CLASSES]
        sums = self.units.groupby("scenario", sort=False)[columns].sum().reindex(self.scenarios)
        shares = sums.div(sums.sum(axis=1).replace(0, np.nan), axis=0)
        merged = shares.rename(columns=lambda name: name.removeprefix("bound_"))
        merged["joint"] = merged["joint"] + merged.pop("calendar")
        long = merged.rename_axis("scenario").reset_index().melt("scenario", var_name="blockers", value_name="share").dropna()
        order = long["scenario"].map({name: place for place, name in enumerate(self.scenarios)})
        return long.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)

    @cached_property
    def place_over_power(self) -> Frame:
        """scenario, gap, gap_low, gap_high: percentage points more days that wait for a place alone than for power alone."""
        total = self.units[[f"bound_{kind}" for kind in CLASSES]].sum(axis=1).to_numpy(dtype=float)
        more = (self.units["bound_place"] - self.units["bound_power"]).to_numpy(dtype=float)
        rows = []
        for name in self.scenarios:
            own = (self.units["scenario"] == name).to_numpy()
            rows.append((name, *(100 * value for value in _ratio(more[own], total[own]))))
        return pd.DataFrame(rows, columns=["scenario", "gap", "gap_low", "gap_high"])

    @cached_property
    def by_obstacle(self) -> Frame:
        """dimension, group, ideal, share, low, high: Shapley shares of the ideals; empty where they were not run."""
        teams = ideals(self.results.manifest)
        columns = ["dimension", "group", "ideal", "share", "low", "high"]
        if not any(teams.values()):
            return pd.DataFrame(columns=columns)
        own = self.cells[self.cells["scenario"].isin(list(teams))]
        places = self.areas[self.areas["scenario"].isin(list(teams))]
        parts = [shares(units(own, places), teams).assign(dimension="all", group="all")]
        parts += [
            shares(units(own, places, by=(name,)), teams, by=(name,)).assign(dimension=name, group=lambda f, n=name: f[n])
            for name in ("care_need", "sector", "profile")
        ]
        return pd.concat(parts, ignore_index=True)[columns].dropna(subset=["share"])

    @cached_property
    def by_group_shown(self) -> Frame:
        """by_role, then by_group of care need, sector and the parents' position: what the report shows."""
        return pd.concat([part for part in (self.by_role, self.by_group(GROUPS[:3])) if len(part)], ignore_index=True)

    @cached_property
    def twin(self) -> str | None:
        """The A/A run of today: the same with one child more; None where it was not run."""
        return f"{TODAY}_aa" if f"{TODAY}_aa" in self.results.scenarios else None

    @cached_property
    def _roles(self) -> tuple[Frame, Frame]:
        names = [*self.policies, *([self.twin] if self.twin else [])]
        return by_role(self.results, names, TODAY, LEVEL)

    @cached_property
    def touched(self) -> Frame:
        """scenario, role, n, reference, mean_change, share_less, share_more: children at home in either run, per role; the A/A run last."""
        return self._roles[0].sort_values("scenario", key=self.place, kind="stable").reset_index(drop=True)

    @cached_property
    def by_role(self) -> Frame:
        """As by_group, of dimension `role`; empty where the children's own rows were not kept."""
        found = self._roles[1].rename(columns={"difference": "estimate"}).assign(reference=TODAY, dimension="role", churn=np.nan)
        if self.twin:
            churn = found[found["scenario"] == self.twin].set_index("group")[["estimate", "low", "high"]].abs().max(axis=1)
            found = found.assign(churn=found["group"].map(churn))
        found = found.sort_values("group", key=lambda groups: groups.map(ROLES.index), kind="stable")
        return found.loc[found["scenario"] != self.twin, SHOWN].sort_values("scenario", key=self.place, kind="stable")

    def place(self, names: pd.Series) -> pd.Series:
        """Where each scenario stands in a table or figure; the A/A run last."""
        return names.map({name: place for place, name in enumerate([*self.scenarios, self.twin])})

    def by_group(self, groups: Sequence[str] = GROUPS) -> Frame:
        """scenario, reference, dimension, group, value, estimate, low, high, churn: change in days per 1,000 pupils per year.

        Groups of one dimension add up to the change of all. churn is the largest change the A/A run shows in that group; NaN without one.
        """
        parts = []
        name, years = self.window
        twin = self.twin
        shown = [TODAY, *self.policies, *([twin] if twin else [])]
        columns = ["scenario", "replicate", "province", *groups, f"home_{name}"]
        own = self.cells.loc[self.cells["scenario"].isin(shown), columns]
        places = self.areas[self.areas["scenario"].isin(shown)]
        for dimension in groups:
            found = paired(units(own, places, by=(dimension,)), [f"days_home_{name}"], against=TODAY, by=(dimension,), level=LEVEL)
            parts.append(found.rename(columns={dimension: "group"}).assign(dimension=dimension))
        every = pd.concat(parts, ignore_index=True)
        for column in ("value", "difference", "low", "high"):
            every[column] = every[column] / years
        every = every.sort_values(["dimension", "group"], key=lambda column: column.map(_RANK).fillna(0), kind="stable")
        every["scenario"] = pd.Categorical(every["scenario"], [*self.policies, *([twin] if twin else [])], ordered=True)
        every = every.sort_values("scenario", kind="stable").astype({"scenario": str})
        churn = every[every["scenario"] == twin].set_index(["dimension", "group"])[["difference", "low", "high"]].abs().max(axis=1)
        keys = pd.MultiIndex.from_frame(every[["dimension", "group"]])
        every = every.assign(churn=churn.reindex(keys).to_numpy() if twin else np.nan, estimate=every["difference"], reference=TODAY)
        return every.loc[every["scenario"] != twin, SHOWN]

    @cached_property
    def failures(self) -> Frame:
        """scenario, kind, placing (all, free, imposed), n followed for a year, estimate, low, high: share that dropped out within that year.

        kind: `all`, then each lasting kind where the run counted by kind (results of an earlier version did not).
        """
        sums = self.units
        tails = {"all": "1y"} | {kind: kind for kind in LASTING if f"imposed_followed_{kind}" in sums}
        rows = []
        for name in self.scenarios:
            own = (sums["scenario"] == name).to_numpy()
            for kind, tail in tails.items():
                every, forced = (
                    sums.loc[own, [f"{which}failed_{tail}", f"{which}followed_{tail}"]].to_numpy(dtype=float).T for which in ("", "imposed_")
                )
                for placing, (part, whole) in (("all", every), ("free", every - forced), ("imposed", forced)):
                    rows.append((name, kind, placing, whole.sum(), *np.clip(_ratio(part, whole), 0, 1)))
        return pd.DataFrame(rows, columns=["scenario", "kind", "placing", "n", "estimate", "low", "high"])

    def share_failed(self, name: str) -> float:
        """Share of the placements of any scenario, followed for a year, that dropped out within it; NaN without one."""
        own = self.units[self.units["scenario"] == name]
        return float(own["failed_1y"].sum() / own["followed_1y"].sum()) if own["followed_1y"].sum() > 0 else float("nan")

    @cached_property
    def _risks(self) -> dict[str, Risk]:
        return curves.risks(self.results, self.areas, self.scenarios)

    @cached_property
    def survived(self) -> Frame:
        """scenario, week, estimate, low, high: share of stays not ended."""
        found = curves.survived(self._risks, LEVEL)
        if not len(found):
            raise AnalysisError(f"{self.results.path}: table 'counts' holds no stays to draw survival from")
        return found

    @cached_property
    def ended(self) -> Frame:
        """scenario, week, end, estimate: cumulative incidence of each end."""
        return curves.ended(self._risks)


def _ratio(part: np.ndarray, whole: np.ndarray) -> tuple[float, float, float]:
    """Estimate and interval of sum(part) / sum(whole) over resampled units; NaN without anything to divide by or a second unit."""
    if whole.sum() == 0:
        return (np.nan,) * 3
    estimate = part.sum() / whole.sum()
    if len(whole) < 2:
        return estimate, np.nan, np.nan
    weights = draws(len(whole), 1000)
    with np.errstate(all="ignore"):
        samples = (weights @ part) / (weights @ whole)
        low, high = interval(np.asarray(estimate), samples, len(whole), LEVEL)
    return float(estimate), float(low), float(high)
