"""What is typed, so that Hydra's grammar reads it as it was meant: names of files may hold any letter, brackets and commas."""

import re

PATHS = ("out", "plan.csv", "hydra.sweeper.csv", "address")
"""Keys whose value is taken as it stands: no list, no function, no number."""
PARTS = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^,()\[\]{}'":=\s]*[^\x00-\x7f,()\[\]{}'":=\s][^,()\[\]{}'":=\s]*""")
"""A quoted text, or a word with a letter that Hydra's grammar does not know."""
PLAIN = re.compile(r"(?:\.{0,2}/)?[A-Za-z_][\w./-]*", re.ASCII)
GRAMMAR = re.compile(r"[,()\[\]{}'\":=]")


def readable(word: str) -> str:
    """The word as Hydra can read it; one that it can read already stays as it is."""
    key, sign, value = word.partition("=")
    if not sign or not value:
        return word
    if key.lstrip("+") in PATHS:
        known = value == "null" or (PLAIN.fullmatch(value) and value.lower() not in ("true", "false", "nan", "inf"))
        return word if known or is_quoted(value) else f"{key}={quoted(value)}"
    if value.isascii():
        return word
    if not GRAMMAR.search(value):
        return f"{key}={quoted(value)}"
    return f"{key}={PARTS.sub(lambda found: found[0] if is_quoted(found[0]) else quoted(found[0]), value)}"


def is_quoted(text: str) -> bool:
    """Whether the text as a whole stands between quotes."""
    return bool(re.fullmatch(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""", text.strip()))


def quoted(text: str) -> str:
    """The text between quotes, by Hydra's rules: a quote gets a backslash, and backslashes before a quote are doubled."""
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", text)
    return "'" + re.sub(r"(\\+)$", r"\1\1", escaped) + "'"


def unquoted(text: str) -> str:
    """What stands between the quotes; a text without quotes stays as it is."""
    text = text.strip()
    return re.sub(r"\\(['\"\\])", r"\1", text[1:-1]) if is_quoted(text) else text
