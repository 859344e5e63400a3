"""One invented child's way under two laws beside each other, and where they part."""

import json
import re
import shutil
import time
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined

from analysis.load import load
from experiments.delivery.finish import finish
from experiments.errors import InputError
from experiments.lab import recipe, whole
from experiments.lab.kept import answer_name
from experiments.lab.question import Question
from experiments.lab.words import LANGUAGES, Words, texts

FIRST = "first"
WEEK, YEAR = 7, 364
NUMBER = re.compile(r"\d+(?= days)|(?<=number )\d+")


@dataclass(frozen=True)
class Chosen:
    """pupil: its number; n: children whose days at home differ between the two laws; days: its own under each."""

    pupil: int
    n: int
    days: tuple[int, int]


def run(question: Question, talk: Any) -> None:
    """First the country under both laws, to choose a child; then again with the child's way told. InputError where nobody's days differ."""
    started = time.time()
    folder = Path(question.digest)
    plan, store = whole.begin(question, folder / FIRST)
    whole.country(plan, store, plan.chunks(range(1))[0])
    finish(plan, store, whole.tally(1), started)
    talk.say("country", 1, [], time.time() - started)
    chosen = choose(load(folder / FIRST), laws(question))
    shutil.rmtree(folder / FIRST)
    plan, store = whole.begin(question, folder, {"trace": [chosen.pupil]})
    whole.country(plan, store, plan.chunks(range(1))[0])
    finish(plan, store, whole.tally(1), started)
    for lang in LANGUAGES:
        (folder / answer_name(lang)).write_text(page(folder, question, chosen, lang), encoding="utf-8")


def laws(question: Question) -> tuple[str, str]:
    """The two that are beside each other: today and the one proposal, or the first two proposals."""
    own = recipe.names(question)
    return (own[0], own[1]) if len(own) > 1 else (recipe.TODAY, own[0])


def choose(results: Any, names: tuple[str, str]) -> Chosen:
    """The child in the middle of those whose days at home since the branch differ: neither the least nor the most telling."""
    first, last = (int(results.meta[key]) for key in ("branch_day", "end_day"))
    rows = results.read("spells", ["scenario", "pupil", "start_day", "end_day"], scenarios=list(names))
    ended = rows["end_day"].where(rows["end_day"] >= 0, last).fillna(last)
    rows = rows.assign(scenario=rows["scenario"].astype(str), days=(ended.clip(first, last) - rows["start_day"].clip(first, last)))
    days = rows.groupby(["pupil", "scenario"])["days"].sum().unstack(fill_value=0).reindex(columns=list(names), fill_value=0)
    apart = days[days[names[0]] != days[names[1]]]
    if not len(apart):
        raise InputError("in the first country no child's days at home differ between the two")
    order = (apart[names[0]] - apart[names[1]]).abs().sort_values(kind="stable").index
    pupil = order[len(order) // 2]
    return Chosen(int(pupil), len(apart), (int(apart.at[pupil, names[0]]), int(apart.at[pupil, names[1]])))


def page(folder: Path, question: Question, chosen: Chosen, lang: str) -> str:
    """The middle of the page: the way until it parts, then both."""
    words = Words(lang)
    branch = int(json.loads((folder / "manifest.json").read_text("utf-8"))["branch_day"])
    rows = pd.concat([pd.read_parquet(path) for path in sorted(folder.glob("trace*.parquet"))])
    ways = [_way(rows[rows["scenario"].astype(str) == name], branch, words) for name in laws(question)]
    same = next((k for k, (one, other) in enumerate(zip(*ways, strict=False)) if one != other), min(map(len, ways)))
    labels = {name: label[lang] for name, label in zip(recipe.names(question), recipe.labels(question), strict=True)}
    titles = [labels.get(name, words("child.today")) for name in laws(question)]
    return _template().render(words=words, chosen=chosen, titles=titles, same=ways[0][:same], parted=[way[same:] for way in ways])


def _way(rows: pd.DataFrame, branch: int, words: Words) -> list[tuple[str, str]]:
    """(when, what) of each thing that happened, rounds of search that find nothing told once."""
    found: list[tuple[str, str]] = []
    before = ""
    for row in rows.to_dict("records"):
        if not (row["verb"] == before == "round_fails"):
            found.append((_when(int(row["day"]) - branch, words), _what(str(row["verb"]), str(row["text"]), words)))
        before = str(row["verb"])
    return found


def _when(day: int, words: Words) -> str:
    year, week = divmod(day, YEAR)
    return words("child.when" if day >= 0 else "child.when_before", year=year + 1 if day >= 0 else -year, week=week // WEEK + 1)


def _what(verb: str, text: str, words: Words) -> str:
    """The model's own line in English; in Dutch the sentence of its verb, with the number that the line holds."""
    if words.lang == "en" or f"child.verb.{verb}" not in texts():
        return text
    number = NUMBER.search(text)
    return words(f"child.verb.{verb}").replace("[n]", number.group() if number else "")


@cache
def _template() -> Any:
    text = files("experiments.lab").joinpath("templates", "child.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(text)
