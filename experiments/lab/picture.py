"""Countries as dots: one row a proposal, one dot a plausible country, right of the line where more days are spent at home."""

from collections.abc import Sequence
from html import escape
from typing import Any

from experiments.lab import recipe
from experiments.lab.question import Question
from experiments.lab.words import Words

WIDTH, LEFT, RIGHT, ROW, TOP = 720, 20, 20, 64, 16
Countries = Sequence[Sequence[dict[str, Any]]]


def dots(question: Question, countries: Countries, words: Words) -> str:
    """The figure as an SVG element. It takes its colours from the style sheet; what it shows stands in the table beside it."""
    names = recipe.names(question)
    values = [float(row["days"]) for country in countries for row in country]
    reach = _nice(max(1.0, *(abs(value) for value in values)))
    height = TOP + ROW * len(names) + 46

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value + reach) / (2 * reach)

    parts = [f'<svg class="dots" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(alt(question, countries, words))}">']
    base = TOP + ROW * len(names)
    for tick in (-reach, -reach / 2, 0.0, reach / 2, reach):
        kind = "zero" if tick == 0 else "tick"
        parts.append(f'<line class="{kind}" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP}" y2="{base}"/>')
        anchor = {-reach: "start", reach: "end"}.get(tick, "middle")
        parts.append(f'<text class="axis" x="{x(tick):.1f}" y="{base + 18}" text-anchor="{anchor}">{escape(signed(tick, words))}</text>')
    parts.append(f'<text class="axis" x="{x(0):.1f}" y="{base + 38}" text-anchor="middle">{escape(words("dots.axis"))}</text>')
    for place, label in enumerate(recipe.labels(question)):
        y = TOP + ROW * place
        parts.append(f'<text class="name" x="{LEFT}" y="{y + 16}">{escape(label[words.lang])}</text>')
        for number, country in enumerate(countries):
            value = float(country[place]["days"])
            latest = " latest" if number == len(countries) - 1 else ""
            parts.append(f'<circle class="dot{latest}" cx="{x(value):.1f}" cy="{y + 32 + 5 * (number % 5)}" r="5"/>')
    return "".join(parts) + "</svg>"


def alt(question: Question, countries: Countries, words: Words) -> str:
    """The figure in words: in how many countries each proposal has fewer days."""
    told = []
    for place, label in enumerate(recipe.labels(question)):
        fewer = sum(float(country[place]["days"]) < 0 for country in countries)
        told.append(words("dots.alt_one", label=label[words.lang], fewer=fewer, n=len(countries)))
    return words("dots.alt") + " " + "; ".join(told) + "."


def rows(question: Question, countries: Countries, words: Words) -> list[list[str]]:
    """The same as a table: country, then days and failures of each proposal."""
    return [
        [str(number), *(signed(float(row[key]), words, digits) for row in country for key, digits in (("days", 1), ("failed", 2)))]
        for number, country in enumerate(countries, 1)
    ]


def so_far(question: Question, together: Sequence[dict[str, Any]], words: Words) -> list[str]:
    """All countries so far as sentences; none before there are ten."""
    labels = {name: label[words.lang] for name, label in zip(recipe.names(question), recipe.labels(question), strict=True)}
    return [
        words(f"sofar.{row['measure']}", label=labels[row["scenario"]],
              **{key: signed(float(row[key]), words, 1) for key in ("estimate", "low", "high")})
        for row in together
    ]  # fmt: skip


def signed(value: float, words: Words, digits: int = 0) -> str:
    """A difference with its sign, a real minus."""
    if value != value:
        return "–"
    text = f"{abs(value):,.{digits}f}"
    text = text.translate(str.maketrans(",.", ".,")) if words.lang == "nl" else text
    is_nothing = float(f"{abs(value):.{digits}f}") == 0
    return text if is_nothing else ("−" if value < 0 else "+") + text


def _nice(value: float) -> float:
    """A round number at or above the value."""
    power = 10.0 ** (len(f"{value:.0f}") - 1)
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= value)
