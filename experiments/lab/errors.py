"""What the lab refuses, in the reader's language."""

from experiments.lab.words import Words
from sim.errors import PlekError


class Refusal(PlekError):
    """key: its sentence in `words.toml`; control: the name of the field it is about, empty where it is about none."""

    def __init__(self, key: str, control: str = "", **values: object) -> None:
        super().__init__(Words("en")(key, **values))
        self.key = key
        self.control = control
        self.values = values

    def said(self, words: Words) -> str:
        """The sentence in the reader's language."""
        return words(self.key, **self.values)


class QuestionError(Refusal, ValueError):
    """An address or form that is no question."""


class FullError(Refusal, RuntimeError):
    """No room: the queue is full, or the disk."""
