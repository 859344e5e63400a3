"""Hydra's app around plek: it reads sweeps and flags, shows configurations, and hands over what is to be run."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException
from yaml import YAMLError

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import nodes, regime_files
from experiments.front_door.hydra_compose import CONFIG_NAME, VERSION_BASE, plain_tree
from experiments.front_door.refusals import one_line
from experiments.front_door.request import Request, config_dir_of, received

SWEEPER = ("design", "samples", "levels", "csv")
"""What of Hydra's own configuration plek reads."""


def read(flags: Sequence[str], typed: Sequence[str], config_dir: Path | None) -> Request | None:
    """What is to be run; None when Hydra only had something to show (--cfg job). InputError for what Hydra refuses."""
    os.environ["HYDRA_FULL_ERROR"] = "1"  # Hydra raises instead of printing and leaving
    nodes.register()
    received.clear()
    words = regime_files.resolve(list(typed))
    _hydras_own(words, "-m" in flags or "--multirun" in flags)
    regime_files.store()
    before, complaint = sys.argv, io.StringIO()
    sys.argv = ["plek", *flags, *words]
    try:
        with redirect_stderr(complaint):
            hydra.main(version_base=VERSION_BASE, config_path=str(CONFIGS), config_name=CONFIG_NAME)(_note)()
    except (HydraException, OmegaConfBaseException, ValueError, TypeError, RecursionError, OSError, YAMLError) as error:
        raise InputError(one_line(error, nodes.groups(config_dir), typed)) from error
    except SystemExit as leaving:
        if leaving.code not in (0, None):
            said = complaint.getvalue().strip().splitlines() or ["error: not understood"]
            raise InputError(f"{said[-1].partition('error: ')[2] or said[-1]}; see `plek --help`") from leaving
    finally:
        sys.argv = before
    return received[0] if received else None


def _note(config: DictConfig) -> None:
    own = HydraConfig.get()
    design = {key: own.sweeper[key] for key in SWEEPER if own.sweeper.get(key) is not None}
    received.append(Request(tuple(own.overrides.task), config_dir_of(own), design, plain_tree(config, own.runtime.choices)))


def _hydras_own(words: Sequence[str], several: bool) -> None:
    """InputError for words of Hydra that plek would drop: it writes, logs and launches nothing through Hydra."""
    for word in words:
        key = word.lstrip("+~").partition("=")[0]
        if not key.startswith(("hydra.", "hydra/")):
            continue
        group, _, name = key.rpartition(".")
        if group.startswith("hydra.sweeper.params") or key == "hydra.sweeper.params":
            if not several:
                raise InputError(f"{word}: factors of a sweep; add -m")
        elif not (group == "hydra.sweeper" and name in SWEEPER):
            raise InputError(f"{word}: belongs to Hydra, and plek makes no use of it; of Hydra's there is hydra.sweeper.{', .'.join(SWEEPER)}")
