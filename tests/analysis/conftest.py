"""Made-up tables for every test of the analysis."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """made.py: tables of any number of runs."""
    name = "plek_made_tables"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("made.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
