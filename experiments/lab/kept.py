"""Files of a results folder that a browser may have, by name; nothing else of it is served."""

import re

ANSWER = "answer"
KEPT = {
    "rapport.html": "text/html", "report.html": "text/html",
    "rapport.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "rapport.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
FIGURES = {"rapport-figuren": "nl", "report-figures": "en"}
FIGURE_KINDS = {"svg": "image/svg+xml", "csv": "text/csv", "png": "image/png"}
FIGURE = re.compile(r"[a-z_]{1,40}\.(?:svg|csv|png)")


def answer_name(lang: str) -> str:
    """The file that holds the middle of the answer's page."""
    return f"{ANSWER}-{lang}.html"
