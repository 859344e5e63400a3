"""The trace: a child's way told in words, from the lines the kernel wrote."""

import numpy as np
import pandas as pd

from sim.events.story import VERBS
from sim.machine.codes import CASE, HOLDER, INVOKER, KIND, TARGET_NAMES, WHERE
from sim.machine.state import State
from sim.results.tables import Columns

KIND_WORDS = ("a regular place", "a special-school place", "an arrangement of education and care", "a place out of the region", "a temporary place")
SENTENCES = {
    "enters": "comes into the model",
    "crisis": "the place cannot go on as it is: needs {target} next",
    "strained": "still attends, {where}, while a place is sought",
    "breaks": "the strained place breaks",
    "unowned": "is enrolled nowhere",
    "found": "is found by the attendance officer, who arranges enrolment ({a} days)",
    "case_opens": "the case is open: the board {acts}",
    "idle_ends": "the board starts to act{monitored}",
    "round_fails": "search round {a} finds nothing",
    "file_begins": "a file for a TLV is made up (decision in {a} days)",
    "file_granted": "the TLV is granted: number {b} on the waitlist of a special school",
    "file_refused": "the TLV is refused",
    "care_asked": "youth care is asked for; the municipality decides in {a} days",
    "care_dispute": "it is disputed who pays ({a} days)",
    "care_queue": "number {a} on the waitlist of a youth-care provider",
    "care_begins": "treatment begins ({b} days)",
    "care_ends": "treatment ends",
    "residential": "treatment with a stay: a place outside the area's queues",
    "plan_arrangement": "an arrangement is planned: number {a} in its list",
    "to_table": "the case goes to a consultation: number {a} on the agenda",
    "table_fails": "the consultation fails: {why}{draw}",
    "table_agrees": "the parties agree{draw}",
    "table_no_place": "but no place is free: a plan, not a place",
    "decision_taken_up": "{invoker} the holder takes the case up (decision in {b} days)",
    "decision": "{holder} decides{paper}",
    "offer": "{kind} is offered (fit {x:.2f})",
    "accepts": "the parents accept {kind}: starts in {b} days",
    "refuses": "the parents refuse {kind}{draw}",
    "starts": "first day of {kind} (fit {x:.2f})",
    "dropped": "{kind} has failed",
    "arrangement_ends": "the arrangement ends: back in a regular place",
    "transition": "goes from primary to secondary",
    "moves": "the family moves",
    "exempt": "is exempted from compulsory schooling (5a)",
    "exempt_ends": "the exemption ends",
    "leaves": "leaves: the end of school age",
    "duty_due": "the term of a {duty} runs out",
    "moved_up": "is moved up past {a} other children",
    "duty_met": "the {duty} is met",
    "returns_regular": "returns from special to regular school",
    "temporary": "a temporary place at a board",
}
DUTIES = ("duty", "power", "placement duty", "puzzle duty")


def tell_tales(plain: State) -> Columns:
    """Rows `pupil, day, where, case, verb, text`, in the order in which things happened."""
    rows = plain.trace[: int(plain.world[0]["n_trace"])]
    verbs = [VERBS[int(v)] for v in rows["verb"]]
    text = [sentence(verb, row) for verb, row in zip(verbs, rows, strict=True)]
    return {
        "pupil": rows["pupil"].astype(np.int64), "day": rows["day"], "where": pd.Categorical([WHERE[w] for w in rows["where"]], WHERE),
        "case": pd.Categorical([CASE[c] for c in rows["case"]], CASE), "verb": pd.Categorical(verbs, list(VERBS)),
        "text": pd.array(text, dtype="str"),
    }  # fmt: skip


def sentence(verb: str, row: np.void) -> str:
    """One line in words."""
    a, b, x = int(row["a"]), int(row["b"]), float(row["x"])
    return SENTENCES[verb].format(
        a=a, b=b, x=x, target=("another regular place", "special education", "an arrangement")[a % len(TARGET_NAMES)] if verb == "crisis" else "",
        where=WHERE[a % len(WHERE)] if verb == "strained" else "", acts="stays idle" if a == 1 else "searches",
        monitored=", pressed by the trigger" if a else "",
        why="no mandate to commit" if a else "no agreement or not all there", draw=f" (draw {x:.3f})" if x >= 0 else "",
        invoker=f"invoked by {INVOKER[a].replace('_', ' ')}," if verb == "decision_taken_up" and a else "unasked,",
        holder=HOLDER[a].replace("_", " ") if verb == "decision" else "", paper=": the mandate is paper" if verb == "decision" and b < 2 else "",
        kind=KIND_WORDS[a % len(KIND)] if verb in ("offer", "accepts", "refuses", "starts", "dropped") else "",
        duty=DUTIES[a % len(DUTIES)] if verb in ("duty_due", "duty_met") else "",
    )  # fmt: skip
