"""A question: up to four proposals laid beside today, in a region, over years, in a number of plausible countries.

It is wholly in its address, in one spelling: equal questions have equal addresses and equal digests.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from experiments.lab import places
from experiments.lab.controls import controls
from experiments.lab.errors import QuestionError
from experiments.lab.sources import sources_digest
from experiments.lab.starts import FIRST, Start, starts
from sim.law.levers import LEVERS, Value

ANCHORINGS = ("statutory", "voluntary")
YEARS = (3, 10)
COUNTRIES = (10, 20, 40)
FEWEST = 10  # countries below which nothing is answered
CLAUSES, CHILD = STUDIES = ("clauses", "child")
MOST = 4  # proposals beside each other
AS_TODAY = "today"
MOST_KEYS = 300
DIGEST = 20  # hexadecimal digits


@dataclass(frozen=True)
class Proposal:
    """changes: levers that differ from what the start has, in the order of the declarations; None: as it is today."""

    start: str = FIRST
    anchoring: str = ANCHORINGS[0]
    changes: tuple[tuple[str, Value | None], ...] = ()

    @property
    def begun(self) -> Start:
        return starts()[self.start]

    @property
    def levers(self) -> dict[str, Value]:
        """All that it sets, by lever, in the order of the declarations."""
        both = {**self.begun.levers, **dict(self.changes)}
        return {name: value for name in LEVERS if (value := both.get(name)) is not None}

    @property
    def is_named(self) -> bool:
        """Whether it is a shipped regime or option, as it stands."""
        return not self.changes and self.anchoring == ANCHORINGS[0]

    def value(self, lever: str) -> Value | None:
        """What it sets; None where the lever stays as each partnership has it today."""
        own = self.levers.get(lever)
        return LEVERS[lever].off if own is None and self.begun.base == "geen" else own

    def changed(self, values: Mapping[str, Value | None]) -> "Proposal":
        """The same start with these values; those that the start has anyway are no changes."""
        same = Proposal(self.start, self.anchoring)
        kept = [(name, values[name]) for name in LEVERS if name in values and values[name] != same.value(name)]
        return replace(self, changes=tuple(kept))


@dataclass(frozen=True)
class Question:
    """stopped: in how many countries it was run where it was stopped early; None where it wasn't.

    study: empty for the question itself; between its first proposal and the second, or today, `clauses` for which clause does the work, and
    `child` for one child's way.
    """

    proposals: tuple[Proposal, ...] = (Proposal(),)
    region: str = places.WHOLE
    years: int = YEARS[0]
    countries: int = COUNTRIES[0]
    stopped: int | None = None
    study: str = ""

    @property
    def run(self) -> int:
        """Countries that were or will be run."""
        if self.study == CHILD:
            return 1
        return self.countries if self.stopped is None else self.stopped

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Keys and values of the address."""
        found = [("region", self.region), ("years", str(self.years)), ("countries", str(self.countries))]
        found += [("stopped", str(self.stopped))] if self.stopped is not None else []
        found += [("study", self.study)] if self.study else []
        for number, proposal in enumerate(self.proposals, 1):
            tail = f"-{number}" if number > 1 else ""
            found += [(f"start{tail}", proposal.start), (f"anchoring{tail}", proposal.anchoring)]
            found += [(f"{name}{tail}", written(name, value)) for name, value in proposal.changes]
        return found

    @property
    def address(self) -> str:
        return urlencode(self.pairs)

    @property
    def digest(self) -> str:
        """Of the question and of all that answers it: code, configurations, plausible countries."""
        return hashlib.sha256(f"{sources_digest()} {self.address}".encode()).hexdigest()[:DIGEST]


def read(pairs: Sequence[tuple[str, str]]) -> Question:
    """The question of an address; what it leaves out is as in `Question()`. QuestionError for any other key or value."""
    given = dict(pairs)
    if len(given) != len(pairs):
        raise QuestionError("error.twice")
    number = max((int(key[-1]) for key in given if key[-2:-1] == "-" and key[-1].isdigit()), default=1)
    proposals = tuple(_proposal(given, f"-{one}" if one > 1 else "") for one in range(1, number + 1)) if number <= MOST else ()
    question = Question(
        proposals,
        _word(given.pop("region", places.WHOLE), "region", tuple(places.places())),
        _number(given.pop("years", str(YEARS[0])), "years", YEARS),
        _number(given.pop("countries", str(COUNTRIES[0])), "countries", COUNTRIES),
    )
    if "stopped" in given:
        question = replace(question, stopped=_number(given.pop("stopped"), "stopped", range(1, question.countries)))
    if "study" in given:
        question = replace(question, study=_word(given.pop("study"), "study", STUDIES), proposals=question.proposals[:2])
    if given or not proposals:
        raise QuestionError("error.key")
    return question


def read_address(address: str) -> Question:
    """The question of an address as text."""
    try:
        return read(parse_qsl(address, keep_blank_values=True, strict_parsing=bool(address), max_num_fields=MOST_KEYS))
    except ValueError as error:
        raise error if isinstance(error, QuestionError) else QuestionError("error.key") from error


def _proposal(given: dict[str, str], tail: str) -> Proposal:
    start = _word(given.pop(f"start{tail}", FIRST), "start", tuple(starts()))
    anchoring = _word(given.pop(f"anchoring{tail}", ANCHORINGS[0]), "anchoring", ANCHORINGS)
    values = {name: value_of(name, given.pop(f"{name}{tail}"), start) for name in LEVERS if f"{name}{tail}" in given}
    return Proposal(start, anchoring).changed(values)


def value_of(lever: str, text: str, start: str) -> Value | None:
    """What a form or an address spells for a lever; `today` only where the start lies over today."""
    if text == AS_TODAY and starts()[start].base != "geen":
        return None
    return controls()[lever].read(text)


def written(lever: str, value: Value | None) -> str:
    """The same in reverse."""
    return AS_TODAY if value is None else controls()[lever].write(value)


def _word(text: str, field: str, choices: Iterable[str]) -> str:
    if text not in choices:
        raise QuestionError("error.choice", field)
    return text


def _number(text: str, field: str, choices: Sequence[int]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) in choices):
        raise QuestionError("error.choice", field)
    return int(text)
