"""Words of the tables in sim/MODEL.md that no code holds; a code without words is a KeyError, so a new one is not forgotten."""

GROUPS = {
    "population": "Who the children, their parents and the institutions are.",
    "behaviour": "How people and institutions act.",
    "capacity": "What is there: places, staff, slots.",
    "funding": "Money, in integer euros.",
    "ideal": "Diagnostic: one bottleneck taken away.",
}

CAUSES = {
    "unowned": "enrolled nowhere, nobody responsible",
    "idle": "the responsible board does nothing",
    "search": "the board searches, or the attendance officer arranges enrolment, and nothing more specific goes on",
    "consultation": "on the agenda of a table, or pausing after one that failed",
    "decision": "a holder of power has the case",
    "admissibility": "the file for a TLV is made up and decided on",
    "offer": "an offer is with the parents",
    "start_agreed": "accepted; the first day is still to come",
    "wait_special": "on the waitlist of a special school",
    "wait_arrangement": "an arrangement is planned and waits for what it needs",
    "dispute": "it is disputed who pays for youth care",
    "wait_care": "care must come first and has not begun",
    "in_care": "care must come first and is under way",
    "wait_choice": "the parents refused and wait for the school of their own choice",
    "refused": "the parents refused; committee, or report to the attendance officer",
}

BLOCKERS = {
    "nobody": "nobody is responsible",
    "idle": "the responsible board does not act",
    "unwilling": "a place that fits is free, at boards that will not take the child only",
    "no_place": "no place that fits is free",
    "money": "it is disputed who pays, or the partnership cannot pay an arrangement that is free",
    "care_slot": "care must come first and has not begun",
    "not_ready": "care must come first and is under way",
    "consent": "an offer is with the parents, or they refused and have not come back",
    "procedure": "a place is free and nothing else stands before it: a term, a round or an agreed start runs",
    "holiday": "schools are closed",
}

LAWS = {
    1: "Nobody is lost: one state a pupil, states sum to the population, entries less exits is the change.",
    2: "No place is used twice; occupancy stays within places, save over-capacity places that a lever allowed, each in `interventions`.",
    3: "Days add up: causes and blocker sets each sum to the stay.",
    4: "Same seed, same bits, whatever the processes, threads or order of runs; interpreted and compiled code agree.",
    5: "Same luck: an entity's draws are the same under every regime; levers that never bind give the tables of `geen` but for the label.",
    6: "Power without a place: an education power used when nothing is free ends as `no_place` and changes nothing.",
    7: "Education-only power never changes a care-first child's place in the care queue (feedback off, `behaviour.care_entry_once`).",
    8: "A paper mandate believed by nobody, void when invoked, equals absence.",
    9: "Parents who never consent are never placed under `parents.veto=kept`; force on a board is not consent.",
    10: "More places, with everything else held exogenous, lengthen no child's wait.",
    11: "One provider with Poisson arrivals and exponential stays is an M/M/c queue (Erlang); priorities match a queueing simulator.",
    12: "Reordering is zero-sum: the mean wait is unchanged, gains equal losses.",
    13: "Exempting or ageing out never improves the primary outcome that counts exempt days.",
}
