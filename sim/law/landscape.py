"""Who has which regime today, and what a law makes of it: levers compiled per partnership.

Today's landscape is drawn over the partnerships to the survey's counts (evidence ids beside the numbers). A regime sets levers over a base;
anchoring fixes its legal force and ownership.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.law.levers import AT_TERM, LEVERS
from sim.machine import chance
from sim.machine.codes import DOMAIN, HOLDER, INVOKER, SECTOR
from sim.machine.state import LEVER, Table

if TYPE_CHECKING:
    from sim.scenario import Scenario

LABELS = ["geen", "kracht", "macht", "beide"]
INVOKE_SHARES = {1: 0.90, 2: 0.90, 3: 0.76, 4: 0.57, 5: 0.48, 6: 0.38, 7: 0.29}
"""Table 3.3 (invoke_*_share), taken as independent: assumed."""
HOLDERS = ((28, "director"), (2, "committee"), (7, "split"), (1, "pact_broker"))
"""Of 38 (drv_holder_director_or_board_count and others)."""


def off() -> npt.NDArray[Any]:
    """The levers of `geen`: everything off but ordinary ad hoc tables."""
    row = np.zeros((), LEVER)
    row["structure"] = 1
    row["table_capacity"] = 1.0
    row["decision_days"] = -1
    row["after_rounds"] = 1
    row["bound_from"] = row["coming_from"] = 2**30
    row["place_compliance"] = LEVERS["duty.placement.compliance"].off
    row["puzzle_compliance"] = LEVERS["duty.puzzle.compliance"].off
    row["puzzle_at_term"] = WORDS["duty.puzzle.at_term_without_place"][1][str(LEVERS["duty.puzzle.at_term_without_place"].off)]
    return row


def exact_choice(u: npt.NDArray[np.float64], shares: list[float]) -> npt.NDArray[np.int64]:
    """Category per partnership so that counts match the shares (largest remainders); who gets which goes by the draw's rank."""
    n = u.size
    rest = [1.0 - sum(shares)]
    exact = np.array([*shares, *rest]) * n
    counts = np.floor(exact + 1e-9).astype(int)
    for k in np.argsort(-(exact - counts), kind="stable")[: n - counts.sum()]:
        counts[k] += 1
    out = np.empty(n, np.int64)
    out[np.argsort(u, kind="stable")] = np.repeat(np.arange(counts.size), counts)
    return out


def draw_landscape(scenario: "Scenario", replicate: int, parts: Table) -> Table:
    """Today's levers of all given partnerships. Counts are matched over all partnerships of the country, whichever of them the region holds."""
    from sim.country.imposed import numbers_of
    from sim.country.regions import country_of, ledger

    land = scenario["landscape"]
    behaviour = scenario.group("behaviour")
    whole = ledger(country_of(scenario["region"]))
    ids = whole["number"] * 10 + whole["sector"]
    key = chance.keys(scenario.seed, replicate, chance.PARTNERSHIP, ids)
    u = [chance.draws(key, chance.LANDSCAPE, k) for k in range(24)]
    ordered = np.sort(whole["regular_pupils"])
    ranks = sum(np.searchsorted(ordered, whole["regular_pupils"], side) for side in ("left", "right"))
    size = (ranks + 1) / 2 / whole.size  # ties share their mean rank
    # selection: large partnerships have power more often when the parameter is above 0
    label = exact_choice(np.clip(u[0] - land["selection"] * (size - 0.5), 0, 1), [land["macht"], land["both"], land["kracht"]])
    holds = label <= 1
    stands = (label == 1) | (label == 2)
    real = _among(holds, u[1], land["real"])
    relabelled = _among(holds, u[2], land["relabelled"])
    open_ = _among(holds, u[3], land["open"])
    frames = _among(holds & open_, u[4], land["frames"])
    holder = _holders(holds, u[5])
    bound = exact_choice(u[6], [land["bound_all"], land["bound_part"]])
    levers = np.zeros(len(parts), LEVER)
    levers[:] = off()
    where = {int(i): x for x, i in enumerate(ids)}
    for x, part in enumerate(parts["id"]):
        k = where[int(part)]
        row = levers[x]
        row["label"] = 2 if label[k] == 0 else 3 if label[k] == 1 else 1 if label[k] == 2 else 0
        row["agreement"] = 2 if bound[k] == 0 else 1 if bound[k] == 1 else 0
        row["bound_from"] = -1 if row["agreement"] else 2**30
        row["owned"] = 1.0
        row["obey"] = behaviour["obey_voluntary"]
        if stands[k] or relabelled[k]:
            row["structure"] = 2
        if holds[k] and not relabelled[k]:
            _give_power(row, holder[k], bool(real[k]), bool(open_[k]), bool(frames[k]), [u[8 + b][k] for b in range(8)])
        row["decision_days"] = usual_days(int(row["holder_edu"]), int(row["holder_care"]), behaviour)
    own = numbers_of(scenario["region"])
    for x, part in enumerate(parts):
        if own is None:
            break
        code = f"{'VO' if part['sector'] else 'PO'}{part['id'] // 10}"
        _known(levers[x], {name: own.of("partnerships", name).get(code) for name in ("holder", "mandate", "agreement")}, behaviour)
    return levers


