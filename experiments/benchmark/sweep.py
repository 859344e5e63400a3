"""Overhead per point, the model apart: plek, Hydra's basic launcher and EMA Workbench's evaluator on the same no-op, in one run."""

import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from experiments import CONFIGS
from experiments.errors import InputError

POINTS = 10_000
HYDRA_JOBS = 60
WORKERS = 2

HYDRA_APP = """
import hydra
from experiments.benchmark.no_op import answer

@hydra.main(version_base="1.3", config_path={configs!r}, config_name="config")
def main(config):
    answer(config.capacity.slack)

if __name__ == "__main__":
    from experiments.front_door import nodes
    nodes.register()
    main()
"""


def compare(words: Sequence[str]) -> int:
    """Print milliseconds per point of each; `points=N` for plek and EMA Workbench (Hydra gets few: it is slow)."""
    n = POINTS
    for word in words:
        if not word.startswith("points=") or not word[7:].isdigit():
            raise InputError(f"no '{word}' here; there is points=N")
        n = int(word[7:])
    print(f"{'overhead per point':44}{'ms':>10}")
    rows: tuple[tuple[str, Callable[[int], float | None], int], ...] = (
        (f"plek, pool of {WORKERS}, {n} points, on disk", plek, n),
        (f"Hydra's basic launcher, {HYDRA_JOBS} jobs", hydra_basic, HYDRA_JOBS),
        (f"EMA Workbench, pool of {WORKERS}, {n} points, in memory", ema, n),
    )
    for label, function, number in rows:
        seconds = function(number)
        print(f"{label:44}{'not here' if seconds is None else f'{1000 * seconds / number:.2f}':>10}", flush=True)
    return 0


def plek(n: int) -> float:
    """Seconds for planning, running and storing n points in two processes, starting them included."""
    from experiments.execution.conduct import conduct
    from experiments.execution.store import Store
    from experiments.front_door.composer import Composer
    from experiments.plan import plan

    begun = time.perf_counter()
    words = ("region=tiny", "capacity.slack=interval(-0.1,0.2)", f"workers={WORKERS}", "keep=summary", f"max_points={n}")
    made = plan.build(words, Composer(), {"design": "latin", "samples": n})
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "out")
        store.begin(made.document)
        conduct(made, store, "experiments.benchmark.no_op:each_branch", quiet=True)
    return time.perf_counter() - begun


def hydra_basic(n: int) -> float:
    """Seconds for n jobs of Hydra's basic sweeper and launcher on the same configuration, its start apart."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app.py"
        app.write_text(HYDRA_APP.format(configs=str(CONFIGS)), encoding="utf-8")

        def run(jobs: int) -> float:
            values = ",".join(str(number / 10000) for number in range(jobs))
            begun = time.perf_counter()
            command = [sys.executable, str(app), "-m", "hydra/sweeper=basic", f"capacity.slack={values}", f"hydra.sweep.dir={folder}/out"]
            subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2], env=_with_root())
            return time.perf_counter() - begun

        start = run(1)
        return (run(n + 1) - start) if n else 0.0


def ema(n: int) -> float | None:
    """Seconds for n experiments of EMA Workbench's multiprocessing evaluator; None where it isn't installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its optional parts announce themselves
        try:
            from ema_workbench import Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome
        except ImportError:
            return None
        from experiments.benchmark.no_op import answer

        model = Model("nothing", function=answer)
        model.uncertainties = [RealParameter("x", -0.1, 0.2)]
        model.outcomes = [ScalarOutcome("y")]
        begun = time.perf_counter()
        with MultiprocessingEvaluator(model, n_processes=WORKERS) as evaluator:
            evaluator.perform_experiments(n)
        return time.perf_counter() - begun


def _with_root() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), root]))}
