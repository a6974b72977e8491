# The same few verbs everywhere. `make` alone lists them.
# The environment lies in .venv and is made from requirements.lock the first time a verb needs it.

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' && echo $$p && break; done)
IN := .venv/bin/
# Material's notice about its end of life is for maintainers; it is answered in docs/contributing.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help serve build test test-more bench claims figures links lock lock-check screenshot clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: .venv/.project ## serve the site at http://127.0.0.1:8000 (another port: PORT=); a saved note shows at once
	@PAPERNOTES_LIVE=1 $(IN)mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

build: .venv/.project ## build the site into site/; any fault stops it
	@$(IN)mkdocs build --strict

test: .venv/.project ## run all tests of behaviour, browser tests included
	@$(IN)pytest -n auto -m "not more"

test-more: .venv/.project .venv/.lock-resolves ## run the tests that repeat one behaviour many times
	@$(IN)pytest -n auto -m more

lock: .venv/.project ## write requirements.lock anew from pyproject.toml
	@$(IN)python tools/lock.py

lock-check: .venv/.lock-resolves ## resolve requirements.lock for every supported Python, at hand or not

claims: .venv/.project ## check every claim of the notes and write claims.json
	@$(IN)papernotes claims

figures: .venv/.project ## draw the figures whose script or data has changed
	@$(IN)python -m papernotes.figures.draw

links: .venv/.project ## ask the network about every link and paper; the report is .cache/links.md
	@mkdir -p .cache
	@$(IN)pytest -q --online --links-report .cache/links.md tests/linkcheck/test_collection.py

bench: .venv/.project ## measure building, saving, reading and searching beside the peers (into the docs: WRITE=1; options: ARGS=)
	@$(IN)python tools/bench.py $(if $(WRITE),--write) $(ARGS)

screenshot: .venv/.project ## take the README's screenshot anew
	@$(IN)python tools/screenshot.py

clean: ## remove the environment, the caches and the built site
	@rm -rf .venv .cache site .site.* build papernotes.egg-info .pytest_cache

.venv/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.14 was found: install one, or name it with 'make PYTHON=…'."; exit 1; }
	@echo "Making the environment in .venv …"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make an environment: install its venv module ('apt-get install python3-venv' on Debian)."; exit 1; }
	@$(IN)python -m pip install -qq --no-deps --require-hashes -r requirements.lock
	@touch $@

# Without build isolation the project is built by the backend that the lock pins.
.venv/.project: .venv/.locked pyproject.toml
	@$(IN)python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.lock-resolves: .venv/.locked tools/lock.py
	@$(IN)python tools/lock.py --check
	@touch $@
