# Everything a newcomer needs: Python 3.11 to 3.13, pip and make.
#   make chat     talk to the bot          make test    all tests
#   make setup    only install             make check   format, lint, types, tests
#   make bench    time and memory          make robustness   damaged questions, and what no document says
#   make hostile  100,000 hostile strings
#   make train    the reader's model, from the corpus of written questions alone; make train-curve measures it and writes its card
#   make review-bench   grouping of logged questions, and the review page with 100,000 of them

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
QUESTIONS ?= tests/data/sample_questions.jsonl
# What the robustness and hostile targets ask about: the published documents beside this folder, else the samples.
DOCUMENTS ?= $(or $(wildcard ../shared/corpus/*/*.*),$(wildcard ingest/samples/*.md ingest/samples/*.txt))
CODE := bot knowledge ingest tests bench docs

.PHONY: setup chat test check bench robustness hostile review-bench train train-curve clean

setup: $(STAMP)

# Whatever pip says goes to stderr: the output of `make -s chat` is answers alone.
$(STAMP): pyproject.toml
	@echo "Installing into $(VENV), once; this takes a minute." >&2
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) >&2 </dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' >&2 </dev/null
	@touch $(STAMP)

chat: $(STAMP)
	@$(BIN)/budget-bot chat

test: $(STAMP)
	@$(BIN)/python -m pytest

check: $(STAMP)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

bench: $(STAMP)
	@$(BIN)/python -m bench.answers $(QUESTIONS)

robustness: $(STAMP)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	BUDGET_BOT_DATA="$$folder" $(BIN)/budget-bot ingest $(DOCUMENTS) >&2 && \
	$(BIN)/python -m bench.robustness "$$folder/knowledge.db" && \
	$(BIN)/python -m bench.negatives "$$folder/knowledge.db"

hostile: $(STAMP)
	@$(BIN)/python -m bench.hostile $(DOCUMENTS)

review-bench: $(STAMP)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	BUDGET_BOT_DATA="$$folder" $(BIN)/budget-bot ingest $(DOCUMENTS) >&2 && \
	$(BIN)/python -m bench.grouping "$$folder/knowledge.db" --meanings 1000 --repeat 4 && \
	$(BIN)/python -m bench.review "$$folder/knowledge.db"

train: $(STAMP)
	@$(BIN)/python -m knowledge.language.train

train-curve: $(STAMP)
	@$(BIN)/python -m knowledge.language.train --curve

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
