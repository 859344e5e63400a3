"""The report: `python -m analysis.report RESULTS [lang=nl|en] [out=FOLDER]`."""

from analysis.report.build import build
from analysis.report.files import write

__all__ = ["build", "write"]
