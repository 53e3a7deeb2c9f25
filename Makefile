PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What has no wheel is built with the pinned build requirements, which stand in the environment already.
HASHED := $(PIP) --require-hashes --no-build-isolation
# One process for each core; a file of tests stays in one, so that what they share is made once.
# The order is that of tests/conftest.py, where the files that take longest come first.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: run site test test-all fuzz bench lint lab corpus notebooks hashes check clean

# make run CORPUS=my-texts runs the notebooks on a folder of one's own.
run: $(VENV)/.installed
	$(BIN)/python -m helpers run $(if $(CORPUS),--corpus "$(CORPUS)")

# The pages of the notebooks as they are committed, without running them.
site: $(VENV)/.installed
	$(BIN)/python -m helpers site

test: $(VENV)/.tested
	$(BIN)/python -m pytest $(SPREAD)

# 100,000 random texts, markups and folders for each promise of tests/test_fuzz.py: an hour or more.
fuzz: $(VENV)/.tested
	$(BIN)/python -m pytest -n auto --hypothesis-profile=fuzz tests/test_fuzz.py

test-all: $(VENV)/.tested
	$(BIN)/python -m pytest $(SPREAD) -m "slow or not slow"

# Seconds and memory on 1, 10 and 100 copies of the corpus, an hour or so; where its texts are not at hand, of the sample.
bench: $(VENV)/.tested
	$(BIN)/python -m helpers bench --shapes

lab: $(VENV)/.installed
	$(BIN)/jupyter lab notebooks

corpus: $(VENV)/.tested
	$(BIN)/python -m helpers build
	$(BIN)/python -m helpers ledger
	$(BIN)/python -m helpers phrases
	$(BIN)/python -m helpers metadata
	$(BIN)/python -m helpers verify

notebooks: $(VENV)/.installed
	$(BIN)/python -m helpers run --update
	$(BIN)/python -m helpers metadata

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Needs uv, and the index: checksums of all files of each pinned version, whatever the platform.
hashes:
	for lock in requirements-build requirements requirements-test; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
			$$lock.lock --output-file $$lock.hashes || exit 1; \
	done

check: lint test

clean:
	rm -rf $(VENV) site exports

$(VENV)/.installed: requirements-build.hashes requirements.hashes pyproject.toml
	@echo "Making $(VENV) with the pinned libraries (a minute or two) …"
	$(PYTHON) -m venv $(VENV)
	$(HASHED) -r requirements-build.hashes
	$(HASHED) -r requirements.hashes
	$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.tested: requirements-test.hashes $(VENV)/.installed
	@echo "Adding the pinned test libraries …"
	$(HASHED) -r requirements-test.hashes
	@touch $@
