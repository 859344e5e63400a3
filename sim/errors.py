"""What plek raises when a person can mend it. The command line turns each into one line and exit status 2."""


class PlekError(Exception):
    """Root of all errors plek raises on purpose; the message is one line: what, where, what would be right."""

    def __str__(self) -> str:
        # KeyError's own __str__ shows the repr of its argument, which puts quotes round a sentence.
        return str(self.args[0]) if self.args else ""


class ScenarioError(PlekError, ValueError):
    """A configuration that is not a scenario: unknown key, wrong type, out of bounds, contradicting levers."""


class EvidenceError(PlekError, KeyError):
    """An id that is not in the evidence ledger."""
