"""Whole files become results: manifest, timings, children's ways, and what the user is told."""
