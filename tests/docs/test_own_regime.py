"""The page on making a regime works when it is followed to the letter."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "configs/regime/README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.M | re.S)


def plek(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "experiments.run", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False)


@pytest.mark.slow
def test_the_page_works_when_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    for language, body in FENCE.findall(PAGE):
        if language == "yaml" and body.startswith("# my/"):
            path = tmp_path / body.split()[1]
            path.parent.mkdir(parents=True)
            path.write_text(body, encoding="utf-8")
        elif language == "yaml":
            mine.write_text(mine.read_text(encoding="utf-8") + body, encoding="utf-8")
        elif language == "bash":
            program, *words = shlex.split(body)
            if program == "cp":
                shutil.copy(ROOT / words[0], tmp_path / words[1])
            else:
                done = plek(words, tmp_path)
                assert program == "plek" and done.returncode == 0, done.stderr
    assert set(load(tmp_path / "mine").scenarios) == {"landscape", "geen", "doorzettingsmacht", "mine"}
    assert set(load(tmp_path / "room").scenarios) == {"landscape", "room"}
    assert (tmp_path / "mine/report.html").is_file()
    assert load(tmp_path / "mine").manifest["scenarios"]["mine"]["regime"]["supply"] == {"special_places": 0.1}


@pytest.mark.slow
def test_what_the_page_says_is_refused_is_refused_so(tmp_path: Path) -> None:
    lever, contradiction = next(body for language, body in FENCE.findall(PAGE) if language == "text").splitlines()
    shutil.copy(ROOT / "configs/regime/doorzettingsmacht.yaml", tmp_path / "mine.yaml")
    done = plek(["regime=./mine.yaml", "regime.authority.holder.education=municipality", "anchoring=voluntary"], tmp_path)
    assert (done.returncode, done.stderr.strip()) == (2, contradiction)
    with (tmp_path / "mine.yaml").open("a", encoding="utf-8") as file:
        file.write("supply:\n  special_plaatsen: 0.1\n")
    done = plek(["regime=./mine.yaml"], tmp_path)
    assert (done.returncode, done.stderr.strip()) == (2, lever)
