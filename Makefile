# Everything one needs to know: `make run` and `make test`. Wants Python 3.11 or later, nothing else.
# Written for GNU make 3.81 and later.

HOST ?= 127.0.0.1
PORT ?= 8080
TEXT ?=

VENV   := .venv
PYTHON := $(VENV)/bin/python
ROBOT  := kg/ontology/owl_api/requirements.txt
BESIDE := --dist loadscope --numprocesses auto --maxprocesses 4
PIP    := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --no-compile
OLDEST := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.PHONY: help run test check build answers ontology clean setup-run setup-ontology setup-test setup-dev setup-editor

help:
	@echo 'make run      set up, build, validate and serve on http://$(HOST):$(PORT)/'
	@echo '              PORT=8081  HOST=0.0.0.0  TEXT=file-or-folder (shows and checks the words)'
	@echo 'make test     set up and run every test'
	@echo 'make check    format, lint, types, tests'
	@echo 'make build    build and validate a version of the graph, without serving it'
	@echo 'make ontology set up what Protégé users need and check the ontology'
	@echo 'make answers  ask every question anew and write its answer to tests/queries, to be reviewed'
	@echo 'make clean    remove all that these commands made, published versions included'

run: build setup-editor
	@exec $(PYTHON) -m kg serve --host '$(HOST)' --port '$(PORT)' $(if $(TEXT),--text '$(TEXT)')

build: setup-run
	@echo '==> building and validating the graph'
	@$(PYTHON) -m kg build $(if $(TEXT),--text '$(TEXT)')

ontology: setup-ontology
	@$(PYTHON) -m kg ontology check

answers: build
	@set -e; for question in queries/*.rq; do \
	  name=$$(basename $$question .rq); \
	  $(PYTHON) -m kg query $$name --format csv > $(VENV)/answer.csv; \
	  tr -d '\r' < $(VENV)/answer.csv > tests/queries/$$name.csv; \
	done; rm $(VENV)/answer.csv

test: setup-test setup-editor
	@echo '==> running the tests'
	@$(PYTHON) -m pytest $(BESIDE)

check: setup-dev setup-editor
	@echo '==> format'
	@$(PYTHON) -m ruff format --check .
	@echo '==> lint'
	@$(PYTHON) -m ruff check .
	@echo '==> types'
	@$(PYTHON) -m mypy
	@echo '==> tests'
	@$(PYTHON) -m pytest $(BESIDE)

clean:
	rm -rf $(VENV) server/static/editor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A set-up is recorded last, with what it was made from and where: one that was cut off, one for an
# older pyproject.toml and one that was moved are done again; otherwise there is nothing to do.
# $(1) the set-up, $(2) the project's extra, $(3) the set-ups it includes, $(4) further installs
define SETUP
@set -e; \
key="$(CURDIR) $$(cat pyproject.toml $(ROBOT) | cksum)"; \
if $(PYTHON) -c '' 2>/dev/null && [ "$$(cat $(VENV)/.$(1) 2>/dev/null)" = "$$key" ]; then exit 0; fi; \
if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
  found=; \
  for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
    if "$$python" -c '$(OLDEST)' 2>/dev/null; then found=$$python; break; fi; \
  done; \
  if [ -z "$$found" ]; then \
    echo 'Standoff needs Python 3.11 or later with venv, and found none on the PATH:' >&2; \
    echo 'install it (on Debian or Ubuntu: apt install python3 python3-venv) and try again.' >&2; \
    exit 2; \
  fi; \
  echo "==> making $(VENV) with $$("$$found" --version)"; \
  rm -rf $(VENV); \
  "$$found" -m venv $(VENV); \
fi; \
echo '==> installing what "make $(patsubst dev,check,$(patsubst setup-%,%,$(1)))" needs (a minute or two, once)'; \
rm -f $(VENV)/.setup-*; \
$(PIP) --editable '.$(2)'; \
$(4) \
for done in $(3) $(1); do echo "$$key" > $(VENV)/.$$done; done
endef

setup-run:
	$(call SETUP,setup-run,,,)

setup-ontology:
	$(call SETUP,setup-ontology,,setup-run,$(PIP) --no-deps --require-hashes --requirement $(ROBOT);)

setup-test:
	$(call SETUP,setup-test,[test],setup-run setup-ontology,$(PIP) --no-deps --require-hashes --requirement $(ROBOT);)

setup-dev:
	$(call SETUP,setup-dev,[dev],setup-run setup-ontology setup-test,$(PIP) --no-deps --require-hashes --requirement $(ROBOT);)

# Keeps its own record beside what it makes; the site works without it, so it never fails.
setup-editor: setup-run
	@$(PYTHON) -m server.frontend.build
