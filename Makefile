PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest -q -n 2 --dist loadfile
export PYTHONPATH := site:.
.DEFAULT_GOAL := help
.PHONY: help setup assets catalogues run test transactional check style browser postgres scanner shots bench acceptance services lock messages format

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
setup: ## Make .venv with pinned packages (skipped when fresh)
	@$(PYTHON) site/tools/setup.py
assets: setup ## Build style sheets, scripts, icons (skipped when fresh)
	@$(RUN) site/tools/assets.py
catalogues: setup ## Compile the translations (skipped when fresh)
	@$(RUN) site/tools/catalogues.py
run: assets catalogues ## Start the whole portal with its content on 127.0.0.1:8000
	@$(RUN) site/tools/run.py
test: catalogues ## Everything that needs no server and no browser
	$(PYTEST) -m "not transactional and not browser and not services and not portal" tests
	TEST_DB_SUFFIX=-portal $(PYTEST) -m "portal and not browser and not transactional" tests
transactional: catalogues ## Tests that empty their tables, on files of their own
	TEST_DB_SUFFIX=-transactional $(PYTEST) --create-db -m "transactional and not portal and not browser and not services" tests
browser: assets catalogues ## Tests in a real Chromium
	TEST_DB_SUFFIX=-browser $(PYTEST) --dist worksteal -m "browser" tests/browser
style: catalogues ## Style, types, contracts, migrations, production checks
	@$(RUN) site/tools/style.py
check: style test transactional browser ## What a merge needs
postgres: catalogues ## The suite on PostgreSQL
	@$(RUN) site/tools/postgres.py
scanner: catalogues ## Tests of the virus scanner with a clamd of its own
	@$(RUN) site/tools/clamd.py
shots: assets catalogues ## Screenshots of every page family in var/shots
	@$(RUN) site/tools/shots.py
acceptance: setup ## Print acceptance lines without a test
	@$(RUN) site/tools/acceptance.py
bench: assets catalogues ## Measure against a static file (needs nginx and wrk)
	@$(RUN) site/tools/bench
services: setup ## Start PostgreSQL with two databases and two roles, and a virus scanner; prints the variables
	@$(RUN) site/tools/postgres.py --serve
	@$(RUN) site/tools/clamd.py --serve
lock: setup ## Pin the packages with their hashes
	@$(RUN) site/tools/lock.py
messages: setup ## Extract texts for translation (needs GNU gettext)
	@$(RUN) site/tools/messages.py
format: ## Put the code in shape
	$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/djhtml site/templates
