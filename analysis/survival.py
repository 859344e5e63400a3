"""Survival on counts: delayed entry, censoring, competing ends, restricted means, in numpy."""
