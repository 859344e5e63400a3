"""The one error a reader of results meets."""


class AnalysisError(Exception):
    """Results can't answer what was asked; the message is one line: what, where, what would be right."""
