"""The report: `python -m analysis.report RESULTS [lang=nl|en] [out=FOLDER]`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.report.assemble import build
    from analysis.report.files import write

__all__ = ["build", "write"]


def __getattr__(name: str) -> Any:
    """Word, Excel and pages are imported by those who write them."""
    if name == "build":
        from analysis.report.assemble import build

        return build
    if name == "write":
        from analysis.report.files import write

        return write
    raise AttributeError(f"module 'analysis.report' has no attribute {name!r}")
