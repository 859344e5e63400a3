"""The tables of a run, made of the columns of a state."""

from typing import Any

Columns = dict[str, Any]
"""Name -> numpy array, Categorical or array of strings, all of one length: a table before it is keyed by run."""
