# Needs git, make and Python 3.11 or newer with its venv module; the rest goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.PHONY: help demo test soak bench clean
.DEFAULT_GOAL := help

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

demo: $(VENV)/.project ## show this week's report on the example vault
	@$(BIN)/vault-tools --vault example-vault --today 2026-11-23 report weekly --format text

test: $(VENV)/.nox ## run the whole gate: style, types, tests, package
	@$(BIN)/nox

soak: $(VENV)/.nox ## break things for half an hour, at random; SOAK=5 for five minutes
	@VAULT_TOOLS_SOAK=$(or $(SOAK),30) $(BIN)/nox -s soak

bench: $(VENV)/.project ## measure commands beside floors and other programs; BENCH=--small
	@$(BIN)/python benchmarks/compare.py $(BENCH)

clean: ## remove everything that was made here
	@rm -rf $(VENV) .nox build dist htmlcov .coverage .coverage.*
	@rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is made last, so that what was interrupted is done again.
$(VENV)/.project: pyproject.toml | $(VENV)/.venv
	@echo "Installing into $(VENV) ..." >&2
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q vault_tools
	@touch $@

$(VENV)/.nox: | $(VENV)/.venv
	@echo "Installing nox into $(VENV) ..." >&2
	@$(PIP) 'nox>=2025.5.1'
	@touch $@

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null \
	  || { echo "Error: there is no $(PYTHON); install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Error: Python 3.11 or newer is needed, $(PYTHON) is older; try make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Error: $(PYTHON) has no venv module; install it (Debian: python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@
