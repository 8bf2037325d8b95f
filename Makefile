PYTHON ?= python3
RUN := .venv/bin/python
PYTEST := $(RUN) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder
TOOLS := audit assets catalogues run style postgres scanner elastic shots bench bench-audit bench-editing bench-media bench-zemag bench-training bench-search storm-training kills acceptance lock messages
export PYTHONPATH := site:.
.PHONY: help setup check test transactional browser services search-drill format $(TOOLS)
help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
setup: ## Make .venv with pinned packages (skipped when fresh)
	@$(PYTHON) site/tools/setup.py
assets: setup ## Build style sheets, scripts, icons (skipped when fresh)
catalogues: setup ## Compile the translations (skipped when fresh)
run: assets catalogues ## Start the whole portal with its content on port 8000
test: catalogues ## Everything that needs no server and no browser
	$(PYTEST) -m "not transactional and not browser and not services and not portal" tests
	TEST_DB_SUFFIX=-portal $(PYTEST) -m "portal and not browser and not transactional" tests
transactional: catalogues ## Tests that empty their tables, on files of their own
	TEST_DB_SUFFIX=-transactional $(PYTEST) --create-db -m "transactional and not portal and not browser and not services" tests
browser: assets catalogues ## Tests in a real Chromium
	TEST_DB_SUFFIX=-browser $(PYTEST) --dist worksteal -m "browser" tests/browser
style: catalogues ## Style, types, contracts, migrations, production checks
check: style test transactional browser ## What a merge needs
postgres: catalogues ## The suite on PostgreSQL
scanner: catalogues ## Tests of the virus scanner with a clamd of its own
elastic: catalogues ## Tests of search on an Elasticsearch of its own (needs Maven)
search-drill: catalogues ## Kill the nodes of a cluster of three while it is asked
	@$(RUN) site/tools/elastic --drill
shots: assets catalogues ## Screenshots of every page family in var/shots
audit: setup ## Look for weaknesses: settings, code, secrets, licences, packages
acceptance: setup ## Print acceptance lines without a test
bench: assets catalogues ## Measure against a static file (needs nginx and wrk)
bench-audit bench-editing bench-media bench-zemag bench-training bench-search storm-training kills: setup
bench-audit: ## Measure the log (also bench-editing, -media, -search, -training, -zemag); storm-training and kills kill processes
lock: setup ## Pin the packages with their hashes
messages: setup ## Extract texts for translation (needs GNU gettext)
services: setup ## Start PostgreSQL with two databases and two roles, a virus scanner and a search server; prints the variables
	@$(RUN) site/tools/postgres.py --serve && $(RUN) site/tools/scanner.py --serve && $(RUN) site/tools/elastic --serve
format: setup ## Put the code in shape
	.venv/bin/ruff check --fix . && .venv/bin/ruff format . && .venv/bin/djhtml site/templates
$(TOOLS):
	@$(RUN) $(wildcard site/tools/$@ site/tools/$@.py)
