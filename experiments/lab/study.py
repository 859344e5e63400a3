"""Studies beside a question: which clause does the work between two laws, and one child's way under both; how many laws each runs."""

from dataclasses import replace

from experiments.lab.question import CHILD, CLAUSES, Proposal, Question
from experiments.plan.clause import Law, differing

ALL_UP_TO = 8  # clauses whose combinations are all run; of more, those that sampled orders pass through
ORDERS = 12
TODAY = Law("landscape", {})


def clauses(question: Question) -> Question:
    """The study of this question: its first proposal beside the second, or beside today where there is one."""
    return replace(question, study=CLAUSES, proposals=question.proposals[:2])


def child(question: Question) -> Question:
    """One child's way under the same two."""
    return replace(question, study=CHILD, proposals=question.proposals[:2])


def number(question: Question) -> int:
    """Clauses in which the two laws differ."""
    laws = [*map(law, question.proposals[:2]), TODAY]
    return len(differing(laws[0], laws[1]))


def branches(question: Question) -> int:
    """Laws that are run, today and the A/A run included; at most, for mixtures that say the same are run once."""
    n = number(question)
    if question.study == CHILD:
        return 2 * len(question.proposals) + 2  # run twice: to choose a child, and to tell its way
    return 2 + (2**n if n <= ALL_UP_TO else 2 * ORDERS * n)


def is_possible(question: Question) -> bool:
    """Whether there is anything to tell apart, and both have the same legal force."""
    return number(question) > 1 and len({proposal.anchoring for proposal in question.proposals[:2]}) == 1


def law(proposal: Proposal) -> Law:
    """The proposal as plek's plan mixes laws."""
    return Law(proposal.begun.base, {name: list(value) if isinstance(value, tuple) else value for name, value in proposal.levers.items()})
