"""Hydra's refusals in one line each: what, where, and what would be right."""

import re
from collections.abc import Mapping, Sequence

from hydra.errors import MissingConfigException, OverrideParseException

from experiments.front_door.mistakes import missing_choice, unknown


def one_line(error: BaseException, groups: Mapping[str, Sequence[str]], overrides: Sequence[str] = ()) -> str:
    """The message for a user; `groups` are the config groups with their choices, `overrides` what was typed."""
    if isinstance(error, MissingConfigException):
        return missing_choice(str(error.missing_cfg_file or ""), groups) or _flat(error)
    if isinstance(error, OverrideParseException):
        key = str(error.override).partition("=")[0]
        if not key.isascii():
            return unknown(key, groups)
        return f"can't read '{error.override}': {_flat(error).split('See https')[0].strip()}"
    text = _flat(error)
    if text.startswith("Config group override must be"):
        word = next((word for word in overrides if word.partition("=")[0] in groups and not word.partition("=")[2][:1].isalpha()), "")
        return f"{word}: a choice is the name of a file"
    found = re.search(r"Could not (?:override|delete|append to config)[^']*'([^']+)'", text)
    if found:
        return unknown(found[1].split("@")[0], groups)
    ambiguous = re.search(r"Ambiguous value for argument '([^']+)'", text) or re.search(r"Sweep parameters '([^']+)' requires", text)
    if ambiguous:
        comma = re.fullmatch(r"[\w.]+=-?\d+,\d+", ambiguous[1])
        point = f"; a number has a point: {ambiguous[1].replace(',', '.')}" if comma else ""
        return f"'{ambiguous[1]}' has several values: add -m to run them all, or write a list as key=[a,b]{point}"
    return text


def _flat(error: BaseException) -> str:
    text = str(error) or str(error.__cause__ or type(error).__name__)
    noise = ("Config search path", "full_key", "object_type")
    lines = [line.strip() for line in text.splitlines()]
    return " ".join([line for line in lines if line and not line.startswith(noise)][:3])
