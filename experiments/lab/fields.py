"""The fields of the page: each control with what it shows now, what it may be, and what is wrong or changed about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.lab import check, cited, recipe
from experiments.lab.controls import Control, controls, groups
from experiments.lab.form import TODAY_BOX, Form
from experiments.lab.question import AS_TODAY, Proposal
from experiments.lab.words import Words

Fields = list[dict[str, Any]]


@dataclass(frozen=True)
class Board:
    """Everything beside the controls that changes as one moves them: notes and marks by control, and how many changed by group."""

    notes: Mapping[str, str]
    changed: Mapping[str, str]
    counts: Mapping[str, int]


def board(form: Form, words: Words) -> Board:
    """Notes (what can't be read, and the first contradiction) and marks of a form."""
    notes = dict(form.wrong)
    found = check.contradiction(form.proposal, words)
    if found is not None:
        notes.setdefault(*found)
    start = Proposal(form.proposal.start, form.proposal.anchoring)
    changed = {name: words("changed_from", before=recipe.said(name, start.value(name), words)) for name, _ in form.proposal.changes}
    counts = dict.fromkeys(groups(), 0)
    for name in changed:
        counts[controls()[name].group] += 1
    return Board(notes, changed, counts)


def fieldsets(form: Form, words: Words) -> list[dict[str, Any]]:
    """The controls in their groups, each with its fields' attributes."""
    told = board(form, words)
    found = []
    for group in groups():
        own = [control for control in controls().values() if control.group == group]
        noted = any(control.name in told.notes for control in own)
        found.append(
            {
                "name": group, "title": words.name("group", group), "changed": told.counts[group], "open": noted or told.counts[group] > 0,
                "fields": [_field(control, form, told, words) for control in own],
            }
        )  # fmt: skip
    return found


def _field(control: Control, form: Form, told: Board, words: Words) -> dict[str, Any]:
    proposal, name = form.proposal, control.name
    value = proposal.value(name)
    over_today = proposal.begun.base != "geen"
    text = form.typed.get(name, "" if value is None else control.field(value))
    low, high, off = (control.field(number) for number in (control.lever.low, control.lever.high, control.lever.off))
    return {
        "name": name, "id": name.replace(".", "-"), "kind": control.kind, "label": control.label(words), "source": control.lever.source,
        "cited": cited.first(control.lever.source),
        "unit": control.unit(words), "low": low, "high": high, "step": control.step,
        "text": text, "slides": control.kind in ("whole", "number"), "slide": text or off,
        "over_today": over_today, "as_today": value is None, "today_box": f"{name}{TODAY_BOX}", "today": AS_TODAY,
        "bounds": _bounds(control, words), "note": told.notes.get(name, ""), "changed": told.changed.get(name, ""),
        "choices": [(word, control.choice(word, words), _is_chosen(control, value, word)) for word in _choices(control)],
    }  # fmt: skip


def _choices(control: Control) -> tuple[str, ...]:
    return ("true", "false") if control.kind == "flag" else control.lever.choices


def _is_chosen(control: Control, value: Any, word: str) -> bool:
    if value is None:
        return False
    return word in value if control.kind == "set" else control.write(value) == word


def _bounds(control: Control, words: Words) -> str:
    if control.kind not in ("whole", "number"):
        return ""
    low, high = (control.shown(float(number), words) for number in (control.lever.low, control.lever.high))
    return words("bounds", low=low, high=high)
