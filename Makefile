# One place for every task; `make` alone lists them. Each makes .venv when it is missing or out of date.
.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage evidence interop check format generate docs bench fuzz serve lock

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# The first of these that is a Python that we support makes .venv; `make PYTHON=... setup` names another.
PYTHON ?=
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# The files and folders whose wording is checked.
WORDED := bench changes deploy examples node CHANGELOG.md

help: ## List the tasks
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(READY) ## Make .venv with the pinned dependencies

$(READY): requirements.lock pyproject.toml
	@for candidate in $(CANDIDATES); do \
		if $$candidate -c '$(SUPPORTED)' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is needed; none of these is one: $(CANDIDATES)." >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version) …"; \
	rm -rf $(VENV); \
	$$python -m venv $(VENV) || { \
		echo "$$python cannot make a virtual environment; on Debian install the package python3-venv." >&2; exit 1; }
	@echo "Installing the pinned dependencies (about 90 packages) …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@echo "Installing workato-embedded …"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## Watch the main job run on real input
	@$(BIN)/python -m examples.demo

test: $(READY) ## Run all tests
	@$(BIN)/python -m pytest -n auto --durations=10

coverage: $(READY) ## Hold the tests of the client's runtime to each of its branches
	@$(BIN)/python -m coverage run -m pytest --quiet generated_client/tests
	@$(BIN)/python -m coverage report

evidence: $(READY) ## Run the contract tests, and write down what they show of each operation
	@$(BIN)/python -m contract_tests.tools.evidence write

interop: $(READY) ## Let a client that others generate from the bundle call the mock (needs Node)
	@if command -v npm >/dev/null; then $(MAKE) --silent node/node_modules/.ready; fi
	@$(BIN)/python -m contract_tests.tools.other_client

check: $(READY) ## Lint, types, direction of imports, drift of generated files, stale evidence, branches of the runtime
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m contract_tests.tools.wording check $(WORDED)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m generator check
	$(BIN)/python -m generator released
	$(BIN)/python -m contract_tests.tools.previous_typing
	$(BIN)/python -m contract_tests.tools.evidence check
	@$(MAKE) --silent coverage

format: $(READY) ## Format and fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generate: $(READY) ## Write the bundle and the client anew from the spec
	$(BIN)/python -m generator build

docs: $(READY) node/node_modules/.ready ## Lint the bundle with Node's tools and write the published site into site/ (needs Node)
	@cd node && npm run --silent lint && npm run --silent types && npm run --silent pyright
	@$(BIN)/python -m generator docs site

node/node_modules/.ready: node/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer with npm is needed for this." >&2; exit 1; }
	@echo "Installing Node's tools …"
	@npm ci --prefix node --silent --no-progress
	@touch $@

bench: $(READY) ## Measure what the mock costs, against bare Starlette and, where Node is, Prism; and the client, against bare httpx
	@if command -v npm >/dev/null; then npm ci --prefix bench/node --silent --no-progress; fi
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.client

fuzz: $(READY) ## Try the mock with 20,000 calls that nobody thought of (some minutes; for the night)
	@$(BIN)/python -m contract_tests.tools.fuzzing

serve: $(READY) ## Run the mock server
	$(BIN)/workato-mock serve

lock: $(READY) ## Resolve the dependencies of pyproject.toml anew into requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --all-extras pyproject.toml --output-file requirements.lock
