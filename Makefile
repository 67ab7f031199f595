# Two commands: `make run` does the main job, `make test` passes the tests. Both set up everything first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test test-all lint bench licences clean

run: $(READY)
	@packaging/run.sh

test: $(READY)
	@packaging/test.sh

test-all: $(READY)
	@packaging/test.sh --slow

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy ampc_desktop
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/ampc bench

licences: $(READY)
	$(BIN)/python packaging/licences.py > docs/third-party-licences.md

$(READY): pyproject.toml packaging/constraints.txt packaging/setup.sh packaging/system-packages.txt
	@PYTHON=$(PYTHON) packaging/setup.sh

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
