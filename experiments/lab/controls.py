"""Every lever as a control: its name, what kind of field it is, its bounds, and how a value is written in a form and an address.

Made from sim's declarations, so that a new lever appears by itself.
"""

from dataclasses import dataclass
from functools import cache

from experiments.lab.errors import QuestionError
from experiments.lab.words import Words, texts
from sim.law.levers import LEVERS, Lever, Value

BETWEEN = "-"  # between the words of a set, in an address
NOBODY = "nobody"  # the empty set, in an address
LONGEST = 200  # characters of a value


@dataclass(frozen=True)
class Control:
    """One lever on the page. kind: flag, whole, number, word or set."""

    lever: Lever

    @property
    def name(self) -> str:
        return self.lever.name

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def kind(self) -> str:
        off = self.lever.off
        if isinstance(off, bool):
            return "flag"
        return {int: "whole", float: "number", str: "word"}.get(type(off), "set")

    @property
    def is_percent(self) -> bool:
        """Shares are typed and read as percentages; addresses and files hold the share."""
        return self.kind == "number" and self.lever.unit.startswith("share")

    @property
    def step(self) -> str:
        return "1" if self.kind == "whole" or self.is_percent else "0.01"

    def typed(self, text: str) -> str:
        """What was typed into the field, as an address spells it; left as it is where it is no number."""
        text = text.strip().removesuffix("%").strip().replace(",", ".") if self.kind in ("whole", "number") else text
        if not self.is_percent:
            return text
        try:
            return f"{float(text) / 100:.10g}"
        except ValueError:
            return text

    def field(self, value: Value) -> str:
        """The value as it stands in its field."""
        return f"{100 * float(value):.8g}" if self.is_percent and isinstance(value, float | int) else self.write(value)

    def label(self, words: Words) -> str:
        """What the control is called: a few words."""
        own = getattr(self.lever, f"label_{words.lang}", "")
        if own:
            return str(own)
        return words(f"lever.{self.name}") if f"lever.{self.name}" in texts() else self.lever.meaning

    def choice(self, value: str, words: Words) -> str:
        """The word for one of its choices."""
        own = f"pick.{self.name}.{value}"
        return words(own) if own in texts() else words.name("choice", value)

    def read(self, text: str) -> Value:
        """The value that a form or an address spells. QuestionError, naming this control, for anything that the declaration doesn't hold."""
        if len(text) > LONGEST:
            raise QuestionError("error.too_long", self.name)
        if self.kind == "flag":
            return self._one_of(text, ("true", "false")) == "true"
        if self.kind in ("whole", "number"):
            return self._number(text)
        if self.kind == "word":
            return self._one_of(text, self.lever.choices)
        if text == NOBODY:
            return ()
        return tuple(sorted({self._one_of(word, self.lever.choices) for word in text.split(BETWEEN)}))

    def write(self, value: Value) -> str:
        """The same in reverse; one spelling per value."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return BETWEEN.join(sorted(value)) or NOBODY
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    def shown(self, value: Value, words: Words) -> str:
        """The value in words, with its unit."""
        if isinstance(value, bool):
            return words("yes" if value else "no")
        if isinstance(value, tuple):
            return ", ".join(self.choice(word, words) for word in value) or words("nobody")
        if isinstance(value, str):
            return self.choice(value, words)
        number = words.number(100 * value if self.is_percent else value)
        return f"{number}{'' if self.is_percent else ' '}{self.unit(words)}".rstrip()

    def unit(self, words: Words) -> str:
        """The unit of a number; empty where words say it."""
        return words.name("unit", self.lever.unit.replace(" ", "_")) if self.kind in ("whole", "number") else ""

    def _number(self, text: str) -> Value:
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError:
            raise QuestionError("error.no_number", self.name) from None
        if not self.lever.low <= value <= self.lever.high:  # NaN and infinities are refused here too
            raise QuestionError("error.between", self.name, low=self.field(self.lever.low), high=self.field(self.lever.high))
        if self.kind == "whole":
            if value != int(value):
                raise QuestionError("error.whole", self.name)
            return int(value)
        return value

    def _one_of(self, text: str, choices: tuple[str, ...]) -> str:
        if text not in choices:
            raise QuestionError("error.choice", self.name)
        return text


@cache
def controls() -> dict[str, Control]:
    """All controls by lever, in the order of the declarations."""
    return {name: Control(lever) for name, lever in LEVERS.items()}


@cache
def groups() -> tuple[str, ...]:
    """The parts that levers belong to, in order: consultation, authority, ..."""
    return tuple(dict.fromkeys(control.group for control in controls().values()))
