# The two commands of a newcomer: `make run` and `make test`. Python 3.11 or newer is all they need.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
# How many processes run the tests; `make test JOBS=0` runs them in one, for a debugger. Each of
# them calculates in one thread, as analyses do.
JOBS ?= auto
PYTEST = OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest

BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
# The client is a package of its own: the demo is one of its users.
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --editable clients/python --editable
# Also where the environment keeps Python from writing bytecode: each start of many processes
# would compile it again.
COMPILE := $(BIN)/python -m compileall -q service workflows tasks benchmarks clients/python/src

.PHONY: run test lint translations client sbom clean
.DEFAULT_GOAL := run

# Everything on embedded defaults, until Ctrl-C; the option ends it with make, however make ends.
run: $(RUN_READY)
	@WERKBANK_EMBEDDED=$${WERKBANK_EMBEDDED:-true} exec $(BIN)/werkbank up --end-with-parent $(ARGS)

# The whole suite, on SQLite and on PostgreSQL side by side; WERKBANK_TEST_DATABASE=sqlite or
# =postgresql takes one of them only, and ARGS="-k name" some tests only.
test: $(TEST_READY)
	@$(PYTEST) -n $(JOBS) $(ARGS)

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Brings the catalogues up to the messages of the sources; new ones wait in them for a translation.
translations: $(TEST_READY)
	$(BIN)/pybabel -q extract
	$(BIN)/pybabel -q update

# Makes the generated part of the Python client anew from the API document of these sources.
client: $(TEST_READY)
	$(BIN)/python clients/python/generate.py

# Lists every library that an installation has, with its version and licence (CycloneDX), in
# build/sbom.cdx.json: of an environment of its own, without what only tests need.
SBOM_TOOL = cyclonedx-bom==7.5.0
sbom: $(BIN)/python
	@rm -rf build/installed build/sbom-tool build/lib build/bdist.*
	@$(BIN)/python -m venv build/installed
	@$(BIN)/python -m venv build/sbom-tool
	@build/installed/bin/python -m pip --disable-pip-version-check install -qq --no-compile ./clients/python .
	@build/installed/bin/python -m pip --disable-pip-version-check uninstall -qq --yes pip setuptools
	@build/sbom-tool/bin/python -m pip --disable-pip-version-check install -qq --no-compile '$(SBOM_TOOL)'
	@build/sbom-tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--output-file build/sbom.cdx.json build/installed/bin/python
	@rm -rf build/installed build/sbom-tool build/lib build/bdist.*
	@echo "build/sbom.cdx.json lists what is installed."

clean:
	rm -rf $(VENV) var build dist *.egg-info clients/python/src/*.egg-info clients/typescript/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Werkbank needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python lacks venv; on Debian: apt install python3-venv"; exit 1; }

$(RUN_READY): pyproject.toml clients/python/pyproject.toml | $(BIN)/python
	@echo "Installing what Werkbank needs into $(VENV), about a minute the first time ..."
	@$(PIP) .
	@$(COMPILE)
	@touch $@

$(TEST_READY): pyproject.toml clients/python/pyproject.toml | $(BIN)/python
	@echo "Installing what Werkbank and its tests need into $(VENV), about a minute the first time ..."
	@$(PIP) '.[dev]'
	@$(COMPILE) tests
	@touch $@ $(RUN_READY)
