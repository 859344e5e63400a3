"""The tables of a run, made of the columns of a state."""

from typing import Any

Columns = dict[str, Any]
"""Name -> array or Categorical, all of one length: a table that is one province's, before those of a country are joined."""
