"""From tables to statements. Reads what runs wrote; knows neither the model nor how runs are made."""

from analysis.errors import AnalysisError
from analysis.load import Results, load

__all__ = ["AnalysisError", "Results", "load"]