def _known(row: Any, given: Mapping[str, float | None], behaviour: dict[str, Any]) -> None:
    """What a partnership says of itself in the place of what was drawn. A holder that it was not drawn to have gets a real power that every other
    party may invoke (assumed)."""
    agreement, holder, mandate = given["agreement"], given["holder"], given["mandate"]
    if agreement is not None and int(row["agreement"]) != int(agreement):
        row["agreement"] = int(agreement)
        row["bound_from"] = -1 if agreement else 2**30
    if holder is not None and int(row["holder_edu"]) != int(holder):
        if holder:
            _give_power(row, HOLDER[int(holder)], True, True, False, [0.5] * 8)
        else:
            for name in ("holder_edu", "holder_care", "mandate", "domain", "invokers", "settle", "issue", "frames"):
                row[name] = 0
        row["decision_days"] = usual_days(int(row["holder_edu"]), int(row["holder_care"]), behaviour)
    if mandate is not None and (row["holder_edu"] or row["holder_care"]):
        row["mandate"] = 1 + int(mandate)


def _among(mask: npt.NDArray[np.bool_], u: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.bool_]:
    """A share of those in the mask, matched exactly by the rank of the draw."""
    out = np.zeros(mask.size, bool)
    found = np.flatnonzero(mask)
    out[found] = exact_choice(u[found], [share]) == 0
    return out


def _holders(holds: npt.NDArray[np.bool_], u: npt.NDArray[np.float64]) -> list[str]:
    out = ["none"] * holds.size
    found = np.flatnonzero(holds)
    if found.size:
        chosen = exact_choice(u[found], [n / 38 for n, _ in HOLDERS[:-1]])
        for k, c in zip(found, chosen, strict=True):
            out[k] = HOLDERS[c][1]
    return out


def _give_power(row: Any, holder: str, real: bool, is_open: bool, frames: bool, u: list[float]) -> None:
    row["mandate"] = 2 if real else 1
    row["frames"] = frames
    row["domain"] = DOMAIN.index("education")
    if holder == "split":  # by case: the director over education, a municipality over care, apart
        row["holder_edu"], row["holder_care"] = HOLDER.index("director"), HOLDER.index("municipality")
        row["domain"] = DOMAIN.index("separate")
        row["settle"] = row["issue"] = 1
    elif holder == "pact_broker":
        row["holder_edu"] = row["holder_care"] = HOLDER.index("pact_broker")
        row["domain"] = DOMAIN.index("joint")
        row["settle"] = row["issue"] = 1
    else:
        row["holder_edu"] = HOLDER.index(holder)
    if is_open:
        row["invokers"] = sum(1 << who for who, share in INVOKE_SHARES.items() if u[who - 1] < share)


def compile_levers(scenario: "Scenario", today: Table, parts: Table, replicate: int, label: int) -> Table:
    """The levers of each partnership under the branch's regime: those it sets, over its base."""
    given = scenario.levers
    base = scenario.base
    out = today.copy()
    if base == "geen":
        out[:] = off()
        out["decision_days"] = today["decision_days"]
    if not given and base == "landscape":
        return out
    unset = out.copy()
    behaviour = scenario.group("behaviour")
    statutory = scenario["anchoring"] == "statutory"
    governs = any(not name.startswith(("supply.", "parents.", "law.")) for name in given)
    if base == "geen" or governs:
        out["label"] = label
    out["imposed_law"] = statutory and governs
    if base == "geen" or any(name.startswith(("authority.", "duty.")) for name in given):
        out["owned"] = 0.0 if statutory else 1.0
        out["obey"] = behaviour["obey_statutory"] if statutory else behaviour["obey_voluntary"]
    u = chance.draws(parts["key"], chance.LANDSCAPE, 30)
    for name, value in given.items():
        _set(out, name, value, u, scenario)
    if any(name.startswith("authority.holder.") for name in given):
        # a statute makes mandates real; what is agreed stays on paper as often as today (M11, M12)
        real = given.get("authority.mandate", 1.0 if statutory else scenario["landscape"]["real"])
        out["mandate"] = np.where((out["holder_edu"] > 0) | (out["holder_care"] > 0), np.where(u < real, 2, 1), 0)
        if given.get("authority.decision_weeks", -1) < 0:
            for row in out:
                row["decision_days"] = usual_days(int(row["holder_edu"]), int(row["holder_care"]), behaviour)
    out["by_statute"] = statutory and any(name.startswith(("care.", "authority.holder.care", "authority.domain")) for name in given)
    if given.get("scope.sectors") in SECTOR:
        elsewhere = parts["sector"] != SECTOR.index(given["scope.sectors"])
        out[elsewhere] = unset[elsewhere]
    return out


