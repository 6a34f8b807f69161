# Everything from a bare Python 3.11: `make demo` shows it, `make test` proves it.
# Each step leaves a stamp, so that the second time costs nothing.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
ASSETS := web/static/dist/.built
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard web/translations/*/LC_MESSAGES/*.po))
WORKERS ?= 2
say = @printf '\033[1m── %s\033[0m\n'

.PHONY: demo test check format bench screens scenarios assets install migration clean help

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) $(ASSETS) $(CATALOGUES)  ## sample county on http://127.0.0.1:8000, kept between runs
	$(say) "Sample county"
	$(VENV)/bin/mediation demo

test: $(INSTALLED) $(ASSETS) $(CATALOGUES)  ## every test; the browser's too where Chromium is found
	$(say) "Tests (rules, operations, web, house; SQLite and PostgreSQL)"
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal --ignore tests/browser
	@if tools/find-chromium >/dev/null; then \
	  printf '\033[1m── Browser tests\033[0m\n'; $(PY) -m pytest -q -n $(WORKERS) --dist worksteal tests/browser; \
	else \
	  echo "No Chromium here: the browser tests were not run (.ci/run installs it and runs all)."; \
	fi

scenarios: $(INSTALLED)  ## play every published scenario, and say what none of them reached
	$(say) "Scenarios"
	$(VENV)/bin/mediation scenario run --all-reached workflows/*/scenarios/*.yaml

check: $(INSTALLED)  ## format, lint, types, import contracts
	$(say) "Check"
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --config setup.cfg --no-logo 2>/dev/null || $(VENV)/bin/lint-imports --config setup.cfg

format: $(INSTALLED)  ## let ruff format and mend what it can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(INSTALLED) $(ASSETS)  ## measure, and print the budgets beside the figures
	$(say) "Benchmarks"
	$(VENV)/bin/mediation bench

screens: $(INSTALLED) $(ASSETS) $(CATALOGUES)  ## pictures of the main pages into docs/pictures
	$(say) "Screens"
	$(VENV)/bin/mediation demo --no-serve >/dev/null
	$(PY) tools/screens.py

migration: $(INSTALLED)  ## write a schema revision: make migration m="what changed"
	$(PY) -m mediation.kernel.migrations "$(m)"

install: $(INSTALLED)
assets: $(ASSETS)

$(INSTALLED): requirements.txt requirements-dev.txt pyproject.toml
	$(say) "Environment ($(PYTHON))"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -r requirements-dev.txt -e .
	@touch $@

FRONTEND := $(shell find web/frontend -name node_modules -prune -o -type f -print 2>/dev/null)

$(ASSETS): $(INSTALLED) $(FRONTEND)
	$(say) "Front-end assets"
	tools/build-assets $(PY)
	@mkdir -p $(@D) && touch $@

%.mo: %.po $(INSTALLED)
	$(VENV)/bin/pybabel compile -i $< -o $@

clean:  ## remove what was made, but not the demo's database in var/
	rm -rf $(VENV) web/static/dist web/frontend/node_modules
