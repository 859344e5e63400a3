"""`key=value` words of the tools around plek, read as those of the analysis commands are."""

from collections.abc import Mapping, Sequence

from analysis.errors import AnalysisError
from analysis.words import RESULTS, parse
from experiments.errors import InputError


def read(
    command: str, typed: Sequence[str], known: Mapping[str, str | None], told: str | None, positional: int = 0, what: tuple[str, str] = RESULTS
) -> tuple[list[str], dict[str, str]]:
    """(positional words, {key: value} of what was typed and of defaults that aren't None). InputError, in the command's name, for what is wrong."""
    try:
        places, found = parse(typed, known, told, positional, what)
    except AnalysisError as error:
        raise InputError(f"{command}: {error}") from error
    return places, {key: value for key, value in found.items() if value is not None}
