"""The array script on a real SLURM of one node."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.experiments import slurm_node
from tests.experiments.runs import ROOT, environment, plek, table_bytes

SCRIPT = ROOT / "experiments" / "slurm" / "plek-array.sh"
WORDS = ("-m", "regime=landscape,geen", "capacity.slack=0.0,0.1", "region=tiny", "horizon=test", "replicates=2", "keep=summary")


@pytest.mark.slow
@pytest.mark.skipif(slurm_node.missing() is not None, reason=slurm_node.missing() or "")
def test_an_array_of_two_gives_the_tables_of_one_machine(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with slurm_node.slurm(tmp_path / "slurm") as where:
        mine = {**where, **environment(), "SLURM_CONF": where["SLURM_CONF"], "PLEK_PYTHON": sys.executable}
        sent = subprocess.run(
            [
                "sbatch",
                "--parsable",
                "--array=1-2",
                "--cpus-per-task=1",
                "--export=ALL",
                f"--chdir={tmp_path}",
                str(SCRIPT),
                *WORDS,
                f"out={out}",
            ],
            env=mine,
            capture_output=True,
            text=True,
            check=True,
        )
        wait_for(sent.stdout.strip(), where)
    logs = "\n".join(log.read_text() for log in sorted(tmp_path.glob("plek-*.log")))
    assert (out / "manifest.json").exists(), logs
    assert len(list(tmp_path.glob("plek-*.log"))) == 2
    alone = plek(*WORDS, f"out={tmp_path / 'alone'}", cwd=tmp_path)
    assert alone.returncode == 0, alone.stderr
    assert table_bytes(out) == table_bytes(tmp_path / "alone")


def test_the_script_wants_a_folder(tmp_path: Path) -> None:
    ended = subprocess.run([str(SCRIPT), "region=tiny"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ended.returncode == 2
    assert "out=FOLDER" in ended.stderr


def wait_for(job: str, where: dict[str, str]) -> None:
    for _ in range(600):
        left = subprocess.run(["squeue", "-h", "-j", job], env=where, capture_output=True, text=True, check=False)
        if left.returncode or not left.stdout.strip():
            return
        time.sleep(0.5)
    raise AssertionError(f"job {job} did not end: {left.stdout}")
