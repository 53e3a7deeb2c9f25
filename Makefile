PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# One process for each core; a file of tests stays in one, so that what they share is made once.
SPREAD := -n auto --dist loadfile

.PHONY: run test test-all lint lab corpus notebooks check clean

# make run CORPUS=my-texts runs the notebooks on a folder of one's own.
run: $(VENV)/.installed
	$(BIN)/python -m helpers run $(if $(CORPUS),--corpus "$(CORPUS)")

test: $(VENV)/.tested
	$(BIN)/python -m pytest $(SPREAD)

test-all: $(VENV)/.tested
	$(BIN)/python -m pytest $(SPREAD) -m "slow or not slow"

lab: $(VENV)/.installed
	$(BIN)/jupyter lab notebooks

corpus: $(VENV)/.tested
	$(BIN)/python -m helpers build
	$(BIN)/python -m helpers ledger
	$(BIN)/python -m helpers phrases
	$(BIN)/python -m helpers verify

notebooks: $(VENV)/.installed
	$(BIN)/python -m helpers run --update

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

clean:
	rm -rf $(VENV) site

$(VENV)/.installed: requirements.lock pyproject.toml
	@echo "Making $(VENV) with the pinned libraries (a minute or two) …"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.tested: requirements-test.lock $(VENV)/.installed
	@echo "Adding the pinned test libraries …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.lock
	@touch $@
