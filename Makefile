# mtfix on a fresh clone. Needs Python 3.11 or newer and make, nothing else.
#   make run           clean the stories in seeds/ and say what was changed and why
#   make test          all checks; NEURAL=0 leaves torch out, PYTHON=python3.12 picks the interpreter

PYTHON ?=
NEURAL ?= 1

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --no-compile --disable-pip-version-check --no-input
# Stamps: what the environment holds. One older than pyproject.toml is made again.
CORE := $(VENV)/.core
DEV := $(VENV)/.dev
NEURAL_DEV := $(VENV)/.neural
TESTS := $(if $(filter 0 no false,$(NEURAL)),$(DEV),$(NEURAL_DEV))

.PHONY: help run test lint types bench docs clean
.NOTPARALLEL:

help:
	@echo 'make run     clean the stories in seeds/, say what was changed and why'
	@echo 'make test    ruff, mypy and pytest (NEURAL=0: without torch)'
	@echo 'make lint    ruff alone;  make types  mypy alone'
	@echo 'make bench   speed and memory;  BENCH="--text FILE" on a text of yours'
	@echo 'make docs    write docs/rules.md anew from the rules'
	@echo 'make clean   remove what the above left, but for .venv'

run: $(CORE)
	@$(VENV)/bin/mtfix fix --verbose --output-dir out/clean --report out/report.html seeds/*.txt 2>&1
	@echo
	@echo 'Cleaned texts: out/clean/'
	@echo 'Report:        out/report.html (open it in a browser)'

test: $(TESTS)
	@$(PY) -m ruff check mtfix tests bench
	@$(PY) -m mypy --strict mtfix
	@HF_HUB_OFFLINE=1 $(PY) -m pytest -rs

lint: $(DEV)
	@$(PY) -m ruff check mtfix tests bench

types: $(DEV)
	@$(PY) -m mypy --strict mtfix

bench: $(CORE)
	@$(PY) bench/bench.py $(BENCH)

docs: $(CORE)
	@mkdir -p docs
	@$(PY) -m mtfix.cli.rules_page > docs/.rules.md && mv docs/.rules.md docs/rules.md
	@echo 'docs/rules.md is up to date'

clean:
	@rm -rf out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find mtfix tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@py='$(PYTHON)'; \
	new='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if [ -n "$$py" ]; then \
	  "$$py" -c "$$new" >/dev/null 2>&1 || { echo "mtfix: PYTHON=$$py is no Python 3.11 or newer" >&2; exit 1; }; \
	else \
	  for p in python3.13 python3.12 python3.11 python3 python; do \
	    if "$$p" -c "$$new" >/dev/null 2>&1; then py=$$p; break; fi; \
	  done; \
	  [ -n "$$py" ] || { echo 'mtfix: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }; \
	fi; \
	"$$py" -m venv --clear $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
	  echo "mtfix: $$py cannot make a virtual environment (on Debian: apt install python3-venv)" >&2; exit 1; }

$(CORE): pyproject.toml | $(PY)
	@echo 'installing mtfix into $(VENV) (once)'
	@$(PIP) -e .
	@touch $@

$(DEV): pyproject.toml | $(PY)
	@echo 'installing mtfix and what its tests need into $(VENV) (once)'
	@$(PIP) -e '.[dev]'
	@touch $(CORE) $@

$(NEURAL_DEV): pyproject.toml | $(PY)
	@echo 'installing mtfix, torch and what the tests need into $(VENV) (once; NEURAL=0 leaves torch out)'
	@$(PIP) -e '.[dev,neural]'
	@touch $(CORE) $(DEV) $@
