"""The tables of a run, made of the columns of a state."""
