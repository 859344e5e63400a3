"""What happens, one file per verb. Each event changes one pupil's state, asks rules for decisions, and ends with `after`."""
