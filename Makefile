# Two commands do everything on a machine with python3, pip and make: `make run` and `make test`. `make lab` opens the policy lab.
PYTHON ?= python3
PLEK_VENV ?= .venv

venv_python := $(PLEK_VENV)/bin/python
recipe := pyproject.toml constraints.txt
pip_install := -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --config-settings editable_mode=compat --editable

.PHONY: run lab test docs install clean
.DELETE_ON_ERROR:

run: $(PLEK_VENV)/.installed-run
	$(venv_python) -m experiments.run experiment=compare

lab: $(PLEK_VENV)/.installed-lab
	$(venv_python) -m experiments.run lab

test: $(PLEK_VENV)/.installed-test
	$(venv_python) -m ruff check .
	$(venv_python) -m mypy
	$(venv_python) -c 'from experiments.execution.warm import compile_once; compile_once(print)'
	$(venv_python) -m pytest -n 2 --dist loadfile

docs: $(PLEK_VENV)/.installed-test
	$(venv_python) -m experiments.documents site

install: $(PLEK_VENV)/.installed-run

clean:
	rm -rf $(PLEK_VENV) .mypy_cache .ruff_cache .pytest_cache build *.egg-info
	find . -name __pycache__ -type d -not -path './$(PLEK_VENV)/*' -prune -exec rm -rf {} +

# Some systems ship python3 without ensurepip; then the system's pip puts pip into the environment.
$(venv_python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "plek needs Python 3.11 or newer; name one: make run PYTHON=python3.11")'
	@echo "Making an environment in $(PLEK_VENV)"
	@$(PYTHON) -m venv $(PLEK_VENV) >/dev/null 2>&1 || { \
	  rm -rf $(PLEK_VENV); \
	  $(PYTHON) -m venv --without-pip $(PLEK_VENV) && $(PYTHON) -m pip --python $(venv_python) install --quiet pip; }

$(PLEK_VENV)/.installed-run: $(recipe) | $(venv_python)
	@echo "Installing plek and what it needs (about 830 MB; only the first time)"
	@$(venv_python) $(pip_install) '.'
	@touch $@

$(PLEK_VENV)/.installed-lab: $(recipe) | $(venv_python)
	@echo "Installing plek with the policy lab (about 830 MB; only the first time)"
	@$(venv_python) $(pip_install) '.[lab]'
	@touch $@ $(PLEK_VENV)/.installed-run

$(PLEK_VENV)/.installed-test: $(recipe) | $(venv_python)
	@echo "Installing plek with every extra and the tools of the tests (about 1.3 GB; only the first time)"
	@$(venv_python) $(pip_install) '.[test]'
	@touch $@ $(PLEK_VENV)/.installed-run
