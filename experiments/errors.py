"""The two ways in which a run of experiments can go wrong for its user."""

from sim.errors import PlekError


class InputError(PlekError):
    """What was asked can't be done as asked; one line that says what would be right. Exit status 2, nothing written."""


class StoreError(PlekError):
    """The results folder can't be written or read (disk full, no permission). Exit status 1; a rerun goes on from here."""


class Interrupted(PlekError):
    """Stopped by the user. Exit status 130; only whole files are left and a rerun goes on from here."""
