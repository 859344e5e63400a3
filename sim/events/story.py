"""The lines a trace can hold: numbered here, told in words by sim.results.tales. Order is the number."""

VERBS = (
    "enters crisis strained breaks unowned found case_opens idle_ends round_fails file_begins file_granted file_refused care_asked "
    "care_dispute care_queue care_begins care_ends residential plan_arrangement to_table table_fails table_agrees table_no_place "
    "decision_taken_up decision offer accepts refuses starts dropped arrangement_ends transition moves exempt exempt_ends leaves "
    "duty_due moved_up duty_met returns_regular temporary "
).split()
(
    T_ENTERS, T_CRISIS, T_STRAINED, T_BREAKS, T_UNOWNED, T_FOUND, T_CASE, T_IDLE_ENDS, T_ROUND_FAILS, T_FILE, T_FILE_GRANTED, T_FILE_REFUSED,
    T_CARE_ASKED, T_CARE_DISPUTE, T_CARE_QUEUE, T_CARE_BEGINS, T_CARE_ENDS, T_RESIDENTIAL, T_PLAN, T_TO_TABLE, T_TABLE_FAILS, T_TABLE_AGREES,
    T_TABLE_NO_PLACE, T_TAKEN_UP, T_DECISION, T_OFFER, T_ACCEPTS, T_REFUSES, T_STARTS, T_DROPPED, T_ARRANGEMENT_ENDS, T_TRANSITION, T_MOVES,
    T_EXEMPT, T_EXEMPT_ENDS, T_LEAVES, T_DUTY_DUE, T_MOVED_UP, T_DUTY_MET, T_RETURNS, T_TEMPORARY,
) = range(len(VERBS))  # fmt: skip
