"""Hydra's app around plek: it reads the command line, shows configurations and help, and hands over what is to be run."""

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

from experiments import CONFIGS
from experiments.errors import InputError
from experiments.front_door import nodes
from experiments.front_door.composer import CONFIG_NAME, VERSION_BASE, Composer, plain_tree
from experiments.front_door.mistakes import one_line
from experiments.front_door.regime_files import resolve
from experiments.front_door.request import Request, config_dir_of, received

VALUED_FLAGS = ("--config-dir", "-cd", "--config-name", "-cn", "--config-path", "-cp", "--cfg", "-c", "--package", "-p", "--info", "-i")


def read(words: Sequence[str]) -> Request | None:
    """What is to be run; None when Hydra only had something to show (--help, --cfg job). InputError for what Hydra refuses."""
    os.environ["HYDRA_FULL_ERROR"] = "1"  # Hydra raises instead of printing and leaving
    nodes.register()
    received.clear()
    flags, typed = parted(words)
    before, complaint = sys.argv, io.StringIO()
    sys.argv = ["plek", *flags, *resolve(typed)]
    try:
        with redirect_stderr(complaint):
            hydra.main(version_base=VERSION_BASE, config_path=str(CONFIGS), config_name=CONFIG_NAME)(_note)()
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise InputError(one_line(error, Composer(_config_dir(flags)).groups(), typed)) from error
    except SystemExit as leaving:
        if leaving.code not in (0, None):
            said = complaint.getvalue().strip().splitlines() or ["error: not understood"]
            raise InputError(f"{said[-1].partition('error: ')[2] or said[-1]}; see `plek --help`") from leaving
    finally:
        sys.argv = before
    return received[0] if received else None


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """(flags with their values, overrides): they may be typed in any order."""
    flags: list[str] = []
    overrides: list[str] = []
    for word in words:
        is_value = bool(flags) and flags[-1] in VALUED_FLAGS
        (flags if word.startswith("-") or is_value else overrides).append(word)
    return flags, overrides


def _note(config: DictConfig) -> None:
    own = HydraConfig.get()
    received.append(Request(tuple(own.overrides.task), config_dir_of(own), {}, plain_tree(config, own.runtime.choices)))


def _config_dir(words: Sequence[str]) -> str | None:
    """The value of --config-dir, for the names to suggest."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word in ("--config-dir", "-cd"):
            return following if Path(following).is_dir() else None
        if word.startswith("--config-dir="):
            return word.partition("=")[2]
    return None
