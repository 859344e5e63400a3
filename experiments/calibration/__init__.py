"""Calibration: which countries are plausible. Priors, targets and method are in this folder; `python -m experiments.calibration` runs it."""
