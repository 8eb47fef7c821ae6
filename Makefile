# Rokad. `make` alone says what there is. Everything it builds lies in .venv/ and var/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh

PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input -qq --require-hashes
FLASK := $(PY) -m flask --app app
BABEL := $(PY) -m babel.messages.frontend
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
# Bills of the demo are paid through the sandbox, ten ports on from the portal.
UNIT = $(or $(ROKAD_BHARAT_CONNECT_ADDRESS),$(if \
    $(filter-out demo,$(ROKAD_CONFIG)),,http://127.0.0.1:$(shell expr $(PORT) + 10)))
CLEAN_ENV := env -u ROKAD_CONFIG -u ROKAD_DATABASE_URL -u ROKAD_DATA_DIR -u ROKAD_KEY_DIR \
    -u ROKAD_SECRET_KEY

.PHONY: help run build fresh demo test coverage check fmt strings bench screenshots lock chromium port-is-free

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: demo ## Start the portal on http://127.0.0.1:8000 (PORT=8001 for another port)
	@echo
	@echo "Rokad: http://$${ROKAD_HOST:-127.0.0.1}:$(PORT)   (Ctrl-C stops it)"
	@echo "Sign in, password rokad-demo, as"
	@$(FLASK) demo --show-signins
	@PORT=$(PORT) $(if $(UNIT),ROKAD_BHARAT_CONNECT_ADDRESS='$(UNIT)') exec $(PY) -m honcho start

build: .venv/run.stamp $(CATALOGUES) ## Install the packages and compile the catalogues

demo: port-is-free build ## Make the demo district, if there is none yet
	@$(FLASK) migrate
	@$(FLASK) demo --once

# The keys of the demo go with its data: their witness log would contradict the new books.
fresh: port-is-free ## Begin the demo anew; what was entered in it is lost
	@if [ -n "$$ROKAD_DATA_DIR$$ROKAD_KEY_DIR$$ROKAD_DATABASE_URL$$ROKAD_CONFIG" ]; then \
	    echo "make fresh only empties the demo in var/: unset the ROKAD_ settings first"; exit 1; fi
	@rm -rf var/data var/keys
	@$(MAKE) --no-print-directory demo
	@echo "The demo has begun anew; make run starts it."

test: check chromium $(CATALOGUES) ## Check the code, then run all tests on SQLite and on PostgreSQL
	$(CLEAN_ENV) ROKAD_TEST_ENGINE=sqlite $(PY) -m pytest -n 2
	$(CLEAN_ENV) ROKAD_TEST_ENGINE=postgres $(PY) -m pytest -n 2 \
	    --ignore=tests/domain --ignore=tests/house --ignore=tests/browser

coverage: .venv/dev.stamp chromium $(CATALOGUES) ## Which lines and branches of domain/ and actions/ no test reaches
	@mkdir -p var/coverage
	$(CLEAN_ENV) ROKAD_TEST_ENGINE=sqlite $(PY) -m pytest -n 2 --cov

check: .venv/dev.stamp ## Lint, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

fmt: .venv/dev.stamp ## Format the code and mend what can be mended safely
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

strings: .venv/run.stamp ## Collect the texts into translations/; then write their Hindi
	@mkdir -p var
	@said=$$($(BABEL) extract -F pyproject.toml -k _l -k lazy_gettext -k lazy_ngettext:1,2 \
	    -k lazy_pgettext:1c,2 --add-comments=Translators: --no-location --sort-output --no-wrap \
	    --omit-header -o var/messages.pot . 2>&1) || \
	    { echo "$$said" | grep -E "^extracting|Error" | tail -2; exit 1; }
	@mv var/messages.pot translations/messages.pot
	@for language in hi en; do \
	    $(BABEL) -q update -i translations/messages.pot -d translations -l $$language --no-wrap \
	        --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; done
	@$(BABEL) compile -d translations -l hi --statistics 2>&1 | head -1

bench: .venv/dev.stamp $(CATALOGUES) ## Measure pages, postings and search
	$(PY) -m bench

screenshots: .venv/dev.stamp chromium $(CATALOGUES) ## Take pictures of the pages for docs/
	$(PY) docs/screenshots.py

lock: ## Pin requirements/*.in anew (UPGRADE=1 takes newer versions)
	@[ -x var/uv/bin/uv ] || { $(FIND_PYTHON); "$$python" -m venv var/uv && \
	    var/uv/bin/python -m pip install --disable-pip-version-check -qq uv==0.13.9; }
	@for name in run dev; do \
	    var/uv/bin/uv pip compile -q $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
	        --generate-hashes --no-emit-index-url --no-header requirements/$$name.in \
	        -o requirements/$$name.txt || exit 1; done

# What the targets above need.

define FIND_PYTHON
python=; for name in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
    then python=$$name; break; fi; done; \
[ -n "$$python" ] || { echo "Python 3.11 or newer is missing: apt-get install python3"; exit 1; }; \
"$$python" -c 'import ensurepip, venv' 2>/dev/null || \
    { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
endef

define MAKE_VENV
$(PY) -m pip --version >/dev/null 2>&1 || { $(FIND_PYTHON); "$$python" -m venv --clear .venv; }
endef

.venv/run.stamp: requirements/run.txt
	@$(MAKE_VENV)
	@echo "Installing what requirements/run.txt lists …"
	@$(PIP) -r requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt
	@$(MAKE_VENV)
	@echo "Installing what requirements/dev.txt lists …"
	@$(PIP) -r requirements/dev.txt
	@touch .venv/run.stamp $@

%.mo: %.po | .venv/run.stamp
	@$(BABEL) -q compile -i $< -o $@ -l $(word 2,$(subst /, ,$@))

port-is-free: .venv/run.stamp
	@for port in $(PORT) $$(expr $(PORT) + 10); do \
	    $(PY) -c 'import socket, sys; s = socket.socket(); \
	    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	    s.bind(("$(or $(ROKAD_HOST),127.0.0.1)", int(sys.argv[1])))' $$port 2>/dev/null || \
	    { echo "Port $$port is in use: stop what uses it, or take others by PORT=8001"; \
	      exit 1; }; done

chromium:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    { [ ! -x /usr/bin/chromium ] || [ ! -d /usr/share/fonts/truetype/noto ]; }; then \
	    echo "Installing chromium for the browser tests …"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	        --no-install-recommends chromium fonts-noto-core; } >/dev/null 2>&1 </dev/null || :; fi
	@[ -x /usr/bin/chromium ] || echo \
	    "Browser tests are skipped: chromium is missing (apt-get install chromium fonts-noto-core)"
