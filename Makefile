# Two commands matter: `make all` and `make test`. Everything else: `make help`.
# Nothing has to be activated: every recipe calls the environment's own programs.

ARTICLE ?= data/raw/fu-2024-hepatoma-research.md
PYTHON ?= python3
# Notebook parameters besides article and output, as in: make all PARAMETERS="name=value other=2"
PARAMETERS ?=
# Any value runs every notebook, stale or not
AGAIN ?=
# Any value shows the traceback of an error
DEBUG ?=
# Processes for the tests
WORKERS ?= 2

VENV := .venv
STAMP := $(VENV)/.stamp
RUN := $(VENV)/bin/python
AUDIT := $(RUN) -m src.utils.cli

# A folder or setting of the caller's must not shadow a package of the environment.
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all audit bench bench-all bench-exercises bench-faults bench-gold bench-long bench-pairs catalogue clean env \
	FORCE format fuzz help keep lab lint lock notebooks-test test types unit verify

all: $(STAMP) ## tables, figures and report of ARTICLE (default: the review in data/raw/)
	@$(RUN) -m src.utils.runner "$(ARTICLE)" $(if $(AGAIN),--force) $(if $(DEBUG),--debug) $(foreach p,$(PARAMETERS),-p '$(p)')

env: $(STAMP) ## the environment in .venv, exactly as locked

# A .venv whose Python has gone is made again, whatever its stamp says.
$(STAMP): requirements.lock pyproject.toml $(if $(wildcard $(VENV)/bin/python),,FORCE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not one:" \
			"install it, or name it as in: make all PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -I src/utils/maintenance/set_up.py

test: lint types unit notebooks-test ## everything: lint, types, pytest, notebooks through nbval

lint: $(STAMP)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

types: $(STAMP)
	@$(RUN) -m mypy

unit: $(STAMP)
	@$(RUN) -m pytest -q -n $(WORKERS) --dist worksteal --doctest-modules tests src

# In a copy of the repository; what the notebooks write there has to be what lies here.
notebooks-test: $(STAMP)
	@$(RUN) -m src.utils.maintenance.notebooks_test

lab: $(STAMP) ## JupyterLab with the notebooks, ready to run and edit
	@$(RUN) -m src.utils.maintenance.lab

audit: $(STAMP) ## check ARTICLE=any/article on the command line, no notebook needed
	@$(AUDIT) check "$(ARTICLE)"

verify: $(STAMP) ## what was written agrees with its manifest and its source
	@$(AUDIT) verify

bench: bench-all bench-exercises bench-faults bench-gold bench-long bench-pairs ## all measurements

bench-all: $(STAMP) ## cost of `make all` against four empty notebooks with the same imports
	@$(RUN) -m src.utils.maintenance.bench_all

bench-exercises: $(STAMP) ## short reports written for the project: planted disagreements
	@$(RUN) -m src.utils.bench.exercises

bench-faults: $(STAMP) ## changed copies of the article: how many changes are found
	@$(RUN) -m src.utils.bench.faults

bench-gold: $(STAMP) ## extraction and linking against what was read by hand
	@$(RUN) -m src.utils.bench.gold

bench-long: $(STAMP) ## a table of twice the rows: how the cost grows
	@$(RUN) -m src.utils.bench.long_tables

bench-pairs: $(STAMP) ## agreeing pairs of text and table, one side changed: what is noticed
	@$(RUN) -m src.utils.bench.altered_pairs

fuzz: $(STAMP) ## damaged copies of articles: each is read, or refused with a sentence
	@$(RUN) -m src.utils.bench.fuzz

catalogue: $(STAMP) ## write again what is generated: catalogue of checks, environment.yml
	@$(RUN) -m src.utils.maintenance.conda
	@$(RUN) -m src.utils.maintenance.catalogue

keep: all ## take the compared outputs of the notebooks from their last run, strip all others
	@$(RUN) -m src.utils.maintenance.keep

format: $(STAMP) ## let ruff format and repair what it can
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

lock: $(STAMP) ## resolve pyproject.toml anew (UPGRADE=1 takes newer versions), then environment.yml
	@$(RUN) -m src.utils.maintenance.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what can be made again, but not the environment
	@rm -rf data/processed/*/executed data/processed/*/manifest.json .mypy_cache .ruff_cache \
		.pytest_cache .hypothesis
	@find src tests notebooks -name __pycache__ -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
