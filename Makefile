# Rapport: everything a newcomer, a contributor and the checks need. `make run` and `make test` work on a
# fresh machine with Python 3.11 to 3.13, make and git.

PYTHON := $(firstword $(foreach p,python3.13 python3.12 python3.11 python3 python,$(if $(shell $(p) -c 'import sys; print(1 if (3,11) <= sys.version_info[:2] <= (3,13) else "")' 2>/dev/null),$(p))))
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run install test check lint format browser bench lock clean

run: install
	@$(BIN)/rapport run

install: $(STAMP)

# One locked set for running and for testing: what was tested is what runs.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Rapport needs Python 3.11, 3.12 or 3.13 on the PATH."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing Rapport's dependencies into $(VENV) (about a minute, once)"
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

test: install
	@$(BIN)/python -m pytest

check: lint
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Needs a Chromium: the one named by CHROMIUM, else the one on the PATH.
browser: install
	$(BIN)/python -m pytest -m browser tests/browser

bench: install
	@$(BIN)/python -m benchmarks

lock: install
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	$(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .coverage
