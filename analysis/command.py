"""How a command of analysis ends: with a status, and one line where something is wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from analysis.errors import AnalysisError

DONE, UNWRITABLE, REFUSED, INTERRUPTED = 0, 1, 2, 130


def run(main: Callable[[Sequence[str]], int], name: str = "plek") -> int:
    """Act on sys.argv; every refusal is one line on standard error and its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a label with an accent on a screen of plain letters is no reason to stop
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except AnalysisError as error:
        return _said(f"{name}: {error}", REFUSED)
    except BrokenPipeError:
        _silence()
        return DONE
    except OSError as error:
        where = f" '{error.filename}'" if error.filename else ""
        _silence()
        return _said(f"{name}: the system refused{where}: {error.strerror or error}", UNWRITABLE)
    except Exception as error:
        if os.environ.get("PLEK_TRACE"):
            raise
        what = (str(error).splitlines() or [""])[0]
        return _said(f"{name}: a fault of plek itself: {type(error).__name__}: {what}; PLEK_TRACE=1 shows where", UNWRITABLE)


def _said(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


def _silence() -> None:
    """Nothing more can be printed: what Python still holds for the screen must not fail at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
