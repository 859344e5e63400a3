"""`python -m experiments.calibration out=FOLDER [seed=1 region=utrecht ...]`: from priors and targets to an ensemble of plausible countries."""

import json
import os
import sys
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before numpy is there: its sums then have one order on any number of cores

from experiments.calibration.fit import Settings, fit
from experiments.errors import InputError
from experiments.run import guarded


def main(words: list[str]) -> int:
    """Read key=value words, run, say what came out. The same command goes on where it was stopped."""
    if any(word in ("-h", "--help") for word in words):
        print((__doc__ or "") + "\n\nwords, with their defaults: " + " ".join(f"{k}={v}" for k, v in Settings().shown().items()))
        return 0
    given = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in Settings().shown():
            raise InputError(f"calibration: '{word}' is not one of {', '.join(f'{k}=' for k in Settings().shown())}")
        given[key] = value
    found = fit(Settings.of(given))
    print(json.dumps(found, indent=1))
    print(f"ensemble:  {Path(given.get('out', Settings().out)).resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
