"""`python -m experiments.calibration out=FOLDER [seed=1 region=utrecht ...]`: from priors and targets to an ensemble of plausible countries."""

import json
import os
import sys
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before numpy is there: its sums then have one order on any number of cores

from experiments.calibration.fit import Settings, fit
from experiments.run import guarded
from experiments.words import read


def main(words: list[str]) -> int:
    """Read key=value words, run, say what came out. The same command goes on where it was stopped."""
    defaults = {name: str(value) for name, value in Settings().shown().items()}
    _, given = read("calibration", words, defaults, __doc__)
    found = fit(Settings.of(given))
    print(json.dumps(found, indent=1))
    print(f"ensemble:  {Path(given['out']).resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
