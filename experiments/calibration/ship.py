"""`python -m experiments.calibration.ship FOLDER`: what a calibration wrote becomes `ensemble=calibrated`, its centre `behaviour=calibrated`."""

import json
import sys
from pathlib import Path

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.run import guarded
from experiments.words import read

NAME = "calibrated"


def ship(folder: Path, configs: Path = CONFIGS) -> list[Path]:
    """Copy the ensemble's files into configs/ensemble and write its centre as a choice of every parameter group it sets."""
    written = [configs / "ensemble" / f"{NAME}{suffix}" for suffix in (".csv", ".json", ".yaml")]
    for path in written[:2]:
        source = folder / path.name
        if not source.is_file():
            raise InputError(f"ship: no {source.name} in '{folder}'; python -m experiments.calibration out={folder} writes it")
        path.write_bytes(source.read_bytes())
    written[2].write_text("# Plausible countries, from history matching: sim/EVALUATION.md. Replicate r runs in member r.\n", encoding="utf-8")
    centre = json.loads(written[1].read_text(encoding="utf-8"))["centre"]
    for group in sorted({name.partition(".")[0] for name in centre}):
        lines = ["# The centre of the ensemble of plausible countries (sim/EVALUATION.md); all else as declared in sim/parameters."]
        lines += [f"{name.partition('.')[2]}: {value:g}" for name, value in sorted(centre.items()) if name.startswith(f"{group}.")]
        path = configs / group / f"{NAME}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        written.append(path)
    return written


def main(words: list[str]) -> int:
    """One word: the calibration's folder."""
    (folder,), _ = read("ship", words, {}, __doc__, 1, ("folder that a calibration wrote", "folders"))
    for path in ship(Path(folder)):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
