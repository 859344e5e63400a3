"""Hydra's app around plek: it reads the command line, shows configurations and help, and hands over what is to be run."""

import os
import sys
from collections.abc import Sequence

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from experiments import nodes
from experiments.composer import CONFIG_NAME, CONFIGS, VERSION_BASE, Composer, plain_tree
from experiments.errors import InputError
from experiments.mistakes import one_line
from experiments.regime_files import resolve
from experiments.request import Request, config_dir_of, received

VALUED_FLAGS = ("--config-dir", "-cd", "--config-name", "-cn", "--config-path", "-cp", "--cfg", "-c", "--package", "-p", "--info", "-i")


def read(words: Sequence[str]) -> Request | None:
    """What is to be run; None when Hydra only had something to show (--help, --cfg job). InputError for what Hydra refuses."""
    os.environ["HYDRA_FULL_ERROR"] = "1"  # Hydra raises instead of printing and leaving
    nodes.register()
    received.clear()
    typed = [word for word in words if "=" in word and not word.startswith("-")]
    folder = _config_dir(words)
    before = sys.argv
    sys.argv = [before[0], *resolve_words(words)]
    try:
        hydra.main(version_base=VERSION_BASE, config_path=str(CONFIGS), config_name=CONFIG_NAME)(_note)()
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise InputError(one_line(error, Composer(folder).groups(), typed)) from error
    except SystemExit as leaving:
        if leaving.code not in (0, None):
            raise InputError("see `plek --help`") from leaving
    finally:
        sys.argv = before
    return received[0] if received else None


def resolve_words(words: Sequence[str]) -> list[str]:
    """The words with regime files registered under names of their own; flags and their values stay as they are."""
    found, skip = [], False
    for word in words:
        found.append(word if skip or word.startswith("-") else resolve([word])[0])
        skip = word in VALUED_FLAGS
    return found


def _note(config: DictConfig) -> None:
    own = HydraConfig.get()
    received.append(Request(tuple(own.overrides.task), config_dir_of(own), {}, plain_tree(config)))


def _config_dir(words: Sequence[str]) -> str | None:
    """The value of --config-dir, for the names to suggest."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ("--config-dir", "-cd"):
            return following if os.path.isdir(following) else None
        if word.startswith("--config-dir="):
            return word.partition("=")[2]
    return None