def usual_days(education: int, care: int, behaviour: dict[str, Any]) -> int:
    """Days a holder takes where the regime sets no term; a committee has to meet (M13)."""
    meets = HOLDER.index("committee") in (education, care)
    return int(7 * (behaviour["decision_weeks"] + (behaviour["committee_weeks"] if meets else 0)))


SIMPLE = {
    "consultation.stays_until_solved": "stays", "consultation.term_weeks": "term_weeks", "consultation.capacity": "table_capacity",
    "authority.invocation.after_weeks": "after_weeks", "authority.invocation.after_failed_rounds": "after_rounds",
    "authority.invocation.frames": "frames", "authority.can_exceed_capacity": "exceed", "duty.placement.term_weeks": "place_weeks",
    "duty.placement.compliance": "place_compliance", "duty.placement.sanction": "place_sanction", "duty.placement.inside_region": "island",
    "duty.puzzle.term_weeks": "puzzle_weeks", "duty.puzzle.compliance": "puzzle_compliance", "duty.puzzle.sanction": "puzzle_sanction",
    "duty.weighing_framework": "weighing", "care.place_term_days": "care_days", "detection.trigger_days": "trigger_days",
    "detection.interval_weeks": "interval", "enforcement.zorgplicht": "inspected", "parents.mediation": "mediation",
    "parents.support": "parent_support", "supply.special_places": "more_special", "supply.arrangement_hours": "more_arrangements",
    "supply.care_slots": "more_care", "supply.regular_room": "more_room", "supply.response": "response",
    "supply.special_guarantee": "guarantee",
}  # fmt: skip
WORDS: dict[str, tuple[str, dict[str, int]]] = {
    "consultation.structure": ("structure", {"none": 0, "ad_hoc": 1, "standing": 2}),
    "authority.holder.education": ("holder_edu", {h: k for k, h in enumerate(HOLDER)}),
    "authority.holder.care": ("holder_care", {h: k for k, h in enumerate(HOLDER)}),
    "authority.domain": ("domain", {d: k for k, d in enumerate(DOMAIN)}),
    "duty.placement.at_term_without_place": ("place_at_term", {"none": 0} | {w: k + 1 for k, w in enumerate(AT_TERM)}),
    "duty.puzzle.at_term_without_place": ("puzzle_at_term", {w: k + 1 for k, w in enumerate(AT_TERM)}),
    "care.grey_area_funding": ("fifty", {"dispute": 0, "fifty_fifty": 1}),
    "parents.veto": ("veto_limited", {"kept": 0, "limited": 1}),
    "scope.sectors": ("joint_scope", {"apart": 0, "joint": 1, "po": 0, "vo": 0}),
    "funding.referral": ("referrer_pays", {"solidarity": 0, "referrer_pays": 1}),
}
SETS = {
    "consultation.parties": {"boards": "sit_boards", "special_schools": "sit_special", "municipality": "sit_muni", "youth_care": "sit_care"},
    "authority.care_reach": {"settle": "settle", "decision": "issue", "priority": "priority", "buy_slot": "buy"},
}


def _set(out: Table, name: str, value: Any, u: npt.NDArray[np.float64], scenario: "Scenario") -> None:
    """One lever, for every partnership."""
    if name in SIMPLE:
        out[SIMPLE[name]] = value
    elif name in WORDS:
        column, numbers = WORDS[name]
        out[column] = numbers[value]
    elif name in SETS:
        for word, column in SETS[name].items():
            out[column] = word in value
    elif name == "authority.mandate":
        out["mandate"] = np.where(out["holder_edu"] + out["holder_care"] > 0, np.where(u < value, 2, 1), 0)
    elif name == "authority.invokers":
        out["invokers"] = sum(1 << INVOKER.index(word) for word in value)
    elif name == "authority.decision_weeks":
        if value >= 0:
            out["decision_days"] = 7 * value
    elif name == "authority.can_reorder_queue":
        out["reorder_special"] = value in ("special", "both")
        out["reorder_care"] = value in ("care", "both")
    elif name == "agreements.municipal":
        out["agreement"] = {"none": 0, "part": 1, "all": 2}[value]
    elif name not in ("agreements.term_months", "law.announced", "law.in_force", "law.phase"):
        raise NotImplementedError(name)


def law_days(scenario: "Scenario", parts: Table, branch_day: int) -> npt.NDArray[np.int32]:
    """Day on which each partnership gets the branch's levers: in force, phased in by lot over the partnerships."""
    given = scenario.levers
    month = 364 / 12
    first = branch_day + round(given.get("law.in_force", 0) * month)
    phase = given.get("law.phase", 0) * month
    u = chance.draws(parts["key"], chance.LANDSCAPE, 31)
    return np.asarray((first + u * phase).astype(np.int32))


