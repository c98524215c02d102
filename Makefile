# All tasks; `make` alone lists them. Each task creates .venv if it is missing or out of date.
.DEFAULT_GOAL := help
.PHONY: help setup demo test versions newer nightly coverage evidence interop other-client field browser screenshots check format generate revision docs dist dist-check release audit bench bench-check fuzz soak \
	serve lock

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# .venv is created with the first of these that is a supported Python; `make PYTHON=... setup` names another.
PYTHON ?=
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# Tools from npm, where it is installed.
NODE := $(if $(shell command -v npm),node/node_modules/.ready)

# The Pythons on which the tests run, besides that of .venv.
VERSIONS := 3.12 3.13

FIELD := $(wildcard contract_tests/field/locks/*.in contract_tests/browser/locks/*.in contract_tests/interop/locks/*.in \
	contract_tests/tools/locks/*.in bench/locks/*.in distribution/locks/*.in)
BROWSER_LOCK := contract_tests/browser/locks/browser.txt
PROJECTS := pyproject.toml mock_server/pyproject.toml
OWN := --no-emit-package workato-embedded --no-emit-package workato-embedded-mock
RESOLVE = $(BIN)/uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(OWN)
COMPILE = $(RESOLVE) --universal --python-version 3.11 --generate-hashes --upgrade
# What the image has: the versions of requirements.lock.
IMAGE = $(COMPILE) --constraint requirements.lock

# Writes the entry of uv in the lock. uv installs all others in a third of pip's time.
UV_OF_LOCK = sed -n '/^uv==/,/[^\]$$/p' requirements.lock

# Creates the environment of the target's folder with the Python $(1), the packages of the locks $(2) and both distributions.
ENVIRONMENT = $(BIN)/uv venv --quiet --clear --python $(1) $(@D) && \
	$(BIN)/uv pip install --quiet --python $(@D) --require-hashes $(2:%=--requirement %) && \
	$(BIN)/uv pip install --quiet --python $(@D) --no-deps --no-build-isolation --editable . --editable ./mock_server && \
	touch $@

# Creates the environment of the target's folder with the programs of a lock.
TOOLS = $(BIN)/uv venv --quiet --clear --python $(BIN)/python $(@D) && \
	$(BIN)/uv pip install --quiet --python $(@D) --require-hashes --requirement $< && \
	touch $@

help: ## List the tasks
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(READY) ## Create .venv with the pinned dependencies

$(READY): requirements.lock $(PROJECTS)
	@for candidate in $(CANDIDATES); do \
		if $$candidate -c '$(SUPPORTED)' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is required; tried: $(CANDIDATES)." >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$($$python --version) …"; \
	rm -rf $(VENV); \
	$$python -m venv $(VENV) || { \
		echo "$$python cannot create a virtual environment; on Debian, install the package python3-venv." >&2; exit 1; }
	@echo "Installing the pinned dependencies (about 90 packages) …"
	@$(UV_OF_LOCK) | $(PIP) install --require-hashes --requirement /dev/stdin
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --requirement requirements.lock || { \
		echo "uv does not read pip's configuration. pip installs the packages …"; \
		$(PIP) install --require-hashes --requirement requirements.lock; }
	@echo "Installing workato-embedded and workato-embedded-mock …"
	@$(PIP) install --no-deps --no-build-isolation --editable . --editable ./mock_server
	@touch $(READY)

demo: $(READY) ## Run a typical partner workflow with the client against the mock
	@$(BIN)/python -m examples.demo

test: $(READY) ## Run the tests; ARGS="-k roles" runs some of them
	@$(BIN)/python -m pytest -n auto --dist worksteal --durations=10 $(ARGS)

versions: $(VERSIONS:%=build/python%/.ready) ## Run the tests on the other supported Pythons that are installed; ARGS chooses tests
	@for folder in $(wildcard $(VERSIONS:%=build/python%/bin)); do \
		$$folder/python --version && $$folder/python -m pytest -n auto --dist worksteal -p no:cacheprovider $(ARGS) || exit 1; \
	done

# The commands of pyenv exist for versions that are not selected, too, and fail.
build/python%/.ready: requirements.lock $(PROJECTS) | $(READY)
	@for candidate in python$* $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$*.*/bin/python; do \
		if $$candidate -c '' 2>/dev/null; then python=$$(command -v $$candidate); break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Python $* is not installed: no tests run on it."; exit 0; fi; \
	echo "Creating $(@D) with $$($$python --version) …"; \
	$(call ENVIRONMENT,$$python,requirements.lock)

newer: $(READY) ## Check that the dependencies have wheels for newer Pythons, on which no test runs
	@$(BIN)/python -m contract_tests.tools.newer_pythons

nightly: field ## Run what takes minutes: programs of others, long tests, the client's tests with httpx, the whole suite on the other Pythons, the release, fuzz and soak
	@$(BIN)/python -m pytest -m nightly --hypothesis-profile nightly $(ARGS)
	@$(MAKE) --silent test ARGS="--http-library httpx generated_client/tests contract_tests/client"
	@$(MAKE) --silent versions ARGS="--hypothesis-profile nightly"
	@$(MAKE) --silent release ARGS=
	@$(MAKE) --silent fuzz ARGS=
	@$(MAKE) --silent soak ARGS=

coverage: $(READY) ## Check that tests cover every branch of the client's runtime
	@$(BIN)/python -m coverage run -m pytest --quiet generated_client/tests
	@$(BIN)/python -m coverage report

evidence: other-client ## Run the contract tests and write what they check for each operation to build/
	@$(BIN)/python -m contract_tests.tools.evidence write

interop: other-client ## Generate clients in five languages with OpenAPI Generator, compile those in Go and TypeScript, and call every operation
	@$(BIN)/python -m pytest -m nightly contract_tests/interop $(ARGS)

other-client: $(READY) $(NODE)
	@$(BIN)/python -m contract_tests.tools.other_client

field: $(READY) ## Install programs of others, each with its own lock, and run them against the mock
	@$(BIN)/python -m pytest -m field contract_tests/field $(ARGS)

browser: build/browser/.ready $(NODE) ## Run the tests of the console, of frames and of the site in Chromium, with packages of their own; ARGS chooses tests
	@build/browser/bin/python -m pytest -m browser -n 2 --dist loadfile --no-loadscope-reorder -p no:cacheprovider contract_tests/browser $(ARGS)

screenshots: build/browser/.ready $(NODE) ## Write the pictures of README and guides to docs/images/ (needs Chromium and Node)
	@build/browser/bin/python -m contract_tests.browser.screenshots

# Playwright's package has its driver, and runs the Chromium that is installed: nothing downloads a browser.
build/browser/.ready: requirements.lock $(BROWSER_LOCK) $(PROJECTS) | $(READY)
	@echo "Installing the packages of the browser tests …"
	@$(call ENVIRONMENT,$(BIN)/python,requirements.lock $(BROWSER_LOCK))

check: $(READY) ## Run all checks: lint, wording, types, import layers, generated files, evidence, coverage
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m contract_tests.tools.wording check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m generator check
	$(BIN)/python -m generator released
	$(BIN)/python -m contract_tests.tools.seed_files --check
	$(BIN)/python -m contract_tests.tools.previous_typing
	$(BIN)/python -m contract_tests.tools.evidence check
	@$(MAKE) --silent coverage

format: $(READY) ## Format the code and apply automatic fixes
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generate: $(READY) ## Generate the bundle, the client, the page about compatibility and the schema of seeds
	$(BIN)/python -m generator build
	$(BIN)/python -m contract_tests.field
	$(BIN)/python -m contract_tests.tools.seed_files

revision: $(READY) ## Write a revision of the mock's changed tables; NAME="Add weather reports" describes it
	@$(BIN)/python -m contract_tests.tools.new_revision "$(NAME)"

docs: $(READY) node/node_modules/.ready ## Lint the bundle, check the types of the client, and build the documentation site in site/ (needs Node)
	@cd node && npm run --silent lint && npm run --silent pyright
	@$(BIN)/python -m generator docs site

dist: $(READY) $(NODE) ## Write the files for other teams into dist/files/: OpenAPI, JSON Schemas, Postman, Arazzo, and a TypeScript package
	@$(BIN)/python -m generator dist
	@$(if $(NODE),$(BIN)/python -m generator typescript,echo "Without Node, there is no TypeScript package.")

dist-check: $(READY) node/node_modules/.ready ## Use the files for other teams as their receivers would, each with its own tool (needs Node)
	@$(BIN)/python -m pytest -m dist -p no:cacheprovider contract_tests/dist $(ARGS)

node/node_modules/.ready: node/package-lock.json
	@command -v npm >/dev/null || { echo "This task needs Node 20 or newer with npm." >&2; exit 1; }
	@echo "Installing Node's tools …"
	@npm ci --prefix node --silent --no-progress
	@touch $@

release: build/release/.ready ## Build the wheels and sdists of the last commit into dist/release/, describe, check and install them
	@$(BIN)/python -m generator record --check
	@$(BIN)/python -m distribution build
	@$(BIN)/python -m distribution describe
	@$(BIN)/python -m distribution check
	@$(BIN)/python -m pytest -q -m release -n auto -p no:cacheprovider contract_tests/installed $(ARGS)

build/release/.ready: distribution/locks/release.txt | $(READY)
	@$(TOOLS)

bench: $(READY) ## Compare mock and client with their peers and write docs/benchmarks.md; ARGS="--no-scale" leaves out long lists
	@if command -v npm >/dev/null; then npm ci --prefix bench/node --silent --no-progress; fi
	@$(BIN)/python -m bench $(ARGS)

bench-check: $(READY) ## Fail if memory, CPU time or imports are 20% worse than bench/ratios.json
	@$(BIN)/python -m bench.check $(ARGS)

fuzz: $(READY) ## Send the mock 20,000 generated requests (takes a few minutes); ARGS="--cases 100000" sends more
	@$(BIN)/python -m contract_tests.tools.fuzzing $(ARGS)

soak: $(READY) ## Load the mock while it and its databases are stopped and killed, for 3 minutes; ARGS="--minutes 30" for longer
	@$(BIN)/python -m contract_tests.soak $(ARGS)

serve: $(READY) ## Run the mock server
	$(BIN)/workato-mock serve

audit: build/audit/.ready ## Report known vulnerabilities of the pinned packages; it asks an advisory service, so it is not in CI
	@build/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock --requirement deploy/locks/image.txt

build/audit/.ready: contract_tests/tools/locks/audit.txt | $(READY)
	@$(TOOLS)

lock: $(READY) ## Resolve the dependencies of both distributions into requirements.lock, and those of the image, `make field`, `make browser`, `make bench` and `make release`
	$(COMPILE) --all-extras --group dev $(PROJECTS) --output-file requirements.lock
	@for program in $(FIELD); do $(COMPILE) $$program --output-file $${program%.in}.txt; done
	$(IMAGE) --extra console --extra embedding --extra postgres mock_server/pyproject.toml --output-file deploy/locks/image.txt
