"""How long a question will take, said before one presses: measured on this machine, per pupil, year and branch."""

import json
from pathlib import Path

from experiments.lab import study
from experiments.lab.places import places
from experiments.lab.question import Question

FILE = "durations.json"
BURN_IN = 6  # years
BESIDE = 2  # branches beside the proposals: today, and today with one child more
FIRST = 7.5e-7  # seconds per pupil, year and branch where nothing was measured here
REPORT = 6.0  # seconds for figures and report
REMEMBERED = 20


class Durations:
    """Seconds per unit of work, as measured in the last runs here."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        try:
            self._rates = [float(rate) for rate in json.loads(self._file.read_text("utf-8"))][-REMEMBERED:]
        except (OSError, ValueError, TypeError):
            self._rates = []

    @property
    def rate(self) -> float:
        """The middle of what was measured."""
        return sorted(self._rates)[len(self._rates) // 2] if self._rates else FIRST

    def country(self, question: Question) -> float:
        """Seconds for one plausible country."""
        return self.rate * work(question)

    def whole(self, question: Question) -> float:
        """Seconds from press to report."""
        return self.country(question) * countries(question) + REPORT

    def measured(self, question: Question, seconds: float) -> None:
        """Remember what one country took; a folder that can't be written costs the memory only."""
        self._rates = [*self._rates, seconds / work(question)][-REMEMBERED:]
        try:
            self._file.write_text(json.dumps(self._rates), encoding="utf-8")
        except OSError:
            return


def countries(question: Question) -> int:
    """How many are to be run."""
    return question.run if question.study else question.countries


def work(question: Question) -> float:
    """Pupils times simulated years over all branches of one country."""
    branches = study.branches(question) if question.study else len(question.proposals) + BESIDE
    return places()[question.region].pupils * (BURN_IN + question.years * branches)
