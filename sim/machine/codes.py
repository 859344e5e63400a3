"""The values of a pupil's state and of everything that is counted by kind. Order is part of the tables' contract."""

# where a pupil is
WHERE = "regular strained partial home temporary special arrangement out_of_region exempt left not_yet".split()
REGULAR, STRAINED, PARTIAL, HOME, TEMPORARY, SPECIAL, ARRANGEMENT, OUT_OF_REGION, EXEMPT, LEFT, NOT_YET = range(len(WHERE))

# what is being done about a place
CASE = "none idle search consultation decision offer start_agreed".split()
NO_CASE, IDLE, SEARCH, CONSULTATION, DECISION, OFFER, START_AGREED = range(len(CASE))

# the way into special education
QUEUE = "none file waiting".split()
NO_QUEUE, FILING, WAITING = range(len(QUEUE))

# youth care
CARE = "none dispute waiting in_treatment done".split()
NO_CARE, DISPUTED, CARE_WAITING, IN_TREATMENT, CARE_DONE = range(len(CARE))

# who is responsible
OWNER = "none board officer".split()
NOBODY, BY_BOARD, BY_OFFICER = range(len(OWNER))

# the parents, after an offer
STANCE = "open own_choice refused".split()
OPEN, OWN_CHOICE, REFUSED = range(len(STANCE))

# an agreed plan that waits for resources
PLAN = "none arrangement".split()
NO_PLAN, PLAN_ARRANGEMENT = range(len(PLAN))

CARE_NEED = "none concurrent first".split()
NEEDS_NONE, CONCURRENT, CARE_FIRST = range(len(CARE_NEED))

PROFILE = "learning work_attitude externalising internalising gifted physical".split()
LEARNING, WORK_ATTITUDE, EXTERNALISING, INTERNALISING, GIFTED, PHYSICAL = range(len(PROFILE))

# what a pupil whose place strains needs next
TARGET_NAMES = "regular special arrangement".split()
TARGET_REGULAR, TARGET_SPECIAL, TARGET_ARRANGEMENT = range(len(TARGET_NAMES))

SECTOR = ("po", "vo")
PO, VO = 0, 1

SCHOOL_PROFILE = "sbo cluster3 cluster4".split()
SBO, CLUSTER3, CLUSTER4 = range(len(SCHOOL_PROFILE))

# how a pupil came into the model
ARRIVAL = "regular special newcomer".split()
ARRIVES_REGULAR, ARRIVES_SPECIAL, ARRIVES_NEWCOMER = range(len(ARRIVAL))

# kinds of placement
KIND = "regular special arrangement out_of_region temporary".split()
K_REGULAR, K_SPECIAL, K_ARRANGEMENT, K_OUT, K_TEMPORARY = range(len(KIND))

PLACE_END = "open dropped_out completed transition moved aged_out left returned".split()
E_OPEN, E_DROPPED, E_COMPLETED, E_TRANSITION, E_MOVED, E_AGED, E_LEFT, E_RETURNED = range(len(PLACE_END))

SPELL_END = (
    "open placed_regular placed_special placed_arrangement placed_out_of_region placed_temporary exempt aged_out left".split()
)
S_OPEN, S_REGULAR, S_SPECIAL, S_ARRANGEMENT, S_OUT, S_TEMPORARY, S_EXEMPT, S_AGED, S_LEFT = range(len(SPELL_END))

EXEMPT_END = "open returned left".split()
X_OPEN, X_RETURNED, X_LEFT = range(len(EXEMPT_END))

# why a day is spent at home: what was going on
CAUSE = (
    "unowned idle search consultation decision admissibility offer start_agreed wait_special wait_arrangement dispute wait_care in_care "
    "wait_choice refused"
).split()
(
    C_UNOWNED, C_IDLE, C_SEARCH, C_CONSULTATION, C_DECISION, C_ADMISSIBILITY, C_OFFER, C_START, C_WAIT_SPECIAL, C_WAIT_ARRANGEMENT, C_DISPUTE,
    C_WAIT_CARE, C_IN_CARE, C_WAIT_CHOICE, C_REFUSED,
) = range(len(CAUSE))  # fmt: skip

# what would have to change for school to start today
BLOCKER = "nobody idle unwilling no_place money care_slot not_ready consent procedure holiday".split()
B_NOBODY, B_IDLE, B_UNWILLING, B_NO_PLACE, B_MONEY, B_CARE_SLOT, B_NOT_READY, B_CONSENT, B_PROCEDURE, B_HOLIDAY = (
    1 << bit for bit in range(len(BLOCKER))
)

REGISTER = "lrv av authorised".split()
R_LRV, R_AV, R_AUTHORISED = range(len(REGISTER))

# interventions
ACT = "round authority duty queue_move over_capacity care".split()
A_ROUND, A_AUTHORITY, A_DUTY, A_QUEUE_MOVE, A_OVER, A_CARE = range(len(ACT))
OUTCOME = "offer plan no_place no_agreement no_mandate void refused_by_board moved settled bought wait misfit".split()
(
    O_OFFER, O_PLAN, O_NO_PLACE, O_NO_AGREEMENT, O_NO_MANDATE, O_VOID, O_DEFIED, O_MOVED, O_SETTLED, O_BOUGHT, O_WAIT, O_MISFIT,
) = range(len(OUTCOME))  # fmt: skip
INVOKER = (
    "none regular_school special_school parents attendance_officer pupil municipality care_provider partnership statute".split()
)
(
    I_NONE, I_REGULAR, I_SPECIAL, I_PARENTS, I_OFFICER, I_PUPIL, I_MUNICIPALITY, I_CARE, I_PARTNERSHIP, I_STATUTE,
) = range(len(INVOKER))  # fmt: skip
HOLDER = "none director board_of_partnership committee municipality pact_broker joint".split()
H_NONE, H_DIRECTOR, H_BOARD, H_COMMITTEE, H_MUNICIPALITY, H_BROKER, H_JOINT = range(len(HOLDER))
DOMAIN = "none education care separate joint".split()
D_NONE, D_EDUCATION, D_CARE, D_SEPARATE, D_JOINT = range(len(DOMAIN))

# waitlists: which link column of a pupil
Q_SPECIAL, Q_CARE, Q_AGENDA, Q_ARRANGEMENT = range(4)
DISCIPLINE = "first_come longest_at_home severity".split()
FIRST_COME, LONGEST_AT_HOME, BY_SEVERITY = range(len(DISCIPLINE))

BOUGHT = -2
"""A slot bought at provider v is numbered BOUGHT - v: beside those the provider has."""
RESIDENTIAL = -2
"""A temporary place in residential care of provider v is numbered RESIDENTIAL - v, apart from boards."""

NEVER = 2**30
"""A clock that does not run."""
