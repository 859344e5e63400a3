"""What is kept: results folders under a bound, the oldest unsaved going first, and the list of saved questions."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from experiments.lab.errors import FullError
from experiments.lab.question import Question
from experiments.lab.recipe import FOLDER

RESULTS = "results"
SAVED = "saved.json"
MOST_SAVED = 200
LEAST_FREE = 300_000_000  # bytes a run needs to begin
MEGABYTE = 1_000_000


class Shelf:
    """One folder. `most`: bytes that results may take; what is saved counts, and is never removed."""

    def __init__(self, folder: Path, most: int = 4000 * MEGABYTE, least_free: int = LEAST_FREE) -> None:
        self.folder = folder
        self.results = folder / RESULTS
        self.most = most
        self.least_free = least_free
        self.results.mkdir(parents=True, exist_ok=True)

    def path(self, question: Question) -> Path:
        """Where its results are or would be."""
        return self.results / question.digest

    def is_whole(self, question: Question) -> bool:
        """Whether it was run to its end; the manifest is written last."""
        return (self.path(question) / "manifest.json").is_file()

    def answer(self, question: Question, name: str) -> str | None:
        """The text of the page's middle; None where it is not there. Reading it makes the results young again."""
        try:
            text = (self.path(question) / name).read_text("utf-8")
            os.utime(self.path(question))
        except OSError:
            return None
        return text

    def files(self, question: Question, made: Mapping[str, str]) -> dict[str, str]:
        """The files that repeat a question, as they lie beside its results; as `made` where it was not run."""
        kept = self.path(question) / FOLDER
        return {name: (kept / name).read_text("utf-8") if (kept / name).is_file() else text for name, text in made.items()}

    def make_room(self, running: Iterable[str] = ()) -> None:
        """Remove the oldest unsaved results above the bound, and whatever a killed run left. FullError where the disk has no room even so."""
        keep = {question_digest for question_digest, _ in self._saved()} | set(running)
        whole = []
        for path in self.results.iterdir():
            if path.name in keep or not path.is_dir():
                continue
            if not (path / "manifest.json").is_file():
                shutil.rmtree(path, ignore_errors=True)
            else:
                whole.append(path)
        total = sum(_bytes(path) for path in self.results.iterdir() if path.is_dir())
        for path in sorted(whole, key=lambda one: one.stat().st_mtime):
            if total <= self.most and self._free() >= self.least_free:
                break
            total -= _bytes(path)
            shutil.rmtree(path, ignore_errors=True)
        if total > self.most or self._free() < self.least_free:
            raise FullError("error.disk", needed=self.least_free // MEGABYTE)

    def saved(self) -> list[str]:
        """Addresses of the saved questions, the latest first."""
        return [address for _, address in reversed(self._saved())]

    def save(self, question: Question) -> None:
        """Keep the question and its results. FullError where the list is full or can't be written."""
        listed = [row for row in self._saved() if row[1] != question.address]
        if len(listed) >= MOST_SAVED:
            raise FullError("error.saved_full", most=MOST_SAVED)
        self._write([*listed, (question.digest, question.address)])

    def forget(self, question: Question) -> None:
        """Take it from the list; its results stay until their turn comes."""
        self._write([row for row in self._saved() if row[1] != question.address])

    def _saved(self) -> list[tuple[str, str]]:
        try:
            rows = json.loads((self.folder / SAVED).read_text("utf-8"))
            return [(str(digest), str(address)) for digest, address in rows]
        except (OSError, ValueError, TypeError):
            return []

    def _write(self, rows: list[tuple[str, str]]) -> None:
        beside = self.folder / f".{SAVED}"
        try:
            beside.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            beside.replace(self.folder / SAVED)
        except OSError as error:
            raise FullError("error.disk", needed=1) from error

    def _free(self) -> int:
        return shutil.disk_usage(self.folder).free


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
