# setup, run, test, lint, bench: each sets up the environment first, from the locked requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Nor anything that keeps compiled modules from being written: the tests start the programs hundreds of times.
unexport PYTHONPATH PYTHONDONTWRITEBYTECODE

.PHONY: setup run test lint format bench pressure soak audit lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

run: setup
	$(BIN)/consultant-tui --demo

# Several at a time; whoever has done takes over from whoever has most left.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
test: setup
	$(PYTEST)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.hostile.markup

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m benchmarks

# A provider's worst hour, for a minute, on each engine.
pressure: setup
	$(BIN)/python -m benchmarks.pressure

# The same for a quarter of an hour on each, everything that is killed or raced, three times over, every screen with
# answers and keys that come late, and then every test in all its surroundings, with every fault and with many more examples.
SOAK_SECONDS ?= 900
SOAK_TIMES ?= 1 2 3
soak: setup
	$(BIN)/python -m benchmarks.pressure --seconds $(SOAK_SECONDS)
	for time in $(SOAK_TIMES); do \
	  $(BIN)/python -m pytest tests/proof/test_killed_server.py tests/proof/test_races.py || exit 1; \
	done
	BOOKING_LATE=0.15 $(PYTEST) tests/terminal tests/rebooking tests/proof/test_whole_day.py
	BOOKING_UNHURRIED=0.5 BOOKING_LATE=0.05 $(PYTEST) tests/terminal tests/rebooking tests/proof/test_whole_day.py
	BOOKING_LATE=0.06 $(PYTEST) tests/faults
	BOOKING_STALLS=0.8 $(PYTEST) tests/proof/test_terminal_program.py tests/hostile/test_terminal.py tests/faults/test_killed_program.py
	BOOKING_TESTS=thorough $(PYTEST)

# Asks PyPI for advisories on every locked package. --strict: what cannot be asked about is no pass.
audit: setup
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock || { \
	  echo "audit: not passed. A package has an advisory, or advisories cannot be had from here: then nothing is proved." >&2; \
	  exit 1; }

# Needs uv on the path; writes hashes, and no index address.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
