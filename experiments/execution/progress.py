"""How far a run is: a bar with the time that remains on a terminal, one line per chunk in a log."""

import sys
import time
from typing import Any


class Progress:
    """Counts runs (points times replicates)."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.total = self.done = self.n_chunks = 0
        self._there = self._chunks = 0
        self._begun = 0.0
        self._bar: Any = None
        if sys.stderr.isatty() and not quiet:
            from tqdm import tqdm

            self._bar = tqdm(unit="run", desc="running", dynamic_ncols=True)

    def grow(self, more: int, there: int, chunks: int) -> None:
        """More runs are to come, some of which were there before: they say nothing of how long the others take. The clock starts with the first
        chunk that is to be computed."""
        if chunks and not self._begun:
            self._begun = time.monotonic()
        self.total += more
        self.done += there
        self._there += there
        self.n_chunks += chunks
        if self._bar is not None:
            self._bar.total = self.total
            self._bar.initial += there
            self._bar.n += there
            self._bar.last_print_n += there
            self._bar.unpause()
            self._bar.refresh()

    def step(self, runs: int, failed: int, seconds: float) -> None:
        """One chunk is done."""
        self.done += runs
        self._chunks += 1
        if self._bar is not None:
            self._bar.update(runs)
            return
        lost = f", {failed} failed" if failed else ""
        chunk = f"chunk {self._chunks}/{self.n_chunks}: {runs} runs in {seconds:.1f} s{lost}"
        self.say(f"{chunk}; {self.done}/{self.total} done, {self._left()} left")

    def say(self, line: str) -> None:
        """A line beside the bar, on standard error."""
        if self.quiet:
            return
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.close()

    def _left(self) -> str:
        new = self.done - self._there
        return duration((time.monotonic() - self._begun) / new * (self.total - self.done)) if new else "unknown time"


def duration(seconds: float) -> str:
    """Seconds in the unit a person would use."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
