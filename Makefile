# `make demo` and `make test` need Python 3.11 or newer, pip and make, and nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test learn format lock clean

demo: .venv/ready
	@$(BIN)/whylocked demo

# Everything that CI checks, in one go.
test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy bot
	$(BIN)/lint-imports --no-cache
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=90
	$(BIN)/coverage report --fail-under=100 --include='bot/checks/*,bot/usecases/*,bot/store/*,bot/archive/*'

# Learns what people mean from knowledge/examples/, and says how well lines are understood that it did not learn from.
learn: .venv/ready
	$(BIN)/python -m bot.understanding.learn tests/utterances/*.jsonl

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The one rule that makes the environment: every package by hash, then the project itself without asking the network.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Renews requirements.lock after a change of dependencies in pyproject.toml; needs uv on the PATH.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-emit-find-links --upgrade --extra dev --extra build --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
